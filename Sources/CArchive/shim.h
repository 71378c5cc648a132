#pragma once
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

/// A locale whose charset is UTF-8 and that changes nothing else; free of charge where it exists.
/// libarchive gives names in the charset of the thread's locale, and loses them in plain "C".
static inline locale_t mucluc_utf8_locale(void) {
  return newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}
