// PNG by libpng, one call for one whole decode or encode.
//
// libpng reports errors by longjmp. Every jump starts and ends inside one of these functions, so that
// none crosses a frame of the caller; no libpng type appears here.

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
  /// The picture has another size than the caller prepared memory for.
  pentimento_png_code_size_mismatch = 4,
  pentimento_png_code_out_of_memory = 5,
} pentimento_png_code;

/// The first error of a call. The message is cut to fit and always ends with a zero byte.
typedef struct pentimento_png_failure {
  pentimento_png_code code;
  char message[160];
} pentimento_png_failure;

/// A whole PNG file in memory and the size that its header states.
typedef struct pentimento_png_source {
  const uint8_t *bytes;
  size_t byte_count;
  uint32_t width;
  uint32_t height;
  /// Most bytes that libpng may hold for one chunk other than image data.
  size_t max_chunk_bytes;
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

/// How the caller's samples lie in memory and what the file stores.
typedef enum __attribute__((enum_extensibility(closed))) pentimento_png_layout : int32_t {
  /// One byte a pixel, stored as 8-bit grey.
  pentimento_png_layout_grey = 0,
  /// Four bytes a pixel, stored as 8-bit RGB: the fourth is dropped.
  pentimento_png_layout_opaque = 1,
  /// Four bytes a pixel, stored as 8-bit RGBA.
  pentimento_png_layout_alpha = 2,
} pentimento_png_layout;

/// A pair of row filter and compressor that suits some kind of picture.
typedef enum __attribute__((enum_extensibility(closed))) pentimento_png_recipe : int32_t {
  /// Average filter, runs only: fast and small for photographs.
  pentimento_png_recipe_runs = 0,
  /// No filter, quick search for repeats: fast, for drawings and text.
  pentimento_png_recipe_repeats = 1,
  /// Up filter, quick search for repeats: fast, for masks.
  pentimento_png_recipe_mask = 2,
  /// A filter chosen for each row, runs only.
  pentimento_png_recipe_small_runs = 3,
  /// A filter chosen for each row, long search for repeats.
  pentimento_png_recipe_small_mixed = 4,
  /// No filter, long search for repeats.
  pentimento_png_recipe_small_repeats = 5,
  /// Up filter, long search for repeats.
  pentimento_png_recipe_small_mask = 6,
} pentimento_png_recipe;

/// A whole picture in memory, rows tightly packed, top row first.
typedef struct pentimento_png_picture {
  const uint8_t *samples;
  size_t sample_count;
  uint32_t width;
  uint32_t height;
  pentimento_png_layout layout;
  pentimento_png_recipe recipe;
} pentimento_png_picture;

/// Bytes that this module owns; give them back with `pentimento_png_buffer_free`.
typedef struct pentimento_png_buffer {
  uint8_t *_Nullable bytes;
  size_t count;
} pentimento_png_buffer;

/// Encodes a whole picture; `output` holds the file after success and nothing after an error.
pentimento_png_code pentimento_png_encode(
    const pentimento_png_picture *picture, pentimento_png_buffer *output,
    pentimento_png_failure *failure);

/// Frees and empties a buffer; an empty one is left alone.
void pentimento_png_buffer_free(pentimento_png_buffer *buffer);

#pragma clang assume_nonnull end

#endif
