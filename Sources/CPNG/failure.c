#include "failure.h"

#include <stdio.h>
#include <string.h>

void pentimento_png_note(
    pentimento_png_failure *failure, pentimento_png_code code, const char *message) {
  if (failure->code != pentimento_png_code_ok) return;
  failure->code = code;
  snprintf(failure->message, sizeof failure->message, "%s", message);
}

static pentimento_png_code code_of(const char *message) {
  // libpng has no error codes; these two texts are the same in every 1.6 release.
  if (strstr(message, "CRC error") != NULL) return pentimento_png_code_bad_crc;
  if (strstr(message, "ut of memory") != NULL) return pentimento_png_code_out_of_memory;
  return pentimento_png_code_refused;
}

_Noreturn void pentimento_png_on_error(png_structp png, png_const_charp message) {
  pentimento_png_note(png_get_error_ptr(png), code_of(message), message);
  png_longjmp(png, 1);
}

void pentimento_png_on_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}
