/* err - one failure as a sentence: takes a printf format, gives text that is
 * safe to print: one line of UTF-8 without control characters. */
#include "err.h"
#include "utf8.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Make s[0..n) printable in place: what is no UTF-8 and what is a control
 * character becomes '?', byte by byte, so that the length stays. */
static void
text_tame(char *s, size_t n)
{
	unsigned c;
	size_t step, i;

	for (i = 0; i < n; i += step) {
		step = utf8_step(s + i, n - i, &c);
		if (step && !utf8_is_control(c))
			continue;
		step = step ? step : 1;
		memset(s + i, '?', step);
	}
}

void
err_fill(struct err *e, enum err_kind kind, const char *where, int code,
    const char *fmt, ...)
{
	char text[sizeof(e->text) + 4]; /* e->text may be one of the values */
	int keep = errno;
	size_t n;
	va_list ap;

	assert(e && where && fmt);
	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);

	n = utf8_cut(text, sizeof(e->text) - 1);
	text_tame(text, n);
	memcpy(e->text, text, n);
	e->text[n] = '\0';
	e->kind = kind;
	e->code = code;
	e->where = where;
	errno = keep;
}

bool
err_forbidden(const struct err *e)
{
	return strcmp(e->where, "db") != 0 &&
	       (e->code == EACCES || e->code == EPERM);
}

const char *
err_kind_name(enum err_kind kind)
{
	static const char *const names[] = { [ERR_NONE] = "none",
		[ERR_RETRY] = "retry",
		[ERR_REFUSE] = "refuse",
		[ERR_STOP] = "stop" };

	assert(kind >= ERR_NONE && kind <= ERR_STOP);
	return names[kind];
}
