/* mails.h - reading mails for tests of the parser. */
#ifndef TEST_PARSER_MAILS_H
#define TEST_PARSER_MAILS_H

#include "arena.h"
#include "message.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The bytes of a file with a NUL behind them; fails the test without it. */
static inline char *
mail_file(const char *path, size_t *n_out)
{
	FILE *f = fopen(path, "rb");
	size_t room = 1u << 20, n;
	char *bytes;

	if (!f)
		fail_msg("%s: not there; run tests from the top folder", path);
	bytes = malloc(room);
	assert_non_null(bytes);
	n = fread(bytes, 1, room - 1, f);
	bytes[n] = '\0';
	fclose(f);
	*n_out = n;
	return bytes;
}

/* Parse bytes that must parse. The copy has its exact size, so that a
 * sanitizer sees each byte read beyond it. */
static inline struct message
mail_parse(struct arena *a, const char *bytes, size_t n)
{
	struct message m;
	struct err e = { 0 };
	char *exact = malloc(n ? n : 1);

	assert_non_null(exact);
	memcpy(exact, bytes, n);
	if (message_parse(a, exact, n, &m, &e) != 0)
		fail_msg("did not parse: %s", e.text);
	free(exact);
	return m;
}

static inline struct message
mail_text(struct arena *a, const char *text)
{
	return mail_parse(a, text, strlen(text));
}

#endif
