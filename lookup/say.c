/* say.c - a row of a decision table as a sentence in our own words. Template,
 * cells and phrases come in; the sentence goes out. */
#include "say.h"
#include "buf.h"
#include <ctype.h>
#include <string.h>

#define SAY_BYTES 2000 /* a sentence; longer ones nobody reads */

static const char *
phrase_row(const struct phrases *phrases, const char *family, const char *fact,
    const char *cell)
{
	const char *general = NULL;
	size_t i;

	for (i = 0; i < phrases->n; i++) {
		const struct phrase *p = &phrases->item[i];

		if (strcmp(p->fact, fact) != 0 || strcmp(p->cell, cell) != 0)
			continue;
		if (strcmp(p->family, family) == 0)
			return p->words;
		if (strcmp(p->family, "*") == 0)
			general = p->words;
	}
	return general;
}

static const char *
phrase_join(struct arena *a, const struct phrases *phrases, const char *family,
    const char *fact, const struct cell *c)
{
	const char *all = NULL, *one;
	size_t i;

	for (i = 0; i < c->words; i++) {
		one = phrase_row(phrases, family, fact, c->word[i]);
		if (one == NULL)
			return NULL;
		all = i == 0 ? one : arena_printf(a, "%s or %s", all, one);
	}
	return all;
}

const char *
phrase_of(struct arena *a, const struct phrases *phrases, const char *family,
    const char *fact, const struct cell *c)
{
	const char *own = phrase_row(phrases, family, fact, c->text);

	if (own != NULL)
		return own;
	switch (c->kind) {
	case CELL_ANY:
		return "any";
	case CELL_NEVER:
		return "does not count";
	case CELL_WORDS:
		return phrase_join(a, phrases, family, fact, c);
	case CELL_RANGE:
		break;
	}
	return NULL;
}

/* A template being filled. */
struct say {
	const struct say_value *value;
	size_t n;
	struct buf out;
	size_t mark;  /* where the open bracket began */
	bool bracket; /* within one */
	bool drop;    /* and it names a cell that says nothing */
	const char *why;
};

/* "{fact}": put its phrase; gives what stands behind the brace, or NULL. */
static const char *
name_put(struct say *s, const char *p)
{
	size_t len = strcspn(p, "}"), i;

	s->why = "a brace is not closed in say=";
	if (p[len] == '\0')
		return NULL;
	s->why = "say= names a fact that is no column";
	for (i = 0; i < s->n; i++)
		if (strncmp(s->value[i].fact, p, len) == 0 &&
		    s->value[i].fact[len] == '\0')
			break;
	if (i == s->n)
		return NULL;
	if (s->value[i].cell->kind == CELL_ANY ||
	    s->value[i].cell->kind == CELL_NEVER)
		s->drop = true;
	buf_puts(&s->out, s->value[i].phrase);
	return p + len + 1;
}

static bool
bracket_step(struct say *s, char c)
{
	s->why = "brackets in say= must be closed and not nested";
	if (s->bracket == (c == '['))
		return false;
	if (c == ']' && s->drop) {
		s->out.len = s->mark;
		s->out.data[s->mark] = '\0';
	}
	s->bracket = c == '[';
	s->mark = s->out.len;
	s->drop = false;
	return true;
}

static bool
say_fill(struct say *s, const char *p)
{
	while (p != NULL && *p != '\0') {
		if (*p == '[' || *p == ']') {
			if (!bracket_step(s, *p))
				return false;
			p++;
		} else if (*p == '{') {
			p = name_put(s, p + 1);
		} else {
			buf_putc(&s->out, *p++);
		}
	}
	if (p == NULL)
		return false;
	s->why = "brackets in say= must be closed and not nested";
	return !s->bracket;
}

const char *
say_row(struct arena *a, const char *say, const struct say_value *value,
    size_t n, const char **why)
{
	struct say s = { .value = value, .n = n };
	const char *text;
	char *out = NULL;

	buf_init(&s.out, SAY_BYTES);
	buf_puts(&s.out, "");
	if (say_fill(&s, say)) {
		s.why = "the sentence is empty or too long";
		text = buf_text(&s.out);
		if (!s.out.full && s.out.len > 0)
			out = arena_printf(a, "%s%s", text,
			    text[s.out.len - 1] == '.' ? "" : ".");
		if (out != NULL)
			out[0] = (char)toupper((unsigned char)out[0]);
	}
	buf_free(&s.out);
	*why = s.why;
	return out;
}
