// How libpng's errors are noted.

#ifndef PENTIMENTO_PNG_FAILURE_H
#define PENTIMENTO_PNG_FAILURE_H

#include <png.h>

#include "CPNG.h"

/// Notes an error unless one is noted already: the first is the cause.
void pentimento_png_note(
    pentimento_png_failure *failure, pentimento_png_code code, const char *message);

/// libpng's error callback; the error pointer is a `pentimento_png_failure`. Does not return.
_Noreturn void pentimento_png_on_error(png_structp png, png_const_charp message);

/// libpng's warning callback: warnings are dropped.
void pentimento_png_on_warning(png_structp png, png_const_charp message);

#endif
