// PNG by libpng, one call for one whole decode.
//
// libpng reports errors by longjmp. Every jump starts and ends inside these functions, so that none
// crosses a frame of the caller; no libpng type appears here.

#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// How a call ended.
typedef enum __attribute__((enum_extensibility(closed))) pentimento_png_code : int32_t {
  pentimento_png_code_ok = 0,
  /// A chunk's check sum does not fit its content.
  pentimento_png_code_bad_crc = 1,
  /// The bytes end before the picture does.
  pentimento_png_code_end_of_input = 2,
  /// libpng refused the content; its text is in the message.
  pentimento_png_code_refused = 3,
  /// The picture has another size than the caller stated.
  pentimento_png_code_size_mismatch = 4,
  pentimento_png_code_out_of_memory = 5,
  /// One row takes more image data than the caller allows.
  pentimento_png_code_excess_data = 6,
} pentimento_png_code;

/// The first error of a call. The message is cut to fit and always ends with a zero byte.
typedef struct pentimento_png_failure {
  pentimento_png_code code;
  /// Of excess data: bytes of the file that one row would take at least, and that it may.
  size_t found;
  size_t allowed;
  char message[160];
} pentimento_png_failure;

/// A whole PNG file in memory and what its chunks state.
typedef struct pentimento_png_source {
  const uint8_t *bytes;
  size_t byte_count;
  uint32_t width;
  uint32_t height;
  /// Most bytes of the file that one row may take beyond sixteen times its length. Image data that goes on after
  /// the picture counts as taken by the last row.
  size_t max_excess_byte_count;
} pentimento_png_source;

/// Decodes a whole file to 8-bit RGBA, straight alpha, rows tightly packed, top row first.
///
/// 16-bit samples are rounded to the nearest 8-bit value; palettes, grey levels and tRNS are expanded. No
/// colour management is applied. Chunks other than IHDR, PLTE, tRNS, IDAT and IEND are skipped unread; an
/// unknown critical chunk, a bad CRC in a critical chunk and a missing IEND are errors. Nothing is printed.
///
/// `samples` has room for `sample_count` bytes, which must be 4 * width * height. After an error its
/// content is unspecified.
pentimento_png_code pentimento_png_decode(
    const pentimento_png_source *source, uint8_t *samples, size_t sample_count,
    pentimento_png_failure *failure);

/// What the samples of a row are.
typedef enum __attribute__((enum_extensibility(closed))) pentimento_png_form : int32_t {
  /// As in the file: one byte for samples of up to 8 bits, not scaled; two for 16 bits, the high byte first.
  pentimento_png_form_stored = 0,
  /// One byte each. Palette indices and grey levels of up to 8 bits as in the file, and tRNS is left to
  /// the caller; all else scaled to 8 bits, rounded to nearest, and tRNS made an alpha channel.
  pentimento_png_form_bytes = 1,
} pentimento_png_form;

/// A row of the picture, or of one pass over an interlaced one.
typedef struct pentimento_png_row {
  /// `count` pixels of `channel_count` samples; valid during the call that hands it over.
  const uint8_t *samples;
  uint32_t count;
  uint32_t channel_count;
  /// Column of the first pixel, and columns from one pixel to the next.
  uint32_t x;
  uint32_t step;
  uint32_t y;
} pentimento_png_row;

/// Takes a row. Called inside libpng's frames: it must return, neither jump nor throw.
typedef void (*pentimento_png_row_function)(
    void *_Nullable context, const pentimento_png_row *row);

/// Decodes a whole file and hands over each row as soon as it is complete; of an interlaced file pass by
/// pass, so that about two rows are in memory whatever the picture's size.
///
/// Which files are refused is as for `pentimento_png_decode`; rows may have been handed over by then.
pentimento_png_code pentimento_png_read_rows(
    const pentimento_png_source *source, pentimento_png_form form, pentimento_png_row_function take,
    void *_Nullable context, pentimento_png_failure *failure);

#pragma clang assume_nonnull end

#endif
