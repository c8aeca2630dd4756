/* message_report.h - what a bounce says of the mail that it is about. Private
 * to parser/. */
#ifndef PARSER_MESSAGE_REPORT_H
#define PARSER_MESSAGE_REPORT_H

#include "message.h"
#include "mime.h"

/* message_report - fill m->report_id, report_action and report_status from
 * the parts of a report, or of a mail that returns another one. */
void message_report(
    struct arena *a, const struct mime *mime, struct message *m);

#endif
