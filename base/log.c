/* log - one line an event: takes fields whose values may hold anything, gives
 * one line of key=value to standard error that nobody can forge. */
#include "log.h"
#include "limit.h"
#include "utf8.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 2000
#define VALUE_MAX      256
#define CUT_MARK       " cut=yes"
#define ADDRESS_SLOTS  4
#define ELLIPSIS       "\xE2\x80\xA6"

static const struct event {
	const char *name;
	enum log_level level;
} events[LOG_EVENT_COUNT] = {
#define EVENT(id, name, level, meaning) { name, level },
#include "events.def"
#undef EVENT
};

static char log_role[32] = "consultd";
static enum log_level log_highest = LOG_INFO_;
static int log_whole_addresses;

/* A line being written. What does not fit is left out whole. */
struct line {
	size_t n;
	size_t size; /* of text, less the room for what ends the line */
	int over;
	char text[LINE_MAX_BYTES];
};

static void
line_add(struct line *l, const char *s, size_t n)
{
	if (l->over || n > l->size - l->n) {
		l->over = 1;
		return;
	}
	memcpy(l->text + l->n, s, n);
	l->n += n;
}

static void
line_puts(struct line *l, const char *s)
{
	line_add(l, s, strlen(s));
}

static int
is_plain(unsigned c)
{
	return !utf8_is_control(c) && c != '"' && c != '\\';
}

static void
line_hex(struct line *l, const char *s, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	char hex[4] = { '\\', 'x', 0, 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		hex[2] = digits[(unsigned char)s[i] >> 4];
		hex[3] = digits[(unsigned char)s[i] & 15];
		line_add(l, hex, sizeof(hex));
	}
}

/* Must the value stand in quotes, so that its end is clear? */
static int
needs_quotes(const char *s, size_t n)
{
	unsigned c;
	size_t step;

	if (n == 0)
		return 1;
	for (; n; s += step, n -= step) {
		step = utf8_step(s, n, &c);
		if (!step || !is_plain(c) || c == ' ' || c == '=' || c == 0xA0)
			return 1;
	}
	return 0;
}

static void
line_text(struct line *l, const char *s)
{
	size_t step, n = utf8_cut(s, VALUE_MAX);
	int quotes = needs_quotes(s, n);
	unsigned c;

	if (quotes)
		line_puts(l, "\"");
	for (; n; s += step, n -= step) {
		step = utf8_step(s, n, &c);
		if (step && is_plain(c)) {
			line_add(l, s, step);
		} else {
			step = step ? step : 1;
			line_hex(l, s, step);
		}
	}
	if (quotes)
		line_puts(l, "\"");
}

static void
line_field(struct line *l, const struct log_field *f)
{
	char number[24];

	line_puts(l, " ");
	line_puts(l, f->key);
	line_puts(l, "=");
	if (f->text) {
		line_text(l, f->text);
	} else {
		snprintf(number, sizeof(number), "%" PRId64, f->number);
		line_puts(l, number);
	}
}

/* Add what room was kept for: the mark, where something is missing, and LF. */
static void
line_end(struct line *l)
{
	const char *end = l->over ? CUT_MARK "\n" : "\n";

	memcpy(l->text + l->n, end, strlen(end));
	l->n += strlen(end);
}

static void
line_write(const struct line *l)
{
	ssize_t rc;

	/* One write, so that lines of several processes never mix. Where it
	 * fails there is nobody left to tell. */
	do
		rc = write(STDERR_FILENO, l->text, l->n);
	while (rc < 0 && errno == EINTR);
}

void
log_open(const char *role, enum log_level highest)
{
	snprintf(log_role, sizeof(log_role), "%s", role);
	log_highest = highest;
}

void
log_write(enum log_event event, const struct log_field *fields, size_t n)
{
	const struct event *ev = &events[event];
	struct line l = { .size = LINE_MAX_BYTES - strlen(CUT_MARK "\n") };
	int keep = errno;
	size_t i, whole;

	if (ev->level > log_highest)
		return;
	l.n = (size_t)snprintf(
	    l.text, l.size, "<%d>event=%s role=", ev->level, ev->name);
	line_text(&l, log_role);
	for (i = 0; i < n && !l.over; i++) {
		whole = l.n;
		line_field(&l, &fields[i]);
		if (l.over)
			l.n = whole;
	}
	line_end(&l);
	line_write(&l);
	errno = keep;
}

void
log_err(enum log_event event, const struct err *e)
{
	log_event(event, KV("kind", err_kind_name(e->kind)),
	    KV("where", e->where), KN("code", e->code), KV("text", e->text));
}

const char *
log_address(const char *address)
{
	static _Thread_local char slots[ADDRESS_SLOTS][LIMIT_ADDRESS_BYTES + 8];
	static _Thread_local unsigned turn;
	char *out = slots[turn++ % ADDRESS_SLOTS];
	const char *shown = address ? address : "", *prefix = "";

	if (!log_whole_addresses) {
		shown = strrchr(shown, '@');
		shown = shown ? shown : "";
		prefix = ELLIPSIS;
	}
	snprintf(out, sizeof(slots[0]), "%s%.*s", prefix,
	    (int)utf8_cut(shown, LIMIT_ADDRESS_BYTES), shown);
	return out;
}

void
log_show_addresses(int yes)
{
	log_whole_addresses = yes;
}
