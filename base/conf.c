/* conf - the settings: an INI file comes in, struct settings goes out, whole
 * or not at all. Home of libinih, which splits lines over 199 bytes and cuts
 * values at " ;" without a word: so each line is read and checked here, libinih
 * is shown the name before the "=", and the value is taken from our line. */
#include "arena.h"
#include "buf.h"
#include "conf_inner.h"
#include "utf8.h"

#include <assert.h>
#include <errno.h>
#include <ini.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* All values of one file; a file of that size is no configuration. */
#define FILE_BYTES_MAX (1u << 20)
#define SEE_MANUAL     "; consultd.conf(5) lists all"

const struct conf_row conf_rows[] = {
#define SETTING(section, key, type, def, min, max, unit, reload, sentence) \
	{ #section, #key, #type, def, unit, sentence, min, max, reload },
#include "settings.def"
#undef SETTING
};
const size_t conf_row_count = sizeof(conf_rows) / sizeof(*conf_rows);

const struct conf_member conf_members[] = {
#define SETTING(section, key, type, def, min, max, unit, reload, sentence) \
	{ CONF_##type, offsetof(struct settings, section##_##key) },
#include "settings.def"
#undef SETTING
};

#define ROWS (sizeof(conf_rows) / sizeof(*conf_rows))

/* What conf_read() gives out: freed by its arena. */
struct held {
	struct settings settings; /* first: conf_free() gets its address */
	struct arena *arena;
};

/* One reading of one file. */
struct reading {
	struct held *held;
	const char *path;
	FILE *file;
	unsigned line;       /* number of the line in hand */
	struct buf text;     /* that line, without its end */
	const char *value;   /* behind its "=", or NULL */
	unsigned seen[ROWS]; /* the line that set the row, or 0 */
	bool failed;
	struct err *e;
};

/* Refuse the file; the message begins with its name and the line. */
static int __attribute__((format(printf, 2, 3)))
refuse(struct reading *r, const char *fmt, ...)
{
	char what[sizeof(r->e->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	r->failed = true;
	return err_set(
	    r->e, ERR_STOP, "conf", 0, "%s:%u: %s", r->path, r->line, what);
}

/* Refuse a row's value. The value is shown, but not all of a long one. */
static int
refuse_value(struct reading *r, size_t row, const char *value, const char *why)
{
	return refuse(r, "[%s] %s: %.*s%s %s", conf_rows[row].section,
	    conf_rows[row].key, (int)utf8_cut(value, 60), value,
	    *value ? "" : "an empty value", why);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

const void *
conf_value(const struct settings *s, size_t row)
{
	return (const char *)s + conf_members[row].offset;
}

static void *
member(struct reading *r, size_t row)
{
	return (char *)&r->held->settings + conf_members[row].offset;
}

static char *
keep_text(struct reading *r, const char *s, size_t n)
{
	char *copy = arena_strndup(r->held->arena, s, n);

	if (!copy)
		refuse(r, "the settings pass %u bytes", FILE_BYTES_MAX);
	return copy;
}

static int
set_text(struct reading *r, size_t row, const char *value)
{
	char *copy = keep_text(r, value, strlen(value));

	if (!copy)
		return -1;
	*(char **)member(r, row) = copy;
	return 0;
}

static int
set_number(struct reading *r, size_t row, const char *value)
{
	const struct conf_row *c = &conf_rows[row];
	char why[160], *end;
	int64_t number;

	errno = 0;
	number = strtoll(value, &end, 10);
	if (*end || strspn(value, "-0123456789") != strlen(value) || !*value) {
		snprintf(why, sizeof(why),
		    "is no whole number%s%s; it must be %" PRId64
		    " to %" PRId64,
		    *c->unit ? " of " : "", c->unit, c->min, c->max);
		return refuse_value(r, row, value, why);
	}
	if (errno == ERANGE || number < c->min || number > c->max) {
		snprintf(why, sizeof(why),
		    "is out of range %" PRId64 " to %" PRId64, c->min, c->max);
		return refuse_value(r, row, value, why);
	}
	*(int64_t *)member(r, row) = number;
	return 0;
}

static int
set_bool(struct reading *r, size_t row, const char *value)
{
	if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
		return refuse_value(r, row, value, "is neither yes nor no");
	*(bool *)member(r, row) = value[0] == 'y';
	return 0;
}

const char *
conf_choices(const struct conf_row *row, size_t *len_out)
{
	*len_out = strcspn(row->sentence, ":");
	return row->sentence;
}

static int
set_choice(struct reading *r, size_t row, const char *value)
{
	size_t left, word, n = strlen(value);
	const char *words = conf_choices(&conf_rows[row], &left), *s = words;
	char why[160];

	for (; left; s += word, left -= word) {
		word = strcspn(s, "|:");
		if (word == n && !memcmp(s, value, n))
			return set_text(r, row, value);
		word += s[word] == '|';
	}
	conf_choices(&conf_rows[row], &left);
	snprintf(why, sizeof(why), "is none of %.*s", (int)left, words);
	return refuse_value(r, row, value, why);
}

/* Count the items of a list, and keep them where items is not NULL. */
static size_t
split(struct reading *r, size_t row, const char *value, char **items)
{
	const char *why;
	size_t n = 0, len;
	char *item;

	for (; !r->failed; value += len) {
		value += strspn(value, ", \t");
		len = strcspn(value, ", \t");
		if (!len)
			break;
		if (items) {
			item = keep_text(r, value, len);
			why = item ? conf_check_value(row, item) : NULL;
			if (why)
				refuse_value(r, row, item, why);
			items[n] = item;
		}
		n++;
	}
	return n;
}

/* Room for that many items; a list of n has room_for(n). It doubles, so that
 * many lines need no more than twice their bytes. */
static size_t
room_for(size_t n)
{
	size_t room = 1;

	while (room < n)
		room *= 2;
	return room;
}

/* The items of a value, behind those of lines before. */
static int
set_list(struct reading *r, size_t row, const char *value)
{
	struct conf_list *list = member(r, row);
	size_t n = list->n + split(r, row, value, NULL);
	char **items = list->item;

	if (!items || n > room_for(list->n)) {
		items =
		    arena_array(r->held->arena, room_for(n), sizeof(*items));
		if (!items)
			return refuse(
			    r, "the settings pass %u bytes", FILE_BYTES_MAX);
		if (list->item && list->n)
			memcpy(items, list->item, list->n * sizeof(*items));
	}
	split(r, row, value, items + list->n);
	if (r->failed)
		return -1;
	list->item = items;
	list->n = n;
	return 0;
}

/* Bring a value of text into the row's type and range. */
static int
set_value(struct reading *r, size_t row, const char *value)
{
	static int (*const setters[])(
	    struct reading *, size_t, const char *) = {
		[CONF_TEXT] = set_text,
		[CONF_PATH] = set_text,
		[CONF_CHOICE] = set_choice,
		[CONF_INT] = set_number,
		[CONF_SECONDS] = set_number,
		[CONF_BYTES] = set_number,
		[CONF_BOOL] = set_bool,
		[CONF_LIST] = set_list,
	};

	return setters[conf_members[row].type](r, row, value);
}

static int
set_row(struct reading *r, size_t row, const char *value)
{
	bool list = conf_members[row].type == CONF_LIST;
	const char *why = NULL;

	if (r->seen[row] && !list)
		return refuse(r, "[%s] %s: stands in line %u already",
		    conf_rows[row].section, conf_rows[row].key, r->seen[row]);
	if (list && !r->seen[row]) /* the file's list, not more of ours */
		((struct conf_list *)member(r, row))->n = 0;
	r->seen[row] = r->line;
	if (!list)
		why = conf_check_value(row, value);
	if (why)
		return refuse_value(r, row, value, why);
	return set_value(r, row, value);
}

static bool
is_section(const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < ROWS; i++)
		if (strlen(conf_rows[i].section) == n &&
		    !memcmp(conf_rows[i].section, name, n))
			return true;
	return false;
}

/* From libinih: a name under a section. The value is that of our line. */
static int
on_name(void *user, const char *section, const char *name, const char *seen)
{
	struct reading *r = user;
	char hint[CONF_HINT_MAX];
	size_t i;

	(void)seen;
	if (r->failed)
		return 0;
	if (!*section) {
		refuse(r, "%s stands before the first [section]", name);
		return 0;
	}
	for (i = 0; i < ROWS; i++)
		if (!strcmp(conf_rows[i].section, section) &&
		    !strcmp(conf_rows[i].key, name))
			return set_row(r, i, r->value) == 0;
	conf_suggest_key(section, name, hint);
	refuse(r, "[%s] %s: there is no such setting%s", section, name,
	    *hint ? hint : SEE_MANUAL);
	return 0;
}

/* The next line of the file into r->text, without its end. 1, 0 at the end of
 * the file, -1 where it cannot be taken. */
static int
line_read(struct reading *r)
{
	int c;

	buf_clear(&r->text);
	buf_add(&r->text, "", 0); /* so that data is there for a blank line */
	r->line++;
	while ((c = getc(r->file)) != EOF && c != '\n')
		buf_putc(&r->text, (char)c);
	if (ferror(r->file)) {
		r->failed = true;
		return err_set(r->e, ERR_STOP, "conf", errno,
		    "%s: cannot be read: %m", r->path);
	}
	if (r->text.full)
		return refuse(
		    r, "the line is longer than %d bytes", CONF_LINE_MAX);
	if (c == EOF && r->text.len == 0)
		return 0;
	return 1;
}

/* The line in hand without blanks round it, valid UTF-8 and printable; NULL
 * where it is not. */
static char *
line_text(struct reading *r)
{
	char *s = r->text.data;
	size_t n = r->text.len, i, step;
	unsigned c;

	if (r->line == 1 && n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3)) {
		s += 3;
		n -= 3;
	}
	while (n && (is_blank(s[n - 1]) || s[n - 1] == '\r'))
		n--;
	for (i = 0; i < n; i += step) {
		step = utf8_step(s + i, n - i, &c);
		if (!step || (utf8_is_control(c) && c != '\t')) {
			refuse(r, "byte %zu is %s", i + 1,
			    step ? "a control character" : "not valid UTF-8");
			return NULL;
		}
	}
	s[n] = '\0';
	return s + strspn(s, " \t");
}

/* Check "[section]": libinih would let anything stand behind it. */
static int
line_section(struct reading *r, const char *s)
{
	size_t n = strcspn(s, "]");
	char hint[CONF_HINT_MAX], *name;

	if (!s[n] || s[n + 1])
		return refuse(r, "a section is written [name], and nothing "
				 "stands behind it");
	if (is_section(s + 1, n - 1))
		return 0;
	name = keep_text(r, s + 1, n - 1);
	if (!name)
		return -1;
	conf_suggest_section(name, hint);
	return refuse(r, "[%.*s]: there is no such section%s",
	    (int)utf8_cut(name, 60), name, *hint ? hint : SEE_MANUAL);
}

/* Take the name and the value of "name = value" apart. */
static int
line_setting(struct reading *r, char *s)
{
	char *equals = strchr(s, '='), *end;

	if (!equals || equals == s)
		return refuse(r,
		    "a setting is written name = value; %.*s is not",
		    (int)utf8_cut(s, 60), s);
	r->value = equals + 1 + strspn(equals + 1, " \t");
	for (end = equals; end > s && is_blank(end[-1]); end--)
		;
	if (strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") !=
		(size_t)(end - s) ||
	    end - s > 40)
		return refuse(r, "%.*s is no name of a setting",
		    (int)utf8_cut(s, end - s < 60 ? (size_t)(end - s) : 60), s);
	*end = '\0';
	return 0;
}

/* For libinih, in place of fgets(): each line in a form that it cannot
 * misread. Blank lines and comments are kept from it. */
static char *
on_read(char *out, int size, void *user)
{
	struct reading *r = user;
	char *s;

	while (!r->failed && line_read(r) == 1) {
		s = line_text(r);
		if (!s || *s == '\0' || *s == '#' || *s == ';')
			continue;
		r->value = NULL;
		if (*s == '[' ? line_section(r, s) : line_setting(r, s))
			break;
		if (strlen(s) + 3 > (size_t)size) {
			refuse(r, "the name is too long");
			break;
		}
		snprintf(out, (size_t)size, *s == '[' ? "%s\n" : "%s=\n", s);
		return out;
	}
	return NULL;
}

/* The defaults. They are ours: one that does not fit its own row is a bug. */
static void
set_defaults(struct reading *r)
{
	size_t i;
	int rc;

	for (i = 0; i < ROWS; i++) {
		rc = set_value(r, i, conf_rows[i].def);
		assert(rc == 0);
		(void)rc;
	}
}

static int
read_all(struct reading *r)
{
	int rc;

	set_defaults(r);
	r->held->settings.file = keep_text(r, r->path, strlen(r->path));
	if (r->failed)
		return -1;
	rc = ini_parse_stream(on_read, r, on_name, r);
	if (r->failed)
		return -1;
	if (rc != 0)
		return err_set(r->e, ERR_STOP, "conf", rc,
		    "%s:%d: the line cannot be understood", r->path, rc);
	return conf_check_all(&r->held->settings, r->e);
}

int
conf_read(const char *path, struct settings **out, struct err *e)
{
	struct reading r = { .path = path, .e = e };
	int rc;

	r.file = fopen(path, "re");
	if (!r.file)
		return err_set(e, ERR_STOP, "conf", errno,
		    "%s: cannot be opened: %m; consultd.conf(5) says what "
		    "stands in it, and -c names another file",
		    path);
	r.held = calloc(1, sizeof(*r.held));
	if (!r.held)
		abort();
	r.held->arena = arena_new(FILE_BYTES_MAX);
	buf_init(&r.text, CONF_LINE_MAX);
	rc = read_all(&r);
	buf_free(&r.text);
	fclose(r.file);
	if (rc)
		conf_free(&r.held->settings);
	else
		*out = &r.held->settings;
	return rc;
}

void
conf_free(struct settings *s)
{
	struct held *held = (struct held *)s;

	if (!held)
		return;
	arena_free(held->arena);
	free(held);
}
