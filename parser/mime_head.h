/* mime_head.h - the header block of a mail, read leniently. Private to
 * parser/. */
#ifndef PARSER_MIME_HEAD_H
#define PARSER_MIME_HEAD_H

#include "mime.h"

/* What GMime is given: the fields that say how the body is built, an empty
 * line, the body. Not the rest of the header: nobody's GMime needs to chew
 * through 100,000 addresses to find a boundary. */
struct mime_entity {
	char *data;
	size_t n;
};

/*
 * mime_head_read - the fields of a mail, and the rest as an entity.
 *
 * Takes    raw[0..n): as message_parse().
 * Gives    m->header, header_raw, header_n, flaws; *out.
 * Owns     fields in a; the caller ends *out with mime_entity_free().
 * Fails    -1 past a's limit; nothing to free then.
 */
int mime_head_read(struct arena *a, const char *raw, size_t n, struct mime *m,
    struct mime_entity *out);
void mime_entity_free(struct mime_entity *entity);

#endif
