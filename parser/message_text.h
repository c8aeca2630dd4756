/* message_text.h - which parts of a mail its reader reads. Private to
 * parser/. */
#ifndef PARSER_MESSAGE_TEXT_H
#define PARSER_MESSAGE_TEXT_H

#include "message.h"
#include "mime.h"

/*
 * message_text - the text of the parts that a client would show.
 *
 * Gives    m->text, m->attachment, m->attachment_n, m->calendar and flags in
 *          m->flaws.
 * Fails    ERR_REFUSE past a's limit.
 */
int message_text(
    struct arena *a, const struct mime *mime, struct message *m, struct err *e);

#endif
