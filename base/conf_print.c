/* conf_print - the settings as text: what is in force, and the sample file.
 * Both have the form that conf_read() takes. */
#include "conf_inner.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 78

/* A long list is several lines of its key, as one would not be read again. */
static void
print_list(const char *key, const struct conf_list *list, FILE *to)
{
	size_t i, n, column = 0;

	for (i = 0; i < list->n; i++) {
		n = strlen(list->item[i]) + 2;
		if (column > 0 && column + n > CONF_LINE_MAX / 2) {
			fprintf(to, "\n%s =", key);
			column = 0;
		}
		fprintf(to, "%s%s", column ? ", " : " ", list->item[i]);
		column += n;
	}
}

/* " value" of a row; nothing where it is empty. */
static void
print_value(const struct settings *s, size_t row, FILE *to)
{
	const void *value = conf_value(s, row);
	const char *text;

	switch (conf_members[row].type) {
	case CONF_TEXT:
	case CONF_PATH:
	case CONF_CHOICE:
		text = *(char *const *)value;
		fprintf(to, "%s%s", *text ? " " : "", text);
		break;
	case CONF_INT:
	case CONF_SECONDS:
	case CONF_BYTES:
		fprintf(to, " %" PRId64, *(const int64_t *)value);
		break;
	case CONF_BOOL:
		fprintf(to, " %s", *(const bool *)value ? "yes" : "no");
		break;
	case CONF_LIST:
		print_list(conf_rows[row].key, value, to);
		break;
	}
}

/* True where a row has its default. Defaults are compared as text: each is
 * written in the one form that print_value() has for it. */
static bool
is_default(const struct settings *s, size_t row)
{
	const char *def = conf_rows[row].def;
	char *text = NULL;
	size_t n = 0;
	FILE *to = open_memstream(&text, &n);
	bool same;

	if (!to)
		return false;
	print_value(s, row, to);
	fclose(to);
	same = *def ? n == strlen(def) + 1 && !strcmp(text + 1, def) : n == 0;
	free(text);
	return same;
}

/* A heading where row begins a section. */
static void
print_section(size_t row, FILE *to)
{
	const char *section = conf_rows[row].section;

	if (row == 0 || strcmp(conf_rows[row - 1].section, section) != 0)
		fprintf(to, "\n[%s]\n", section);
}

void
conf_print(const struct settings *s, FILE *to)
{
	size_t i;

	fprintf(to, "# In force, from %s\n", s->file);
	for (i = 0; i < conf_row_count; i++) {
		print_section(i, to);
		if (!is_default(s, i))
			fprintf(to, "# set in the file; the default is %s\n",
			    *conf_rows[i].def ? conf_rows[i].def : "empty");
		fprintf(to, "%s =", conf_rows[i].key);
		print_value(s, i, to);
		fputc('\n', to);
	}
}

/* Text as lines of comment, broken between words. */
static void
print_comment(const char *text, FILE *to)
{
	size_t word, column = 0;

	for (; *text; text += word + (text[word] == ' ')) {
		word = strcspn(text, " ");
		if (column == 0 || column + 1 + word > WIDTH) {
			fputs(column ? "\n#" : "#", to);
			column = 1;
		}
		fprintf(to, " %.*s", (int)word, text);
		column += 1 + word;
	}
	fputc('\n', to);
}

/* What a value of the row may be. */
static void
print_kind(const struct conf_row *c, enum conf_type type, FILE *to)
{
	switch (type) {
	case CONF_INT:
	case CONF_SECONDS:
	case CONF_BYTES:
		fprintf(to, "# %" PRId64 " to %" PRId64 "%s%s\n", c->min,
		    c->max, *c->unit ? " " : "", c->unit);
		break;
	case CONF_BOOL:
		fputs("# yes or no\n", to);
		break;
	case CONF_LIST:
		fputs("# a list, split by commas or blanks; several "
		      "lines are joined\n",
		    to);
		break;
	case CONF_CHOICE: /* its sentence begins with the words */
	case CONF_TEXT:
	case CONF_PATH:
		break;
	}
}

void
conf_sample(FILE *to)
{
	size_t i;

	print_comment("consultd.conf - settings of consultd; see "
		      "consultd.conf(5). Each setting stands here with its "
		      "default: take the # away to change it. Those without "
		      "one must be filled in. 'consultd -n' checks the file, "
		      "'consultd -nn' shows what is in force. Passwords stand "
		      "in files of their own.",
	    to);
	for (i = 0; i < conf_row_count; i++) {
		print_section(i, to);
		fputc('\n', to);
		print_comment(conf_rows[i].sentence, to);
		print_kind(&conf_rows[i], conf_members[i].type, to);
		fprintf(to, "%s%s =%s%s\n", conf_is_required(i) ? "" : "#",
		    conf_rows[i].key, *conf_rows[i].def ? " " : "",
		    conf_rows[i].def);
	}
}
