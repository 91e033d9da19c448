#include "reading.h"

#include <setjmp.h>
#include <string.h>

// Into the last row libpng draws whatever image data is left, a thousand bytes for one, to drop it.
static void check_excess(struct reading *reading, size_t count) {
  const size_t found = reading->offset - reading->row_offset + count;
  if (found <= reading->row_limit) return;
  reading->failure->found = found;
  reading->failure->allowed = reading->row_limit;
  pentimento_png_note(
      reading->failure, pentimento_png_code_excess_data, "too much image data for one row");
  png_error(reading->png, "excess image data");
}

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  struct reading *reading = png_get_io_ptr(png);
  if (reading->is_in_row) check_excess(reading, count);
  if (count > reading->source->byte_count - reading->offset) {
    pentimento_png_note(
        reading->failure, pentimento_png_code_end_of_input, "the bytes end inside a chunk");
    png_error(png, "end of input");
  }
  memcpy(target, reading->source->bytes + reading->offset, count);
  reading->offset += count;
}

static void set_limits(struct reading *reading) {
  png_set_user_limits(reading->png, reading->source->width, reading->source->height);
  // Nothing is kept of a chunk that is skipped, and libpng's own limit refuses files for its mere length.
  png_set_chunk_malloc_max(reading->png, reading->source->byte_count);
  // A count below zero means every chunk but IHDR, PLTE, tRNS, IDAT and IEND.
  png_set_keep_unknown_chunks(reading->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_crc_action(reading->png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
}

static void check_size(struct reading *reading) {
  if (png_get_image_width(reading->png, reading->info) == reading->source->width &&
      png_get_image_height(reading->png, reading->info) == reading->source->height) {
    return;
  }
  pentimento_png_note(
      reading->failure, pentimento_png_code_size_mismatch, "not the size that the caller expects");
  png_error(reading->png, "size mismatch");
}

// A row of n bytes takes hardly more than n, but one byte in each chunk is thirteen bytes of the file.
static size_t row_limit(const struct reading *reading) {
  return 16 * png_get_rowbytes(reading->png, reading->info) + reading->source->max_excess_byte_count;
}

void pentimento_png_read_row(struct reading *reading, uint8_t *row) {
  reading->row_offset = reading->offset;
  reading->is_in_row = 1;
  png_read_row(reading->png, row, NULL);
  reading->is_in_row = 0;
}

static void read_file(struct reading *reading) {
  png_set_read_fn(reading->png, reading, read_bytes);
  set_limits(reading);
  png_read_info(reading->png, reading->info);
  check_size(reading);
  reading->row_limit = row_limit(reading);
  reading->read_pixels(reading, reading->target);
  png_read_end(reading->png, NULL);
}

static void read_armed(struct reading *reading) {
  if (setjmp(png_jmpbuf(reading->png)) == 0) read_file(reading);
}

pentimento_png_code pentimento_png_read(struct reading *reading) {
  pentimento_png_failure *failure = reading->failure;
  memset(failure, 0, sizeof *failure);
  reading->png = png_create_read_struct(
      PNG_LIBPNG_VER_STRING, failure, pentimento_png_on_error, pentimento_png_on_warning);
  if (reading->png != NULL) reading->info = png_create_info_struct(reading->png);
  if (reading->info != NULL) {
    read_armed(reading);
  } else {
    pentimento_png_note(failure, pentimento_png_code_out_of_memory, "libpng could not start");
  }
  png_destroy_read_struct(&reading->png, &reading->info, NULL);
  return failure->code;
}
