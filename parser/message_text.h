/* message_text.h - which parts of a mail its reader reads. Private to
 * parser/. */
#ifndef PARSER_MESSAGE_TEXT_H
#define PARSER_MESSAGE_TEXT_H

#include "message.h"
#include "mime.h"

/*
 * message_text - the text of the parts that a client would show.
 *
 * Gives    m->text, m->calendar and flags in m->flaws; *inner_out: the part
 *          whose mail was taken as the text, since there is no other, or
 *          part_n.
 * Fails    ERR_REFUSE past a's limit.
 */
int message_text(struct arena *a, const struct mime *mime, struct message *m,
    size_t *inner_out, struct err *e);
/* message_inner_text - the text of the mail that part i is, below its From and
 * Subject; "" if none. */
const char *message_inner_text(
    struct arena *a, const struct mime *mime, size_t i, struct message *m);

/* message_part_shown - does a client show that part as text; alone: it is the
 * whole mail. message_part_is_inner - does it belong to a mail in this mail? */
bool message_part_shown(const struct mime_part *p, bool alone);
bool message_part_is_inner(const struct mime *m, size_t i);

/*
 * message_attach - the attached files: named, and, as files says, read.
 *
 * Takes    m with text and visible; inner as message_text() gives it.
 * Gives    m->attachment, m->attachment_n, m->attached, m->unopened, flags.
 * Fails    ERR_REFUSE past a's limit.
 */
int message_attach(struct arena *a, const struct mime *mime, size_t inner,
    enum message_files files, struct message *m, struct err *e);

#endif
