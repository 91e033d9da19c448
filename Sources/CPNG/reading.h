// One reading of one file: libpng's two structures from creation to destruction.

#ifndef PENTIMENTO_PNG_READING_H
#define PENTIMENTO_PNG_READING_H

#include "failure.h"

/// Lives in a frame above the one that calls setjmp, so that its members keep their values after a jump.
struct reading {
  png_structp png;
  png_infop info;
  const pentimento_png_source *source;
  /// Bytes of the source that libpng has taken.
  size_t offset;
  /// While a row is read: the offset before it, and how many bytes of the file it may take.
  int is_in_row;
  size_t row_offset;
  size_t row_limit;
  pentimento_png_failure *failure;
  /// Asks for transformations and reads every row; may jump out by png_error.
  void (*read_pixels)(struct reading *reading, void *target);
  void *target;
};

/// Reads the whole file and gives everything back that libpng holds, also after an error.
///
/// `source`, `failure`, `read_pixels` and `target` must be set.
pentimento_png_code pentimento_png_read(struct reading *reading);

/// Reads the next row as png_read_row does, within the limit for one row.
void pentimento_png_read_row(struct reading *reading, uint8_t *row);

#endif
