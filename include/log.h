/* log.h - one line an event, key=value, in the form that journald reads. */
#ifndef LOG_H
#define LOG_H

#include "err.h"
#include <stddef.h>
#include <stdint.h>

/* Levels are those of syslog(3), for the <N> prefix. err: wake someone;
 * warning: went wrong and we go on; info: one line a state move; debug. */
enum log_level {
	LOG_ERR_ = 3,
	LOG_WARN_ = 4,
	LOG_INFO_ = 6,
	LOG_DEBUG_ = 7
};

/* Every event that may be logged, from events.def; LOG_<NAME>. */
enum log_event {
#define EVENT(id, name, level, meaning) LOG_##id,
#include "events.def"
#undef EVENT
	LOG_EVENT_COUNT
};

/* log_text - "" for NULL. A function, so that an array may be a value too. */
static inline const char *
log_text(const char *text)
{
	return text ? text : "";
}

/* One field. Made by KV (text) and KN (number) only. */
struct log_field {
	const char *key;
	const char *text; /* NULL for a number; any bytes, escaped on the way */
	int64_t number;
};
#define KV(k, v) ((struct log_field){ (k), log_text(v), 0 })
#define KN(k, n) ((struct log_field){ (k), NULL, (n) })

/* log_open - set the role that each line names ("intake", "worker.1") and the
 * highest level that is written. Before it: role "consultd", level info. */
void log_open(const char *role, enum log_level highest);

/*
 * log_event, and log_write behind it - write "<6>event=reply.sent role=sender case=42 host=mx" + LF to
 * standard error with one write(2). The level stands in events.def.
 *
 * Takes    fields from KV and KN; the macro counts them. Values are quoted
 *          where they need it; control bytes, quotes, backslashes and bytes
 *          that are no UTF-8 are written as \xNN. A value is cut at 256 bytes
 *          (a whole err.text fits); fields that pass 2000 bytes a line are
 *          left out, and " cut=yes" says so.
 *          Never the text of a mail. Never an address: use log_address().
 * Touches  standard error; async-signal-unsafe; keeps errno.
 */
#define log_event(event, ...) \
	log_write((event), (const struct log_field[]){ __VA_ARGS__ }, \
	    sizeof((const struct log_field[]){ __VA_ARGS__ }) / \
		sizeof(struct log_field))
void log_write(enum log_event event, const struct log_field *fields, size_t n);

/* log_err - the event with e's kind, where, code and text as fields. */
void log_err(enum log_event event, const struct err *e);

/* log_address - what a log may show of an address: all of it after
 * log_show_addresses(true), else "…@domain"; "…" where there is no @. Valid until
 * the fourth call after it in the same thread. */
const char *log_address(const char *address);
void log_show_addresses(int yes);

#endif
