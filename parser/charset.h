/* charset.h - bytes with a charset label turned into UTF-8. Private to
 * parser/. */
#ifndef PARSER_CHARSET_H
#define PARSER_CHARSET_H

#include "arena.h"
#include <stdbool.h>
#include <stddef.h>

/*
 * charset_init - open a converter for each charset that mail uses and keep it
 * open, because a jail may not open glibc's converter files. Once a process;
 * a second call does nothing. One thread only: converters keep state.
 */
void charset_init(void);

/*
 * charset_text - UTF-8 of bytes under a label.
 *
 * Takes    label in any case, NULL where the mail names none; p[0..n).
 * Gives    UTF-8 as utf8_clean() leaves it, in a; *len_out, where not NULL,
 *          its length; *wrong_out set to true (never to false) where the label
 *          is unknown or does not fit the bytes.
 * Fails    NULL past a's limit.
 */
char *charset_text(struct arena *a, const char *label, const char *p, size_t n,
    size_t *len_out, bool *wrong_out);

/* charset_raw - the same, but bytes that are valid stay as they are: NUL and
 * control bytes too, so that a caller can see what an encoded word hides. */
char *charset_raw(struct arena *a, const char *label, const char *p, size_t n,
    size_t *len_out, bool *wrong_out);

#endif
