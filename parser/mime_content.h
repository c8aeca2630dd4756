/* mime_content.h - the decoded bytes of a part. Private to the home of GMime. */
#ifndef PARSER_MIME_CONTENT_H
#define PARSER_MIME_CONTENT_H

#include "arena.h"
#include <gmime/gmime.h>
#include <stdint.h>

struct mime_content {
	const char *data; /* n bytes, or NULL past the arena's limit */
	size_t n;
	int64_t size; /* bytes in all: more than n where it was cut */
};

/* mime_content_read - decode a part's content from its begin, keep at most
 * `keep` bytes of it. Base64 without the "=" that RFC 2045 6.8 wants at its end
 * is read as if they stood there. */
struct mime_content mime_content_read(
    struct arena *a, GMimeDataWrapper *content, size_t keep);

#endif
