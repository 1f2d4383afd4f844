/*
 * Variables asked for.
 */
#define _GNU_SOURCE
#include <locale.h>
#include <stdlib.h>

#include "observer.h"

char *__secure_getenv(const char *name);

#define GETENV(function)                    \
  EXPORT char *function(const char *name) { \
    char *value = NEXT(function)(name);     \
    NOTE_NAME(KIND_ENV, name);              \
    return value;                           \
  }

GETENV(getenv)
GETENV(secure_getenv)
GETENV(__secure_getenv)

/* With an empty name libc asks for the locale's variables itself, and LANGUAGE when it translates.
 */
static void note_locale(const char *locale) {
  static const char variables[][20] = {
      "LC_ALL",      "LANG",       "LC_CTYPE", "LC_MESSAGES", "LC_COLLATE",
      "LC_MONETARY", "LC_NUMERIC", "LC_TIME",  "LANGUAGE",    "LOCPATH",
  };
  if (!locale || *locale) return;
  for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
    NOTE_NAME(KIND_ENV, variables[i]);
  }
}

EXPORT char *setlocale(int category, const char *locale) {
  char *answer = NEXT(setlocale)(category, locale);
  note_locale(locale);
  return answer;
}

EXPORT locale_t newlocale(int categories, const char *locale, locale_t base) {
  const locale_t answer = NEXT(newlocale)(categories, locale, base);
  note_locale(locale);
  return answer;
}
