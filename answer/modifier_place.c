/* On which line of a claim a modifier goes: norm modifier_line says which kind
 * of line it is, the claim which lines there are. */
#include "claim.h"
#include "modifier.h"
#include <stdlib.h>
#include <string.h>

static void
side_set(struct claim_line *line, const char *side)
{
	for (size_t i = 0; i < 4 && line->modifier[i] != NULL; i++) {
		if (strcmp(line->modifier[i], "RT") == 0 ||
		    strcmp(line->modifier[i], "LT") == 0) {
			line->modifier[i] = side;
			return;
		}
	}
	claim_put(line, side);
}

/* The side that is told nearest to the line's own code; NULL: none is nearer.
 */
const char *
modifier_side(const struct question *q, const struct claim_line *line)
{
	const char *side = NULL;
	size_t best = SIZE_MAX;
	for (size_t i = 0; line->code != NULL && i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		size_t far = f->start > line->code->start
				 ? f->start - line->code->start
				 : line->code->start - f->start;
		bool right = strcmp(f->value, "right") == 0;
		if (strcmp(f->name, "side") != 0 ||
		    (!right && strcmp(f->value, "left") != 0) || far >= best)
			continue;
		best = far;
		side = right ? "RT" : "LT";
	}
	return side;
}

/* A code that is named twice is one line: the second time is told last. */
static struct claim_line
line_last(const struct question *q, const struct claim_line *line)
{
	struct claim_line last = *line;
	for (size_t i = 0; i < q->code_n; i++) {
		if (strcmp(q->code[i].text, line->text) == 0)
			last.code = &q->code[i];
	}
	return last;
}

/* The other eye: the side that the first operation's line does not bear. */
static void
side_turn(const struct question *q, struct claim_line *line)
{
	bool left = question_says(q, "side", "left");
	bool right = question_says(q, "side", "right");
	const struct claim_line last = line_last(q, line);
	if (left && right && claim_has(line, "RT"))
		side_set(line, "LT");
	else if (left && right && claim_has(line, "LT"))
		side_set(line, "RT");
	else if (left && right && line->modifier[0] == NULL &&
		 modifier_side(q, &last) != NULL)
		side_set(line, modifier_side(q, &last));
	else if (left && !right && line->modifier[0] == NULL)
		side_set(line, "LT");
	else if (right && !left && line->modifier[0] == NULL)
		side_set(line, "RT");
}

/* Who assisted is told by one modifier: AS takes the place of a named 80. */
static bool
group_set(struct claim_line *line, const char *modifier)
{
	static const char *const group[] = { "80", "81", "82", "AS" };
	const size_t n = sizeof(group) / sizeof(group[0]);
	bool mine = false;
	for (size_t i = 0; i < n; i++)
		mine |= strcmp(group[i], modifier) == 0;
	for (size_t i = 0; mine && i < 4 && line->modifier[i] != NULL; i++) {
		for (size_t k = 0; k < n; k++) {
			if (strcmp(line->modifier[i], group[k]) == 0) {
				line->modifier[i] = modifier;
				return true;
			}
		}
	}
	return false;
}

/* 79 stands before the side: what pays first. */
static void
modifier_first(struct claim_line *line, const char *modifier)
{
	if (claim_has(line, modifier) || group_set(line, modifier))
		return;
	memmove(
	    line->modifier + 1, line->modifier, 3 * sizeof(*line->modifier));
	line->modifier[0] = modifier;
}

/* Each way to place a modifier; false where the lines do not tell on which. */
static bool
place_visit(struct claim *m, const char *modifier, bool alone)
{
	if (claim_count(m, true) != 1)
		return false;
	for (size_t i = 0; i < m->n; i++) {
		struct claim_line *line = &m->line[i];
		if (line->visit)
			modifier_first(line, modifier);
		else
			line->denied = alone;
	}
	return true;
}

/* "27786 done 10 days ago": told as what was done before. */
static bool
line_before(const struct question *q, const struct claim_line *line)
{
	for (size_t i = 0; line->code != NULL && i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, "earlier_code") == 0 &&
		    line->code->start >= f->start &&
		    line->code->start < f->start + f->len)
			return true;
	}
	return false;
}

