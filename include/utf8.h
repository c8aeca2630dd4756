/* utf8.h - UTF-8 of unknown origin. */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* utf8_check - true when s[0..n) is valid UTF-8 (RFC 3629: no surrogates, no
 * overlong forms, at most U+10FFFF). */
bool utf8_check(const char *s, size_t n);

/* utf8_step - decode the character at the begin of s[0..n): its length, 1 to
 * 4, or 0 where no valid one stands there (then skip one byte) or n is 0.
 * codepoint_out may be NULL; a NUL byte is a character like any other. */
size_t utf8_step(const char *s, size_t n, unsigned *codepoint_out);

/* utf8_is_control - true for C0, DEL, C1 and the characters that turn or break
 * a line unseen (U+2028, U+2029, U+202A-E, U+2066-9): never print them raw. */
bool utf8_is_control(unsigned codepoint);

/*
 * utf8_clean - a copy that is valid UTF-8 with no NUL and no control bytes
 * but LF and TAB. CRLF, bare CR, VT, FF, NEL, U+2028 and U+2029 become LF, a bad
 * byte becomes U+FFFD, any other control character is left out.
 *
 * Gives    a NUL-terminated copy in a; *len_out, where not NULL, its length.
 * Fails    NULL past the arena's limit.
 */
char *utf8_clean(struct arena *a, const char *s, size_t n, size_t *len_out);

/* utf8_line - like utf8_clean, but one line: LF and TAB become a space, runs
 * of white space one space, none at either end. For headers, logs, tables. */
char *utf8_line(struct arena *a, const char *s, size_t n);

/* utf8_next - decode one character of the valid UTF-8 at s; its length in
 * bytes (1 to 4), 0 at the NUL. */
size_t utf8_next(const char *s, unsigned *codepoint_out);

/* utf8_cut - the longest prefix of s with at most n bytes that does not split
 * a character: its length in bytes. */
size_t utf8_cut(const char *s, size_t n);

#endif
