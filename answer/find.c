/* Request "FIND words": codes by words, as `consultctl search` finds them. */
#include "kinds.h"
#include "search.h"
#include <string.h>
#include <strings.h>

#define FIND_ROWS  12  /* of the table in a mail */
#define FIND_BYTES 200 /* of the words; a longer mail is a case */

/* What stands behind the word FIND, or SEARCH, in its line; NULL where nothing
 * does. The fact "command" has seen that one of them opens the text. */
static const char *
words_behind(const struct answer_context *c, const char *text)
{
	static const char *const word[] = { "find", "search" };
	const char *s = text + strspn(text, " \t\r\n"), *from = s;
	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++)
		if (strncasecmp(s, word[i], strlen(word[i])) == 0)
			s += strlen(word[i]);
	if (s == from)
		return NULL;
	s += strspn(s, " \t:,-");
	size_t n = strcspn(s, "\r\n");
	return n == 0 || n > FIND_BYTES ? NULL : arena_strndup(c->a, s, n);
}

static int
hits_table(const struct answer_context *c, const struct search_hit *hit,
    size_t n, struct answer *out, struct err *e)
{
	struct answer_table *t = arena_alloc(c->a, sizeof(*t));
	const char **heading = arena_array(c->a, 2, sizeof(*heading));
	const char **cell = arena_array(c->a, 2 * n, sizeof(*cell));
	if (t == NULL || heading == NULL || cell == NULL)
		return answer_full(e);
	heading[0] = "Code";
	heading[1] = "What it is";
	for (size_t i = 0; i < n; i++) {
		char shown[32];
		cell[2 * i] =
		    hit[i].codes != NULL
			? hit[i].codes
			: arena_strdup(c->a, search_code(&hit[i], shown));
		cell[2 * i + 1] = hit[i].level == LEVEL_HEADER
				      ? arena_printf(c->a,
					    "%s (a header: codes below it)",
					    hit[i].title)
				      : hit[i].title;
		if (cell[2 * i] == NULL || cell[2 * i + 1] == NULL)
			return answer_full(e);
		/* of a CPT code outside our tables the title may be the AMA's
		 */
		if (hit[i].system == CODE_CPT && hit[i].family == NULL)
			out->licence = lookup_licence(c->lookup);
	}
	*t = (struct answer_table){ "Found", heading, 2, cell, n };
	out->table = t;
	out->table_n = 1;
	return 0;
}

/* Each source once, as a reason. */
static int
sources_tell(const struct answer_context *c, const struct search_hit *hit,
    size_t n, struct answer *out, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (hit[i].source.name != NULL &&
		    answer_reason_add(c, out,
			arena_printf(c->a, "Codes of %s.", hit[i].source.name),
			&hit[i].source, e) != 0)
			return -1;
	}
	return 0;
}

/* "PCS appendectomy": the set that the first word names, taken off. */
static const char *
set_take(const struct answer_context *c, const char *text, unsigned *sets)
{
	size_t n = strcspn(text, " \t:,");
	const char *word = arena_strndup(c->a, text, n);
	size_t rest = n + strspn(text + n, " \t:,");

	return word != NULL && text[rest] != '\0' && search_set(word, sets)
		   ? text + rest
		   : text;
}

int
answer_find(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct search_order order = {
		.text = words_behind(c, q->text), .on = c->on, .max = FIND_ROWS
	};
	struct search_hit *hit = NULL;
	struct code_row any = { 0 };
	const char *read = NULL;
	size_t n = 0;
	if (order.text == NULL)
		return 0;
	order.text = set_take(c, order.text, &order.sets);
	if (order.sets == 1u << CODE_ICD10PCS &&
	    lookup_code(
		c->lookup, c->a, CODE_ICD10PCS, "0FT", c->on, &any, e) == 0 &&
	    any.known == KNOWN_NOT_LOADED)
		return answer_missing(c, TABLE_ICD10PCS, any.known, out, e) == 0
			   ? 1
			   : -1;
	if (search_find(c->lookup, c->a, &order, &hit, &n, &read, e) != 0)
		return -1;
	out->understood = "Which codes do these words find?";
	out->verdict = VERDICT_INFO;
	if (n == 0) {
		out->headline = "No code that is loaded fits these words: try "
				"fewer, or other ones.";
		return 1;
	}
	out->headline = arena_printf(c->a,
	    n == 1 ? "%zu entry fits these words%s."
		   : "%zu entries fit these words%s, the best ones first.",
	    n, read != NULL ? " (a slip was mended)" : "");
	if (out->headline == NULL)
		return answer_full(e);
	if (hits_table(c, hit, n, out, e) != 0 ||
	    sources_tell(c, hit, n, out, e) != 0)
		return -1;
	return answer_change_add(c, out,
		   "This is a search, not a choice: to have a code chosen, "
		   "write what was done.",
		   e) == 0
		   ? 1
		   : -1;
}
