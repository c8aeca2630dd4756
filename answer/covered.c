/* Does Medicare pay a service at all? The status of the fee schedule says so,
 * norm fee_status what it means. */
#include "covered.h"
#include "kinds.h"
#include <string.h>

bool
covered_never(const struct claim_line *line)
{
	return line->fee.known == KNOWN_VALID && line->fee.status != NULL &&
	       line->fee.status[0] != '\0' &&
	       strchr("NI", line->fee.status[0]) != NULL;
}

static bool
laboratory(const char *code)
{
	bool number = strspn(code, "0123456789") == 5;
	return number && ((code[0] == '8' && strcmp(code, "89399") < 0) ||
			     strcmp(code, "36415") == 0);
}

static int
ended_say(const struct answer_context *c, const struct claim_line *line,
    struct answer *out, struct err *e)
{
	struct claim one = { .n = 1 };
	const char *unknown;
	size_t ended;
	one.line[0] = *line;
	if (claim_ended(c, &one, out, &ended, &unknown, e) != 0)
		return -1;
	if (ended == 0)
		return 0;
	out->verdict = VERDICT_NO;
	out->headline = out->reason[out->reason_n - 1].text;
	return 1;
}

static const char *
headline(
    const struct answer_context *c, const struct claim_line *line, char status)
{
	switch (status) {
	case 'N':
		return arena_printf(
		    c->a, "No: Medicare does not cover %s.", line->text);
	case 'I':
		return arena_printf(c->a,
		    "No: %s is not valid for Medicare, which uses another "
		    "code or does not pay it.",
		    line->text);
	case 'B':
	case 'P':
		return arena_printf(c->a,
		    "No: Medicare pays %s within other services, never by "
		    "itself.",
		    line->text);
	case 'A':
	case 'C':
	case 'R':
	case 'T':
		return arena_printf(c->a,
		    "Only if it is covered in the case: Medicare's fee "
		    "schedule pays %s, where it was necessary and no coverage "
		    "rule stands against it.",
		    line->text);
	case 'X':
		return !laboratory(line->text)
			   ? ""
			   : arena_printf(c->a,
				 "Only if it is covered in the case: Medicare "
				 "pays %s by the laboratory fee schedule, not "
				 "by the physicians'.",
				 line->text);
	default:
		return "";
	}
}

int
covered_say(const struct answer_context *c, const struct claim_line *line,
    struct answer *out, struct err *e)
{
	struct norm_row row;
	int rc = ended_say(c, line, out, e);
	if (rc != 0)
		return rc;
	if (line->fee.known != KNOWN_VALID || line->fee.status == NULL)
		return 0;
	const char *head = headline(c, line, line->fee.status[0]);
	if (head == NULL)
		return answer_full(e);
	if (head[0] == '\0')
		return 0;
	rc = claim_norm(c, "fee_status", line->fee.status, &row, e);
	if (rc < 0 ||
	    (rc == 1 && answer_reason_add(c, out,
			    arena_printf(c->a, "%s: %s", line->text, row.text),
			    &line->fee.source, e) != 0))
		return -1;
	if (line->fee.status[0] == 'N' &&
	    claim_rule(c, "cover_rule", "never", out, e) != 0)
		return -1;
	out->understood =
	    arena_printf(c->a, "Does Medicare pay %s?", line->text);
	if (out->understood == NULL)
		return answer_full(e);
	out->verdict = head[0] == 'N' ? VERDICT_NO : VERDICT_ONLY_IF;
	out->headline = head;
	if (answer_change_add(c, out,
		"Another payer than Medicare may decide otherwise.", e) != 0)
		return -1;
	return claim_later(c, &line->fee.source, out, e) == 0 ? 1 : -1;
}
