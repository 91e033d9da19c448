#include <stdlib.h>

#include "reading.h"

struct rows {
  pentimento_png_form form;
  pentimento_png_row_function take;
  void *context;
  /// One row as wide as the picture; freed by the frame that made this struct.
  uint8_t *memory;
};

static void ask_for_form(struct reading *reading, pentimento_png_form form) {
  png_structp png = reading->png;
  const int colour_type = png_get_color_type(png, reading->info);
  const int bit_depth = png_get_bit_depth(png, reading->info);
  png_set_packing(png);
  if (form == pentimento_png_form_stored) return;
  if (colour_type == PNG_COLOR_TYPE_PALETTE) return;
  if (colour_type == PNG_COLOR_TYPE_GRAY && bit_depth <= 8) return;
  if (png_get_valid(png, reading->info, PNG_INFO_tRNS) != 0) png_set_tRNS_to_alpha(png);
  if (bit_depth == 16) png_set_scale_16(png);
}

// One pass over the picture. Without png_set_interlace_handling libpng gives the rows of each pass as they
// are in the file, so that no plane is held.
static void read_pass(struct reading *reading, struct rows *rows, int pass) {
  const int is_interlaced =
      png_get_interlace_type(reading->png, reading->info) != PNG_INTERLACE_NONE;
  const uint32_t width = reading->source->width;
  const uint32_t height = reading->source->height;
  pentimento_png_row row = {
      .samples = rows->memory,
      .count = is_interlaced ? PNG_PASS_COLS(width, pass) : width,
      .channel_count = png_get_channels(reading->png, reading->info),
      .x = is_interlaced ? PNG_PASS_START_COL(pass) : 0,
      .step = is_interlaced ? 1u << PNG_PASS_COL_SHIFT(pass) : 1,
      .y = is_interlaced ? PNG_PASS_START_ROW(pass) : 0};
  const uint32_t step_y = is_interlaced ? 1u << PNG_PASS_ROW_SHIFT(pass) : 1;
  if (row.count == 0) return;
  for (; row.y < height; row.y += step_y) {
    pentimento_png_read_row(reading, rows->memory);
    rows->take(rows->context, &row);
  }
}

static void read_rows(struct reading *reading, void *target) {
  struct rows *rows = target;
  ask_for_form(reading, rows->form);
  png_read_update_info(reading->png, reading->info);
  rows->memory = malloc(png_get_rowbytes(reading->png, reading->info));
  if (rows->memory == NULL) png_error(reading->png, "Out of memory");
  const int passes =
      png_get_interlace_type(reading->png, reading->info) == PNG_INTERLACE_NONE ? 1 : 7;
  for (int pass = 0; pass < passes; pass++) read_pass(reading, rows, pass);
}

pentimento_png_code pentimento_png_read_rows(
    const pentimento_png_source *source, pentimento_png_form form, pentimento_png_row_function take,
    void *context, pentimento_png_failure *failure) {
  struct rows rows = {.form = form, .take = take, .context = context};
  struct reading reading = {
      .source = source, .failure = failure, .read_pixels = read_rows, .target = &rows};
  const pentimento_png_code code = pentimento_png_read(&reading);
  free(rows.memory);
  return code;
}
