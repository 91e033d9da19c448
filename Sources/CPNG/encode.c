#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "failure.h"

// Lives in a frame above the one that calls setjmp, so that its members keep their values after a jump.
struct encoder {
  png_structp png;
  png_infop info;
  const pentimento_png_picture *picture;
  pentimento_png_buffer *output;
  size_t capacity;
  pentimento_png_failure *failure;
};

static _Noreturn void fail_for_memory(struct encoder *encoder) {
  pentimento_png_note(
      encoder->failure, pentimento_png_code_out_of_memory, "no memory for the file");
  png_error(encoder->png, "out of memory");
}

static void reserve(struct encoder *encoder, size_t count) {
  const size_t used = encoder->output->count;
  if (count <= encoder->capacity - used) return;
  if (count > SIZE_MAX / 4 || used > SIZE_MAX / 4) fail_for_memory(encoder);
  const size_t capacity = (used + count) * 2;
  uint8_t *grown = realloc(encoder->output->bytes, capacity);
  if (grown == NULL) fail_for_memory(encoder);
  encoder->output->bytes = grown;
  encoder->capacity = capacity;
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  struct encoder *encoder = png_get_io_ptr(png);
  reserve(encoder, count);
  memcpy(encoder->output->bytes + encoder->output->count, bytes, count);
  encoder->output->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

static int colour_type_of(pentimento_png_layout layout) {
  switch (layout) {
    case pentimento_png_layout_grey: return PNG_COLOR_TYPE_GRAY;
    case pentimento_png_layout_opaque: return PNG_COLOR_TYPE_RGB;
    case pentimento_png_layout_alpha: return PNG_COLOR_TYPE_RGB_ALPHA;
  }
  return PNG_COLOR_TYPE_RGB_ALPHA;
}

struct settings {
  int filters;
  int level;
  int strategy;
};

static const struct settings recipes[] = {
    [pentimento_png_recipe_runs] = {PNG_FILTER_AVG, 1, Z_RLE},
    [pentimento_png_recipe_repeats] = {PNG_FILTER_NONE, 1, Z_DEFAULT_STRATEGY},
    [pentimento_png_recipe_mask] = {PNG_FILTER_UP, 1, Z_DEFAULT_STRATEGY},
    [pentimento_png_recipe_small_runs] = {PNG_ALL_FILTERS, 9, Z_RLE},
    [pentimento_png_recipe_small_mixed] = {PNG_ALL_FILTERS, 9, Z_FILTERED},
    [pentimento_png_recipe_small_repeats] = {PNG_FILTER_NONE, 9, Z_DEFAULT_STRATEGY},
    [pentimento_png_recipe_small_mask] = {PNG_FILTER_UP, 9, Z_DEFAULT_STRATEGY},
};

// Everything that decides the bytes is stated, so that libpng's own defaults may change.
static void set_compression(struct encoder *encoder) {
  const struct settings *settings = &recipes[encoder->picture->recipe];
  png_set_filter(encoder->png, PNG_FILTER_TYPE_BASE, settings->filters);
  png_set_compression_level(encoder->png, settings->level);
  png_set_compression_strategy(encoder->png, settings->strategy);
  png_set_compression_window_bits(encoder->png, 15);
  png_set_compression_mem_level(encoder->png, 9);
  png_set_compression_buffer_size(encoder->png, 1 << 16);
}

static void encode_picture(struct encoder *encoder) {
  const pentimento_png_picture *picture = encoder->picture;
  png_structp png = encoder->png;
  png_set_write_fn(png, encoder, write_bytes, flush_nothing);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  set_compression(encoder);
  png_set_IHDR(
      png, encoder->info, picture->width, picture->height, 8, colour_type_of(picture->layout),
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  png_write_info(png, encoder->info);
  if (picture->layout == pentimento_png_layout_opaque) png_set_filler(png, 0, PNG_FILLER_AFTER);
  const size_t stride = picture->sample_count / picture->height;
  for (uint32_t row = 0; row < picture->height; row++) {
    png_write_row(png, picture->samples + row * stride);
  }
  png_write_end(png, NULL);
}

static void encode_armed(struct encoder *encoder) {
  if (setjmp(png_jmpbuf(encoder->png)) == 0) encode_picture(encoder);
}

static int size_fits(const pentimento_png_picture *picture) {
  const size_t pixel_bytes = picture->layout == pentimento_png_layout_grey ? 1 : 4;
  const size_t limit = PNG_UINT_31_MAX;
  return picture->width > 0 && picture->height > 0 && picture->width <= limit / 4 &&
         picture->height <= limit &&
         picture->sample_count / picture->height == picture->width * pixel_bytes &&
         picture->sample_count % picture->height == 0;
}

pentimento_png_code pentimento_png_encode(
    const pentimento_png_picture *picture, pentimento_png_buffer *output,
    pentimento_png_failure *failure) {
  memset(failure, 0, sizeof *failure);
  memset(output, 0, sizeof *output);
  if (!size_fits(picture)) {
    pentimento_png_note(failure, pentimento_png_code_size_mismatch, "samples do not fit the size");
    return failure->code;
  }
  struct encoder encoder = {.picture = picture, .output = output, .failure = failure};
  encoder.png = png_create_write_struct(
      PNG_LIBPNG_VER_STRING, failure, pentimento_png_on_error, pentimento_png_on_warning);
  if (encoder.png != NULL) encoder.info = png_create_info_struct(encoder.png);
  if (encoder.info != NULL) {
    encode_armed(&encoder);
  } else {
    pentimento_png_note(failure, pentimento_png_code_out_of_memory, "libpng could not start");
  }
  png_destroy_write_struct(&encoder.png, &encoder.info);
  if (failure->code != pentimento_png_code_ok) pentimento_png_buffer_free(output);
  return failure->code;
}

void pentimento_png_buffer_free(pentimento_png_buffer *buffer) {
  free(buffer->bytes);
  memset(buffer, 0, sizeof *buffer);
}
