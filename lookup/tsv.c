/* tsv.c - tables in plain text. A file comes in; rows of cells go out, or the
 * line and column of what is wrong. */
#include "tsv.h"
#include "limit.h"
#include "utf8.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int
tsv_fail(const struct tsv *t, size_t i, struct err *e, const char *fmt, ...)
{
	size_t column = 1, n = strlen(t->path);
	char text[160];
	va_list ap;

	if (i < t->cells)
		column = (size_t)(t->cell[i] - t->row) + 1;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_set(e, ERR_STOP, "import", 0, "%s:%zu:%zu: %s",
	    t->path + (n > 80 ? n - 80 : 0), t->line, column, text);
}

static int
file_fail(const char *path, int code, const char *what, struct err *e)
{
	return err_set(e, ERR_STOP, "import", code, "%.120s: %s", path, what);
}

static int
bytes_read(int fd, char *p, size_t n)
{
	ssize_t got;

	while (n > 0) {
		got = read(fd, p, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		p += got;
		n -= (size_t)got;
	}
	return 0;
}

/* The bytes of an open file, with a NUL behind. */
static int
file_read(int fd, const char *path, struct arena *a, char **out, size_t *n_out,
    struct err *e)
{
	struct stat st;
	char *p;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return file_fail(path, 0, "is no plain file", e);
	if (st.st_size > (off_t)LIMIT_IMPORT_BYTES)
		return file_fail(path, 0, "is too big for a table", e);
	p = arena_alloc(a, (size_t)st.st_size + 1);
	if (p == NULL)
		return err_set(e, ERR_REFUSE, "import", 0,
		    "%.120s: does not fit into memory", path);
	if (bytes_read(fd, p, (size_t)st.st_size))
		return file_fail(path, errno, "could not be read whole", e);
	*out = p;
	*n_out = (size_t)st.st_size;
	return 0;
}

/* Text of one line: UTF-8 without control bytes but tabs, and the CR of a
 * CRLF. */
static bool
line_clean(const char *p, size_t n)
{
	size_t i;

	if (n > 0 && p[n - 1] == '\r')
		n--;
	for (i = 0; i < n; i++)
		if ((unsigned char)p[i] < 0x20 && p[i] != '\t')
			return false;
	return utf8_check(p, n);
}

static int
text_check(const struct tsv *t, char *p, size_t n, struct err *e)
{
	struct tsv at = *t;
	char *end = p + n, *eol;

	for (at.line = 1; p < end; at.line++, p = eol + 1) {
		eol = memchr(p, '\n', (size_t)(end - p));
		if (eol == NULL)
			eol = end;
		if (!line_clean(p, (size_t)(eol - p)))
			return tsv_fail(&at, 0, e,
			    "this line is not UTF-8 text, or holds a "
			    "control byte: save the file as UTF-8");
	}
	return 0;
}

int
tsv_open(const char *path, struct arena *a, struct tsv *out, struct err *e)
{
	struct tsv t = { .path = path };
	size_t n = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc;

	if (fd < 0)
		return file_fail(path, errno, strerror(errno), e);
	rc = file_read(fd, path, a, &t.next, &n, e);
	close(fd);
	if (rc || text_check(&t, t.next, n, e))
		return -1;
	*out = t;
	return 0;
}

/* Cut the next line off; false at the end. */
static bool
line_cut(struct tsv *t)
{
	char *eol;

	if (*t->next == '\0')
		return false;
	t->row = t->next;
	t->cells = 0;
	t->line++;
	eol = strchr(t->row, '\n');
	t->next = eol == NULL ? t->row + strlen(t->row) : eol + 1;
	if (eol == NULL)
		return true;
	*eol = '\0';
	if (eol > t->row && eol[-1] == '\r')
		eol[-1] = '\0';
	return true;
}

int
tsv_setting(struct tsv *t, char **key_out, char **value_out, struct err *e)
{
	char *key, *equals;

	while (t->next[0] == '#' || t->next[0] == '\n' || t->next[0] == '\r') {
		line_cut(t);
		if (t->row[0] != '#' || t->row[1] != '!')
			continue;
		key = t->row + 2 + strspn(t->row + 2, " ");
		equals = strchr(key, '=');
		if (equals == NULL || equals == key)
			return tsv_fail(
			    t, 0, e, "write this line as '#! key=value'");
		*equals = '\0';
		*key_out = key;
		*value_out = equals + 1;
		return 1;
	}
	return 0;
}

/* The cells of the line; false where there are more than TSV_CELLS. */
static bool
row_split(struct tsv *t)
{
	char *p = t->row;

	for (t->cells = 0; t->cells < TSV_CELLS;) {
		t->cell[t->cells++] = p;
		p = strchr(p, '\t');
		if (p == NULL)
			return true;
		*p++ = '\0';
	}
	return false;
}

static int
row_check(const struct tsv *t, struct err *e)
{
	const char *c;
	size_t i;

	if (t->columns != 0 && t->cells != t->columns)
		return tsv_fail(t, t->cells - 1, e,
		    "%zu cells where the header has %zu columns: check the "
		    "tabs",
		    t->cells, t->columns);
	for (i = 0; i < t->cells; i++) {
		c = t->cell[i];
		if (c[0] == ' ' || (c[0] != '\0' && c[strlen(c) - 1] == ' '))
			return tsv_fail(t, i, e,
			    "take away the space at the end of this cell");
	}
	return 0;
}

int
tsv_next(struct tsv *t, struct err *e)
{
	while (line_cut(t)) {
		if (t->row[0] == '\0')
			continue;
		if (t->row[0] == '#' && t->row[1] == '!')
			return tsv_fail(t, 0, e,
			    "settings (#!) stand above the header line");
		if (t->row[0] == '#')
			continue;
		if (!row_split(t))
			return tsv_fail(t, 0, e,
			    "more than %d cells: check "
			    "the tabs",
			    TSV_CELLS);
		return row_check(t, e) ? -1 : 1;
	}
	return 0;
}

int
tsv_header(struct tsv *t, const char *const *names, size_t n, struct err *e)
{
	size_t i;
	int rc;

	t->columns = n;
	rc = tsv_next(t, e);
	if (rc == 0)
		return tsv_fail(t, 0, e, "the header line is missing");
	for (i = 0; rc == 1 && i < n; i++)
		if (strcmp(t->cell[i], names[i]) != 0)
			return tsv_fail(t, i, e,
			    "column '%.40s' where '%s' belongs", t->cell[i],
			    names[i]);
	return rc == 1 ? 0 : -1;
}

bool
tsv_head_is(const char *text, const char *const *names, size_t n)
{
	size_t i, len;

	while (*text == '#' || *text == '\n' || *text == '\r') {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	for (i = 0; i < n; i++) {
		len = strlen(names[i]);
		if (strncmp(text, names[i], len) != 0 ||
		    strchr("\t\r\n", text[len]) == NULL)
			return false;
		text += len + (text[len] == '\t');
	}
	return true;
}

int
tsv_filled(const struct tsv *t, size_t i, struct err *e)
{
	if (t->cell[i][0] == '\0')
		return tsv_fail(t, i, e, "this cell must not be empty");
	return 0;
}

/* A day as 2026-11-22, or the word that stands for no limit. */
static int
day_read(const struct tsv *t, size_t i, const char *word, date limit, date *out,
    struct err *e)
{
	const char *c = t->cell[i];
	date d = strcmp(c, word) == 0 ? limit : date_parse(c);

	if (strcmp(c, word) != 0 && (d == 0 || strlen(c) != 10))
		return tsv_fail(t, i, e,
		    "'%.20s' is no day: write 2026-11-22 or '%s'", c, word);
	*out = d;
	return 0;
}

int
tsv_period(
    const struct tsv *t, size_t i, date *from_out, date *to_out, struct err *e)
{
	date from = 0, to = 0;

	if (day_read(t, i, "old", 0, &from, e) ||
	    day_read(t, i + 1, "open", DATE_OPEN, &to, e))
		return -1;
	if (to < from)
		return tsv_fail(t, i + 1, e,
		    "the last day stands before the first: swap them");
	*from_out = from;
	*to_out = to;
	return 0;
}

int
tsv_number(
    const struct tsv *t, size_t i, long min, long max, long *out, struct err *e)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(t->cell[i], &end, 10);
	if (errno != 0 || end == t->cell[i] || *end != '\0' || n < min ||
	    n > max)
		return tsv_fail(t, i, e,
		    "'%.20s' is no whole number from %ld to %ld", t->cell[i],
		    min, max);
	*out = n;
	return 0;
}
