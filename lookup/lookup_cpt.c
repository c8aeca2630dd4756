/* lookup_cpt.c - what the operator's own AMA files tell of a CPT code. A code
 * and a day come in; the licensed descriptor, or since when it is deleted and
 * what is named in its place, go out. */
#include "cpt.h"
#include <string.h>

/* The longest text that is loaded, and then the shorter ones. */
static const char *const series[] = { CPT_LONG, CPT_MEDIUM, CPT_SHORT };
#define SERIES (sizeof(series) / sizeof(series[0]))

static int
text_find(struct lookup *l, struct arena *a, const char *code, date on,
    struct entry *out, struct err *e)
{
	struct entry n = { .known = KNOWN_NOT_LOADED };
	size_t i;

	*out = n;
	if (l->licence.holder == NULL)
		return 0;
	for (i = 0; i < SERIES; i++) {
		int rc = entry_find(l, a, series[i], code, on, &n, e);

		if (rc != 0) {
			*out = n;
			return rc;
		}
		if (out->known == KNOWN_NOT_LOADED)
			*out = n;
	}
	return 0;
}

int
cpt_text(struct lookup *l, struct arena *a, const char *code, date on,
    const char **out, struct source *source, struct err *e)
{
	struct entry n;
	int rc = text_find(l, a, code, on, &n, e);

	if (rc != 1)
		return rc;
	*out = n.cell[CPT_TEXT];
	*source = edition_source(n.told, arena_strdup(a, code), on);
	return source->row != NULL ? 1 : lookup_no_room(e);
}

/* "To report, see 9002T, 9003T-9005T": the codes in an instruction. */
static const char *
codes_in(struct arena *a, const char *text, const char *self)
{
	const char *all = "";
	size_t n;

	for (; *text != '\0' && all != NULL; text += n > 0 ? n : 1) {
		char code[12] = { 0 };

		n = strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
		if (n != 5 && n != 11)
			continue;
		memcpy(code, text, n);
		if (n == 11 && code[5] == '-' && text_code(code + 6))
			code[5] = '\0';
		else if (n == 11)
			continue;
		if (!text_code(code) || strcmp(code, self) == 0)
			continue;
		if (n == 11)
			code[5] = '-';
		all = arena_printf(
		    a, "%s%s%s", all, all[0] != '\0' ? " " : "", code);
	}
	return all;
}

struct deleted {
	date last; /* day before it was deleted; 0: it was not */
	const char *replaced_by, *text;
	const struct source_row *told;
};

/* The last time that the code was deleted by then. */
static int
deleted_find(struct lookup *l, struct arena *a, const char *code, date on,
    struct deleted *out, struct err *e)
{
	struct db_row *r;
	bool early;
	int rc;

	*out =
	    (struct deleted){ .told = edition_on(l, CPT_DELETED, on, &early) };
	if (out->told == NULL || l->licence.holder == NULL)
		return 0;
	r = db_begin(l->db, LOOKUP_ENTRY_BELOW);
	db_bind_text(r, 1, CPT_DELETED);
	db_bind_text(r, 2, arena_printf(a, "%s ", code));
	db_bind_number(r, 3, out->told->from);
	while ((rc = db_step(r, e)) == 1) {
		char day[9] = { 0 };
		struct entry n = { 0 };

		memcpy(day, db_text(r, 0) + 6, strnlen(db_text(r, 0) + 6, 8));
		if (date_parse(day) == 0 ||
		    date_add(date_parse(day), -1) < out->last)
			continue;
		out->last = date_add(date_parse(day), -1);
		if (entry_split(a, db_text(r, 1), &n)) {
			rc = lookup_no_room(e);
			break;
		}
		out->replaced_by = codes_in(a, n.cell[CPT_INSTRUCTION], code);
		out->text =
		    n.cells > CPT_DELETED_TEXT ? n.cell[CPT_DELETED_TEXT] : "";
	}
	db_end(r);
	if (rc == 0 && out->last != 0 && out->replaced_by == NULL)
		rc = lookup_no_room(e);
	return rc;
}

static void
row_fill(struct code_row *out, const char *code, const char *plain,
    const struct source_row *told, date on)
{
	out->code = code;
	out->plain = plain;
	out->detail = "";
	out->replaced_by = "";
	out->official = true;
	out->source = edition_source(told, code, on);
}

int
cpt_code(struct lookup *l, struct arena *a, const char *code, date on,
    struct code_row *out, struct err *e)
{
	struct deleted gone;
	struct entry n;
	int rc = text_find(l, a, code, on, &n, e);

	if (rc < 0 || deleted_find(l, a, code, on, &gone, e))
		return -1;
	out->known = n.known;
	/* PLA codes come in files of their own. */
	if (n.known == KNOWN_NONE && (code[4] == 'U' || code[4] == 'M'))
		out->known = KNOWN_NOT_LOADED;
	if (n.told != NULL)
		out->source = edition_source(n.told, code, on);
	if (n.cells > 0) {
		row_fill(out, code, n.cell[CPT_TEXT], n.told, on);
		out->from = n.from;
		out->to = n.to;
		out->text = n.known == KNOWN_VALID ? out->plain : NULL;
		out->text_source = out->source;
	}
	if (rc == 0 && gone.last != 0) {
		row_fill(out, code, gone.text, gone.told, on);
		out->known = on > gone.last ? KNOWN_ENDED : KNOWN_OUTSIDE;
		out->to = gone.last;
		out->replaced_by = gone.replaced_by;
	}
	return rc;
}
