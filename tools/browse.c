/* consultctl browse: the headers above a code, and one level below it. */
#include "clock.h"
#include "code.h"
#include "command.h"
#include "lookup.h"
#include "pcs.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define ROWS_MAX 2000 /* codes that are listed */

struct browse {
	struct command *c;
	struct lookup *l;
	date on;
	char code[16]; /* without dot, upper case */
	bool pcs;      /* ICD-10-PCS alone */
};

static void
row_print(const struct code_row *row, int depth)
{
	struct code code = { .system = row->system, .units = 1 };
	char shown[32];
	snprintf(code.text, sizeof(code.text), "%s", row->code);
	printf("%*s%-9s %c ", depth * 2, "", code_show(&code, shown),
	    row->level == LEVEL_HEADER ? '+' : ' ');
	print_text(row->plain);
	putchar('\n');
}

/* The code itself behind all headers that it lies below: 1 where it is known
 * that day. */
static int
chain_print(struct browse *b, int *depth_out, struct err *e)
{
	struct code_row row;
	char part[sizeof(b->code)];
	int rc = 0;
	*depth_out = 0;
	for (size_t n = 3; n <= strlen(b->code); n++) {
		memcpy(part, b->code, n);
		part[n] = '\0';
		rc = lookup_code(
		    b->l, b->c->arena, CODE_ICD10CM, part, b->on, &row, e);
		if (rc < 0)
			return -1;
		if (rc == 1)
			row_print(&row, (*depth_out)++);
	}
	return rc;
}

static void
rows_print(const struct code_row *row, size_t n, size_t all, int depth)
{
	for (size_t i = 0; i < n; i++)
		row_print(&row[i], depth);
	if (all > n)
		printf("... and %zu more\n", all - n);
}

/* One level a character: 1 where codes begin so. */
static int
pcs_print(struct browse *b, struct err *e)
{
	struct code_row *row = NULL, above;
	char part[sizeof(b->code)];
	size_t n = 0, all = 0;
	int depth = 0;
	for (size_t i = 1; i <= strlen(b->code); i++) {
		memcpy(part, b->code, i);
		part[i] = '\0';
		int rc = pcs_begin(b->l, b->c->arena, part, b->on, &above, e);
		if (rc <= 0)
			return rc;
		row_print(&above, depth++);
	}
	if (pcs_below(b->l, b->c->arena, b->code, b->on, PCS_VALUES, &row, &n,
		&all, e) != 0)
		return -1;
	rows_print(row, n, all, depth);
	return 1;
}

/* ICD-10-CM, else HCPCS: 1 where one of them has it. */
static int
codes_print(struct browse *b, struct err *e)
{
	struct code_row *row;
	size_t n = 0, all = 0;
	int depth = 0;
	int known = chain_print(b, &depth, e);
	enum code_system system = known == 1 ? CODE_ICD10CM : CODE_HCPCS;
	if (known < 0 || lookup_below(b->l, b->c->arena, system, b->code, b->on,
			     ROWS_MAX, &row, &n, &all, e) != 0)
		return -1;
	rows_print(row, n, all, depth);
	return known == 1 || n > 0;
}

/* "B00" is herpes and a table of ICD-10-PCS, too. */
static int
browse_print(struct browse *b, struct err *e)
{
	int known = b->pcs ? 0 : codes_print(b, e);
	if (known == 0)
		known = pcs_print(b, e);
	if (known < 0 || known == 1)
		return known < 0 ? -1 : 0;
	return err_set(e, ERR_REFUSE, "consultctl", 0,
	    "no official file that is loaded knows %s; 'consultctl sources' "
	    "lists them",
	    b->code);
}

/* "e11.6" to "E116"; false for what is no begin of a code. */
static bool
code_take(struct browse *b, const char *text)
{
	size_t n = 0;
	for (; *text != '\0' && n + 1 < sizeof(b->code); text++) {
		if (*text == '.')
			continue;
		if (!isalnum((unsigned char)*text))
			return false;
		b->code[n++] = (char)toupper((unsigned char)*text);
	}
	b->code[n] = '\0';
	return n > 0 && *text == '\0';
}

int
command_browse(struct command *c, struct err *e)
{
	struct browse b = { .c = c, .on = date_of_unix(clock_now_unix(), 0) };
	const char *path = NULL;
	int i = 0;
	for (; i + 1 < c->argc && c->argv[i][0] == '-'; i += 2) {
		if (strcmp(c->argv[i], "--pcs") == 0) {
			b.pcs = true;
			i--;
		} else if (strcmp(c->argv[i], "-l") == 0)
			path = c->argv[i + 1];
		else if (strcmp(c->argv[i], "--on") == 0)
			b.on = date_parse(c->argv[i + 1]);
		else
			return command_usage(c);
	}
	if (i + 1 != c->argc || b.on == 0 || !code_take(&b, c->argv[i]))
		return command_usage(c);
	if (lookup_open(command_lookup_path(c, path), &b.l, e) != 0)
		return command_failed(e);
	int rc = browse_print(&b, e);
	lookup_close(b.l);
	return rc == 0 ? 0 : command_failed(e);
}
