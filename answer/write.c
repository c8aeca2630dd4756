/* write.c - what every kind writes: reasons, lines, changes, the end of a code,
 * that a coder must decide. */
#include "write.h"
#include "limit.h"

#include "code.h"
#include <ctype.h>
#include <string.h>

int
answer_full(struct err *e)
{
	return err_set(e, ERR_REFUSE, "answer", 0,
	    "the answer needs more memory than one mail may take");
}

int
answer_known(const struct answer_context *c, const struct code *code,
    struct code_row *out, struct err *e)
{
	return lookup_code(
	    c->lookup, c->a, code->system, code->text, c->on, out, e);
}

/* Room for one more element behind array[0..n): arrays grow to powers of two
 * within the arena, which frees them all at once. */
static void *
grown(struct arena *a, void *array, size_t n, size_t size)
{
	if (n != 0 && (n & (n - 1)) != 0)
		return array;
	void *wider = arena_array(a, n == 0 ? 1 : 2 * n, size);
	if (wider != NULL && n > 0)
		memcpy(wider, array, n * size);
	return wider;
}

int
answer_reason_add(const struct answer_context *c, struct answer *out,
    const char *text, const struct source *source, struct err *e)
{
	if (text == NULL)
		return answer_full(e);
	if (out->reason_n == ANSWER_ITEMS || text[0] == '\0')
		return 0;
	for (size_t i = 0; i < out->reason_n; i++) {
		if (strcmp(out->reason[i].text, text) == 0)
			return 0;
	}
	struct answer_reason *r =
	    grown(c->a, out->reason, out->reason_n, sizeof(*r));
	if (r == NULL)
		return answer_full(e);
	r[out->reason_n++] = (struct answer_reason){ text,
		source ? *source : (struct source){ 0 } };
	out->reason = r;
	return 0;
}

/* A norm's sentence may name its code; beside the code it says it twice. It
 * begins as a sentence does; "pH" and the like stay. */
static const char *
plain_beside(struct arena *a, const char *code, const char *plain)
{
	size_t n = strlen(code);
	if (strncmp(plain, code, n) == 0 && strncmp(plain + n, ": ", 2) == 0)
		plain += n + 2;
	if (!islower((unsigned char)plain[0]) ||
	    isupper((unsigned char)plain[1]))
		return plain;
	char *text = arena_strdup(a, plain);
	if (text != NULL)
		text[0] = (char)toupper((unsigned char)text[0]);
	return text;
}

int
answer_line_add(const struct answer_context *c, struct answer *out,
    const char *code, int units, const char *plain, struct err *e)
{
	if (out->line_n == ANSWER_ITEMS)
		return 0;
	struct answer_line *l = grown(c->a, out->line, out->line_n, sizeof(*l));
	if (plain != NULL)
		plain = plain_beside(c->a, code, plain);
	if (l == NULL || arena_full(c->a))
		return answer_full(e);
	l[out->line_n++] = (struct answer_line){
		.code = code, .units = units, .plain = plain
	};
	out->line = l;
	return 0;
}

int
answer_change_add(const struct answer_context *c, struct answer *out,
    const char *text, struct err *e)
{
	if (out->change_n == ANSWER_ITEMS)
		return 0;
	const char **list =
	    grown(c->a, out->change, out->change_n, sizeof(*list));
	if (text == NULL || list == NULL)
		return answer_full(e);
	list[out->change_n++] = text;
	out->change = list;
	return 0;
}

int
answer_asks_add(const struct answer_context *c, const struct answer_ask *ask,
    size_t n, struct answer *out, struct err *e)
{
	struct answer_ask *list =
	    arena_array(c->a, LIMIT_ASKS, sizeof(*out->ask));
	if (list == NULL)
		return answer_full(e);
	if (out->ask_n > 0)
		memcpy(list, out->ask, out->ask_n * sizeof(*list));
	out->ask = list;
	for (size_t i = 0; i < n; i++) {
		size_t same = 0;
		while (same < out->ask_n &&
		       strcmp(list[same].fact, ask[i].fact) != 0)
			same++;
		if (same == out->ask_n && out->ask_n < LIMIT_ASKS)
			list[out->ask_n++] = ask[i];
	}
	return 0;
}

int
answer_take(const struct answer_context *c, const struct answer *other,
    struct answer *out, struct err *e)
{
	for (size_t i = 0; i < other->line_n; i++) {
		const struct answer_line *l = &other->line[i];
		size_t before = out->line_n;
		if (answer_line_add(c, out, l->code, l->units, l->plain, e) !=
		    0)
			return -1;
		if (out->line_n > before)
			memcpy(out->line[before].modifier, l->modifier,
			    sizeof(l->modifier));
	}
	for (size_t i = 0; i < other->reason_n; i++) {
		if (answer_reason_add(c, out, other->reason[i].text,
			&other->reason[i].source, e) != 0)
			return -1;
	}
	return answer_asks_add(c, other->ask, other->ask_n, out, e);
}

const char *
answer_addon(const struct answer_context *c, const char *code)
{
	return arena_printf(c->a,
	    "%s is an add-on code: it is reported only beside its primary "
	    "code.",
	    code);
}

/* "M5450 M5451" as people write them: "M54.50, M54.51". */
static const char *
successors_shown(const struct answer_context *c, const struct code_row *row)
{
	const char *s = row->replaced_by, *all = "";
	while (*s != '\0' && all != NULL) {
		struct code code = { .system = row->system, .units = 1 };
		char show[32];
		size_t n = strcspn(s, " ");
		if (n < sizeof(code.text)) {
			memcpy(code.text, s, n);
			all = arena_printf(c->a, "%s%s%s", all,
			    all[0] != '\0' ? ", " : "", code_show(&code, show));
		} else {
			all = arena_printf(c->a, "%s%s%.*s", all,
			    all[0] != '\0' ? ", " : "", (int)n, s);
		}
		s += n + strspn(s + n, " ");
	}
	return all;
}

int
answer_ended(const struct answer_context *c, const char *shown,
    const struct code_row *row, struct answer *out, struct err *e)
{
	char day[11], on[11];
	const char *text, *place = "";
	date_text(c->on, on);
	if (row->replaced_by[0] != '\0')
		place = arena_printf(
		    c->a, " In its place: %s.", successors_shown(c, row));
	if (row->known == KNOWN_OUTSIDE)
		text = arena_printf(c->a,
		    "What %s was on %s is not known here: the editions that "
		    "are loaded begin on %s.",
		    shown, on, date_text(row->from, day));
	else if (row->from > c->on)
		text = arena_printf(c->a,
		    "%s is not valid on %s: it begins on %s.", shown, on,
		    date_text(row->from, day));
	else
		text = arena_printf(c->a,
		    "%s is not valid on %s: its last day was %s.%s", shown, on,
		    date_text(row->to, day), place ? place : "");
	return answer_reason_add(c, out, text, &row->source, e);
}

void
answer_held(struct answer *out, const char *why, const char *headline)
{
	out->verdict = VERDICT_HELD;
	out->why_held = why;
	out->headline = headline;
}
