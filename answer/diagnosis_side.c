/* diagnosis_side.c - a code and the side that is asked for come in; the code
 * of that side goes out: codes of one category whose titles differ in nothing
 * but the side. */
#include "code.h"
#include "diagnosis.h"
#include "told.h"
#include <string.h>

#define CATEGORY  3
#define POOL_MAX  600 /* codes of a category; S52: 1,500, see head_of() */
#define HEAD_LONG 4   /* characters of the head where injuries are meant */
#define TITLE_MAX 40

enum side {
	SIDE_RIGHT,
	SIDE_LEFT,
	SIDE_BOTH,
	SIDE_OPEN, /* unspecified */
	SIDES
};
static const char *const side_name[SIDES] = { "right", "left", "both sides",
	"side not told" };

/* A code for each side of one diagnosis. */
struct sides {
	struct code_row row[SIDES];
	bool known[SIDES];
	uint64_t bag; /* of the words that all of them have */
	size_t n;
};

/* The words of a title that tell the side are taken out; the side that they
 * tell. SIDES where a title has none at all. */
static enum side
title_split(const char *title, uint64_t *bag_out)
{
	static const char *const both[] = { "bilateral", "unilateral" };
	struct word w[TITLE_MAX];
	size_t n = words_cut(title, w, TITLE_MAX), kept = 0;
	enum side side = SIDES;
	for (size_t i = 0; i < n; i++) {
		const char *word = w[i].text;
		if (strcmp(word, "right") == 0)
			side = SIDE_RIGHT;
		else if (strcmp(word, "left") == 0)
			side = SIDE_LEFT;
		else if (strcmp(word, both[0]) == 0)
			side = SIDE_BOTH;
		else if (strcmp(word, "unspecified") == 0) {
			if (side == SIDES)
				side = SIDE_OPEN;
		} else if (strcmp(word, both[1]) != 0 && !w[i].stop &&
			   strcmp(word, "eye") != 0 && strcmp(word, "ear") != 0)
			w[kept++] = w[i];
	}
	*bag_out = words_bag(w, kept);
	return side;
}

/* The begin that all sides of a code share. */
static void
head_of(const struct code *code, bool header, char out[9])
{
	size_t n = strlen(code->text);
	if (!header)
		n = strchr("ST", code->text[0]) != NULL ? HEAD_LONG : CATEGORY;
	memcpy(out, code->text, n);
	out[n] = '\0';
}

/* 1 with the codes; 0 where they are of several diagnoses, or none. */
static int
sides_read(const struct answer_context *c, const struct code *code,
    const struct code_row *base, bool header, struct sides *out, struct err *e)
{
	struct code_row *row;
	size_t n, all;
	char head[9];
	head_of(code, header, head);
	if (icd_billable(
		c->lookup, c->a, head, c->on, POOL_MAX, &row, &n, &all, e) != 0)
		return -1;
	if (all > n)
		return 0;
	if (!header && title_split(base->plain, &out->bag) == SIDES)
		return 0;
	for (size_t i = 0; i < n; i++) {
		uint64_t bag;
		enum side side = title_split(row[i].plain, &bag);
		if (side == SIDES || (!header && bag != out->bag))
			continue;
		if ((header && out->n > 0 && bag != out->bag) ||
		    out->known[side])
			return 0;
		out->bag = bag;
		out->row[side] = row[i];
		out->known[side] = true;
		out->n++;
	}
	return out->n > 1;
}

/* The side that the question asks for: SIDES where it does not say. */
static enum side
side_wanted(const struct question *q, const struct code_row *base, bool header)
{
	static const char *const words[SIDES] = { "right", "left", "both",
		"unspecified" };
	const char *told = told_word(q, "side_asked");
	uint64_t bag;
	enum side of = header ? SIDES : title_split(base->plain, &bag);
	if (told_is(q, "side_asked", "opposite"))
		return of == SIDE_RIGHT  ? SIDE_LEFT
		       : of == SIDE_LEFT ? SIDE_RIGHT
					 : SIDES;
	for (size_t i = 0; told != NULL && i < SIDES; i++)
		if (strcmp(told, words[i]) == 0)
			return (enum side)i;
	return SIDES;
}