static bool
place_later(struct claim *m, const struct question *q, const char *modifier)
{
	struct claim_line *last = NULL;
	for (size_t i = 0; i < m->n; i++) {
		struct claim_line *line = &m->line[i];
		line->denied = true;
		if (line->visit)
			continue;
		if (last == NULL || line_before(q, last) ||
		    !line_before(q, line))
			last = line;
	}
	if (last == NULL)
		return false;
	last->denied = false;
	side_turn(q, last);
	modifier_first(last, modifier);
	return true;
}

static int
times_told(const struct question *q, int units)
{
	const struct fact *times = question_fact(q, "times");
	if (times == NULL || question_conflict(q, "times"))
		return units > 1 ? units : 2;
	int64_t n = times->milli / 1000;
	return n >= 2 && n <= 20 ? (int)n : 2;
}

static bool
place_second(struct claim *m, const struct question *q, const char *modifier)
{
	if (claim_count(m, false) != 1 || m->n == CLAIM_LINES)
		return false;
	for (size_t i = 0; i < m->n; i++) {
		struct claim_line *line = &m->line[i];
		if (line->visit)
			continue;
		struct claim_line again = *line;
		again.units = times_told(q, line->units) - 1;
		line->units = 1;
		modifier_first(&again, modifier);
		m->line[m->n++] = again;
		return true;
	}
	return false;
}

/* The only line, visit or not. */
static bool
place_sole(struct claim *m, const char *modifier)
{
	if (m->n != 1)
		return false;
	modifier_first(&m->line[0], modifier);
	return true;
}

/* The only line, where it is equipment (HCPCS E and K). */
static bool
place_device(struct claim *m, const char *modifier)
{
	return m->n == 1 && strchr("EK", m->line[0].text[0]) != NULL &&
	       place_sole(m, modifier);
}

/* The only line whose code lies in the row's range. */
static bool
place_range(struct claim *m, const struct norm_row *row, const char *modifier)
{
	struct claim_line *mine = NULL;
	for (size_t i = 0; i < m->n; i++) {
		int64_t number = strtoll(m->line[i].text, NULL, 10) * 1000;
		if (number < row->low_milli || number > row->high_milli)
			continue;
		if (mine != NULL)
			return false;
		mine = &m->line[i];
	}
	if (mine != NULL)
		modifier_first(mine, modifier);
	return mine != NULL;
}

static bool
place_lines(struct claim *m, const char *modifier, bool each)
{
	if (claim_count(m, false) == 0 || (!each && claim_count(m, false) != 1))
		return false;
	for (size_t i = 0; i < m->n; i++) {
		struct claim_line *line = &m->line[i];
		if (line->visit)
			continue;
		modifier_first(line, modifier);
		if (strcmp(modifier, "50") == 0)
			line->units = 1;
	}
	return true;
}

/* Modifiers that never stand without another one: CQ beside GP. */
static int
place_beside(const struct answer_context *c, struct claim *m,
    const char *modifier, struct err *e)
{
	struct norm_row row;
	int rc = claim_norm(c, "modifier_beside", modifier, &row, e);
	for (size_t i = 0; rc == 1 && i < m->n; i++) {
		if (claim_has(&m->line[i], modifier))
			claim_put(&m->line[i], row.value);
	}
	return rc < 0 ? -1 : 0;
}

int
modifier_place(const struct answer_context *c, const struct question *q,
    struct claim *m, const char *modifier, bool *placed, bool *bare,
    struct err *e)
{
	struct norm_row row;
	*placed = *bare = false;
	int rc = claim_norm(c, "modifier_line", modifier, &row, e);
	if (rc < 1)
		return rc;
	*bare = row.text[0] != '\0';
	if (strcmp(row.value, "visit") == 0)
		*placed = place_visit(m, modifier, false);
	else if (strcmp(row.value, "visit_alone") == 0)
		*placed = place_visit(m, modifier, true);
	else if (strcmp(row.value, "sole") == 0)
		*placed = place_sole(m, modifier);
	else if (strcmp(row.value, "range") == 0)
		*placed = place_range(m, &row, modifier);
	else if (strcmp(row.value, "device") == 0)
		*placed = place_device(m, modifier);
	else if (strcmp(row.value, "later") == 0)
		*placed = place_later(m, q, modifier);
	else if (strcmp(row.value, "second") == 0)
		*placed = place_second(m, q, modifier);
	else
		*placed =
		    place_lines(m, modifier, strcmp(row.value, "each") == 0);
	return place_beside(c, m, modifier, e);
}
