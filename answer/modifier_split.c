/* Kind "modifier": codes that have no professional and technical part of their
 * own, since they are one of the two, or both (PC/TC indicator of the fee
 * schedule). */
#include "kinds.h"
#include "modifier_search.h"
#include <string.h>

/* The only procedure of the claim; NULL: none, or several. */
static const struct claim_line *
line_only(const struct search *s)
{
	const struct claim_line *line = NULL;
	for (size_t i = 0; i < s->claim.n; i++) {
		if (s->claim.line[i].visit)
			continue;
		if (line != NULL)
			return NULL;
		line = &s->claim.line[i];
	}
	return line;
}

static char
split_of(const struct claim_line *line)
{
	if (line == NULL || line->fee.known != KNOWN_VALID ||
	    line->fee.pctc == NULL)
		return '\0';
	return line->fee.pctc[0];
}

bool
modifier_unsplit(const struct search *s, const char *modifier)
{
	char split = split_of(line_only(s));
	if (strcmp(modifier, "26") != 0 && strcmp(modifier, "TC") != 0)
		return false;
	return split != '\0' && strchr("234", split) != NULL;
}

int
modifier_unsplit_say(const struct search *s, struct answer *out, struct err *e)
{
	const struct claim_line *line = line_only(s);
	const struct question *q = &s->q;
	char split = split_of(line);
	size_t asked;
	bool part = question_fact(q, "part") != NULL ||
		    modifier_asked(q, "26", &asked) ||
		    modifier_asked(q, "TC", &asked);
	if (!part || split == '\0' || strchr("234", split) == NULL)
		return 0;
	bool verdict = question_says(q, "wants", "verdict");
	bool mine = (split == '2' && question_says(q, "part", "reading")) ||
		    (split == '3' && question_says(q, "part", "technical"));
	const char *is = split == '2'   ? "the reading and report alone"
			 : split == '3' ? "the technical part alone"
					: "both parts together";
	out->understood = "Does it take modifier 26 or TC?";
	out->verdict = verdict ? VERDICT_NO : VERDICT_INFO;
	out->headline = arena_printf(s->c->a, "%s: %s is %s by itself%s.",
	    verdict ? "No, neither 26 nor TC" : "Neither 26 nor TC", line->text,
	    is,
	    split == '4' ? "; each part has a code of its own"
			 : ", so it is reported as it is");
	if (out->headline == NULL)
		return answer_full(e);
	if (answer_reason_add(s->c, out,
		arena_printf(s->c->a,
		    "%s has PC/TC indicator %c in the fee "
		    "schedule.",
		    line->text, split),
		&line->fee.source, e) != 0)
		return -1;
	if (mine && claim_report(s->c, &s->claim, out, e) != 0)
		return -1;
	return 1;
}
