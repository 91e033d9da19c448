#include <setjmp.h>
#include <string.h>

#include "failure.h"

// Lives in a frame above the one that calls setjmp, so that its members keep their values after a jump.
struct decoder {
  png_structp png;
  png_infop info;
  const pentimento_png_source *source;
  size_t offset;
  uint8_t *samples;
  size_t sample_count;
  pentimento_png_failure *failure;
};

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  struct decoder *decoder = png_get_io_ptr(png);
  if (count > decoder->source->byte_count - decoder->offset) {
    pentimento_png_note(
        decoder->failure, pentimento_png_code_end_of_input, "the bytes end inside a chunk");
    png_error(png, "end of input");
  }
  memcpy(target, decoder->source->bytes + decoder->offset, count);
  decoder->offset += count;
}

static void set_limits(struct decoder *decoder) {
  png_set_user_limits(decoder->png, decoder->source->width, decoder->source->height);
  png_set_chunk_malloc_max(decoder->png, decoder->source->max_chunk_bytes);
  // The limit above is only a warning for some chunks (sPLT among them): skip what is not used. A count
  // below zero means every chunk but IHDR, PLTE, tRNS, IDAT and IEND.
  png_set_keep_unknown_chunks(decoder->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_crc_action(decoder->png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
}

static void check_size(struct decoder *decoder) {
  const uint32_t width = png_get_image_width(decoder->png, decoder->info);
  const uint32_t height = png_get_image_height(decoder->png, decoder->info);
  const size_t needed = (size_t)width * height * 4;
  if (width == decoder->source->width && height == decoder->source->height &&
      needed == decoder->sample_count) {
    return;
  }
  pentimento_png_note(
      decoder->failure, pentimento_png_code_size_mismatch, "not the size that memory is for");
  png_error(decoder->png, "size mismatch");
}

static void ask_for_rgba8(struct decoder *decoder) {
  png_structp png = decoder->png;
  const int colour_type = png_get_color_type(png, decoder->info);
  const int has_alpha = (colour_type & PNG_COLOR_MASK_ALPHA) != 0 ||
                        png_get_valid(png, decoder->info, PNG_INFO_tRNS) != 0;
  png_set_expand(png);
  if (png_get_bit_depth(png, decoder->info) == 16) png_set_scale_16(png);
  if ((colour_type & PNG_COLOR_MASK_COLOR) == 0) png_set_gray_to_rgb(png);
  if (!has_alpha) png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
}

static void read_rows(struct decoder *decoder) {
  const int passes = png_set_interlace_handling(decoder->png);
  png_read_update_info(decoder->png, decoder->info);
  const size_t stride = (size_t)decoder->source->width * 4;
  if (png_get_rowbytes(decoder->png, decoder->info) != stride) {
    png_error(decoder->png, "rows are not RGBA");
  }
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t row = 0; row < decoder->source->height; row++) {
      png_read_row(decoder->png, decoder->samples + row * stride, NULL);
    }
  }
}

static void decode_file(struct decoder *decoder) {
  png_set_read_fn(decoder->png, decoder, read_bytes);
  set_limits(decoder);
  png_read_info(decoder->png, decoder->info);
  check_size(decoder);
  ask_for_rgba8(decoder);
  read_rows(decoder);
  png_read_end(decoder->png, NULL);
}

static void decode_armed(struct decoder *decoder) {
  if (setjmp(png_jmpbuf(decoder->png)) == 0) decode_file(decoder);
}

pentimento_png_code pentimento_png_decode(
    const pentimento_png_source *source, uint8_t *samples, size_t sample_count,
    pentimento_png_failure *failure) {
  memset(failure, 0, sizeof *failure);
  struct decoder decoder = {
      .source = source, .samples = samples, .sample_count = sample_count, .failure = failure};
  decoder.png = png_create_read_struct(
      PNG_LIBPNG_VER_STRING, failure, pentimento_png_on_error, pentimento_png_on_warning);
  if (decoder.png != NULL) decoder.info = png_create_info_struct(decoder.png);
  if (decoder.info != NULL) {
    decode_armed(&decoder);
  } else {
    pentimento_png_note(failure, pentimento_png_code_out_of_memory, "libpng could not start");
  }
  png_destroy_read_struct(&decoder.png, &decoder.info, NULL);
  return failure->code;
}
