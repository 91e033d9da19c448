#include "reading.h"

struct picture {
  uint8_t *samples;
  size_t sample_count;
};

static void ask_for_rgba8(struct reading *reading) {
  png_structp png = reading->png;
  const int colour_type = png_get_color_type(png, reading->info);
  const int has_alpha = (colour_type & PNG_COLOR_MASK_ALPHA) != 0 ||
                        png_get_valid(png, reading->info, PNG_INFO_tRNS) != 0;
  png_set_expand(png);
  if (png_get_bit_depth(png, reading->info) == 16) png_set_scale_16(png);
  if ((colour_type & PNG_COLOR_MASK_COLOR) == 0) png_set_gray_to_rgb(png);
  if (!has_alpha) png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
}

static void read_picture(struct reading *reading, void *target) {
  const struct picture *picture = target;
  ask_for_rgba8(reading);
  const int passes = png_set_interlace_handling(reading->png);
  png_read_update_info(reading->png, reading->info);
  const size_t stride = (size_t)reading->source->width * 4;
  const uint32_t height = reading->source->height;
  if (png_get_rowbytes(reading->png, reading->info) != stride ||
      picture->sample_count / stride != height) {
    png_error(reading->png, "the picture and its memory differ in size");
  }
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t row = 0; row < height; row++) {
      pentimento_png_read_row(reading, picture->samples + row * stride);
    }
  }
}

pentimento_png_code pentimento_png_decode(
    const pentimento_png_source *source, uint8_t *samples, size_t sample_count,
    pentimento_png_failure *failure) {
  struct picture picture = {.samples = samples, .sample_count = sample_count};
  struct reading reading = {
      .source = source, .failure = failure, .read_pixels = read_picture, .target = &picture};
  return pentimento_png_read(&reading);
}