static int
sides_table(const struct answer_context *c, const struct sides *s,
    struct answer *out, struct err *e)
{
	struct answer_table *t = arena_alloc(c->a, sizeof(*t));
	const char **heading = arena_array(c->a, 3, sizeof(*heading));
	const char **cell = arena_array(c->a, (size_t)3 * SIDES, sizeof(*cell));
	size_t n = 0;
	if (t == NULL || heading == NULL || cell == NULL)
		return answer_full(e);
	heading[0] = "Side";
	heading[1] = "Code";
	heading[2] = "What it is";
	for (size_t i = 0; i < SIDES; i++) {
		if (!s->known[i])
			continue;
		cell[3 * n] = side_name[i];
		cell[3 * n + 1] = icd_show(c->a, s->row[i].code);
		cell[3 * n + 2] = s->row[i].plain;
		if (cell[3 * n++ + 1] == NULL)
			return answer_full(e);
	}
	*t = (struct answer_table){ "By side", heading, 3, cell, n };
	out->table = t;
	out->table_n = 1;
	return 0;
}

/* One line of a side, with its words as a reason. */
static int
side_add(const struct answer_context *c, const struct code_row *row,
    struct answer *out, struct err *e)
{
	const char *shown = icd_show(c->a, row->code);
	if (shown == NULL ||
	    answer_line_add(c, out, shown, 1, row->plain, e) != 0)
		return answer_full(e);
	return answer_reason_add(c, out,
	    arena_printf(c->a, "%s: %s", shown, row->plain), &row->source, e);
}

/* "Is there a bilateral code?" No, and then both sides are coded. The pack
 * knows some codes only: that it has none says nothing. */
static int
side_none(const struct answer_context *c, const struct sides *s,
    enum side wanted, struct answer *out, struct err *e)
{
	if (wanted != SIDE_BOTH || !s->known[SIDE_RIGHT] ||
	    !s->known[SIDE_LEFT] || !s->row[SIDE_LEFT].official)
		return 0;
	if (side_add(c, &s->row[SIDE_RIGHT], out, e) != 0 ||
	    side_add(c, &s->row[SIDE_LEFT], out, e) != 0 ||
	    dx_rule(c, "laterality", out, e) != 0)
		return -1;
	out->verdict = VERDICT_NO;
	out->headline = "No: there is no code for both sides; report the code "
			"of each side.";
	return 1;
}

static bool
yes_or_no(const struct question *q)
{
	static const char *const words[] = { "is there", "are there", "does ",
		"do we have", "exist" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(q->text, words[i]) != NULL)
			return true;
	return false;
}

static int
side_tell(const struct answer_context *c, const struct question *q,
    const struct sides *s, enum side wanted, struct answer *out, struct err *e)
{
	if (wanted == SIDES) {
		out->verdict = VERDICT_INFO;
		out->headline = "One code for each side: see the table.";
		return dx_rule(c, "laterality", out, e) != 0 ? -1 : 1;
	}
	if (!s->known[wanted])
		return side_none(c, s, wanted, out, e);
	const struct code_row *row = &s->row[wanted];
	if (side_add(c, row, out, e) != 0)
		return -1;
	if (yes_or_no(q)) {
		out->verdict = VERDICT_YES;
		out->headline = arena_printf(c->a, "Yes: %s, %s.",
		    icd_show(c->a, row->code), row->plain);
		if (out->headline == NULL)
			return answer_full(e);
	}
	return finish(c, out, e);
}

int
dx_side_of(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct sides *s = arena_alloc(c->a, sizeof(*s));
	struct code_row base = { 0 };
	if (s == NULL)
		return answer_full(e);
	memset(s, 0, sizeof(*s));
	if (q->code_n != 1 || q->code[0].system != CODE_ICD10CM ||
	    q->code[0].end[0] != '\0' || question_fact(q, "side_asked") == NULL)
		return 0;
	int rc = answer_known(c, &q->code[0], &base, e);
	if (rc < 0)
		return -1;
	bool header = rc == 0 || base.level == LEVEL_HEADER;
	rc = sides_read(c, &q->code[0], &base, header, s, e);
	if (rc != 1)
		return rc;
	out->understood = "Which code is for which side of the body?";
	rc = side_tell(c, q, s, side_wanted(q, &base, header), out, e);
	if (rc == 1 && sides_table(c, s, out, e) != 0)
		return -1;
	return rc;
}
