/* err.h - why something failed, and what the caller does about it. */
#ifndef ERR_H
#define ERR_H

#include <stdbool.h>

/* What to do next: the only thing that callers have in common. */
enum err_kind {
	ERR_NONE,   /* nothing failed */
	ERR_RETRY,  /* the world may heal: the same call may work later */
	ERR_REFUSE, /* this mail, row or request never passes */
	ERR_STOP,   /* configuration, disk or damage: a person must act */
};

/*
 * One failure. Lives on the caller's stack, owns nothing, is never freed.
 * Start with `struct err e = { 0 };`. A failing function fills it once and
 * returns -1; whoever does not pass it on logs it: never both.
 */
struct err {
	enum err_kind kind;
	int code;          /* of `where`: SQLite's of "db", CURLcode, errno */
	const char *where; /* module that failed, a string literal */
	char text[256];    /* one sentence: what, where, what to do; UTF-8 */
};

/*
 * err_set - fill *e from a printf format and give -1; err_fill fills alone.
 *
 * Takes    e, not NULL; where, a literal; fmt as printf(3).
 * Gives    -1, always, so that `return err_set(...)` reads well. The text is
 *          cut at the size of e->text; control bytes become '?'.
 * Owns     nothing.
 * Fails    never.
 * Touches  nothing.
 */
#define err_set(...) (err_fill(__VA_ARGS__), err_failed())
static inline int
err_failed(void) /* -1, and compilers see it */
{
	return -1;
}
void err_fill(struct err *e, enum err_kind kind, const char *where, int code,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* err_forbidden - true where the system refused it for want of rights: code is
 * errno EACCES or EPERM. What "db" gives are SQLite's own numbers, of which
 * two are the same. */
bool err_forbidden(const struct err *e);

/* err_kind_name - "retry", "refuse", "stop" or "none". */
const char *err_kind_name(enum err_kind kind);

#endif
