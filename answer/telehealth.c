/* Kind "telehealth": what Medicare pays by video or sound alone on a day, with
 * which modifier, and at which place of service. */
#include "modifier.h"
#include "told.h"
#include <string.h>

/* A service by video or telephone, as far as it was told. */
struct remote {
	bool phone, video;
	const char *home; /* "yes", "no"; NULL: not told */
	const struct code *code;
	struct telehealth_row list;
};

static int
remote_read(const struct answer_context *c, const struct question *q,
    struct remote *r, struct err *e)
{
	*r = (struct remote){ .phone = told_is(q, "visit_by", "phone") ||
				       told_is(q, "tele_by", "phone"),
		.video = told_is(q, "visit_by", "video") ||
			 told_is(q, "tele_by", "video"),
		.home = told_word(q, "tele_home") };
	for (size_t i = 0; i < q->code_n && r->code == NULL; i++) {
		if ((q->code[i].system == CODE_CPT ||
			q->code[i].system == CODE_HCPCS) &&
		    q->code[i].end[0] == '\0')
			r->code = &q->code[i];
	}
	/* Both: it began by video. "Telehealth" by phone is by phone. */
	if (r->phone && told_is(q, "tele_by", "phone"))
		r->video = false;
	if (r->code == NULL)
		return 0;
	return lookup_telehealth(
		   c->lookup, c->a, r->code->text, c->on, &r->list, e) < 0
		   ? -1
		   : 0;
}

static int
row_find(const struct answer_context *c, const char *norm, const char *key,
    const struct norm_row **out, struct answer *answer, struct err *e)
{
	struct norms rows;
	if (norms_get(c, norm, &rows, e) != 0)
		return -1;
	*out = norm_at(rows.row, rows.n, key, 0);
	return norm_reason(c, *out, answer, e);
}

/* Codes that Medicare does not take, whatever else is said. */
static int
code_refused(const struct answer_context *c, const struct remote *r,
    struct answer *out, struct err *e)
{
	static const char *const norm[] = { "tele_phone", "tele_cpt" };
	for (size_t i = 0; i < 2; i++) {
		const struct norm_row *row = NULL;
		if (row_find(c, norm[i], r->code->text, &row, out, e) != 0)
			return -1;
		if (row == NULL)
			continue;
		out->verdict = VERDICT_NO;
		out->headline = row->text;
		return 1;
	}
	return 0;
}

/* What CMS's list of the year says of the code. */
static int
list_tell(const struct answer_context *c, const struct remote *r,
    struct answer *out, struct err *e)
{
	const struct telehealth_row *l = &r->list;
	const char *text;
	if (l->known == KNOWN_NOT_LOADED)
		return answer_reason_add(c, out,
		    "Medicare's list of telehealth services is not loaded "
		    "here: look the code up there.",
		    NULL, e);
	if (l->known != KNOWN_VALID) {
		text = arena_printf(c->a,
		    "No: %s is not on Medicare's list of telehealth services, "
		    "edition %s.",
		    r->code->text, l->source.edition);
		out->verdict = VERDICT_NO;
		out->headline = text;
		return answer_reason_add(c, out, text, &l->source, e);
	}
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"%s is on Medicare's list of telehealth services, edition %s.",
		r->code->text, l->source.edition),
	    &l->source, e);
}

static int
place_tell(const struct answer_context *c, const struct remote *r,
    const char **place, struct answer *out, struct err *e)
{
	static const char *const where[] = { "home", "place of service 10",
		"elsewhere (clinic, hospital, nursing facility)",
		"place of service 02", NULL };
	const struct norm_row *row = NULL;
	if (r->home == NULL)
		return ask_add(c, out, "tele_home",
		    "Where was the patient: at home, or elsewhere?", where, e);
	if (row_find(c, "tele_pos", strcmp(r->home, "yes") == 0 ? "10" : "02",
		&row, out, e) != 0)
		return -1;
	*place = row ? row->value : NULL;
	return 0;
}

static int
headline_make(const struct answer_context *c, const struct question *q,
    const struct remote *r, const char *place, struct answer *out,
    struct err *e)
{
	const struct norm_row *modifier = NULL;
	if (row_find(c, r->phone ? "tele_audio" : "tele_modifier",
		r->phone ? "audio" : "95", &modifier, out, e) != 0)
		return -1;
	if (r->code != NULL && line_add(c, out, r->code->text,
				   r->phone ? "93" : NULL, 1, NULL, e) != 0)
		return -1;
	bool yes_no = told_is(q, "asks", "yes_no");
	out->verdict = !yes_no                       ? VERDICT_INFO
		       : r->phone || r->code == NULL ? VERDICT_ONLY_IF
						     : VERDICT_YES;
	if (!yes_no && out->line_n > 0)
		out->verdict = VERDICT_CODES;
	out->headline = arena_printf(c->a, "%s%s%s, place of service %s%s.",
	    out->verdict == VERDICT_YES       ? "Yes. "
	    : out->verdict == VERDICT_ONLY_IF ? "Under conditions. "
					      : "",
	    r->phone ? "By sound alone: modifier 93"
		     : "By video: no modifier for Medicare",
	    "", place,
	    strcmp(place, "10") == 0 ? " (patient at home)"
				     : " (patient elsewhere than at home)");
	return out->headline ? 1 : answer_full(e);
}

static int
medicare_answer(const struct answer_context *c, const struct question *q,
    const struct remote *r, struct answer *out, struct err *e)
{
	const struct norm_row *law = NULL;
	const char *place = NULL;
	char on[11];
	int rc;
	if (row_find(c, "tele_home", "home", &law, out, e) != 0)
		return -1;
	if (law == NULL) {
		answer_held(out, "outside",
		    arena_printf(c->a,
			"What Medicare pays by telehealth on %s is not known "
			"here: a coder will look at it.",
			date_text(c->on, on)));
		return out->headline ? 1 : answer_full(e);
	}
	if (r->code != NULL) {
		rc = code_refused(c, r, out, e);
		if (rc == 0)
			rc = list_tell(c, r, out, e);
		if (rc != 0 || out->headline != NULL)
			return rc < 0 ? -1 : 1;
	}
	if (r->phone &&
	    strncmp(r->list.audio ? r->list.audio : "", "N", 1) == 0) {
		out->verdict = VERDICT_NO;
		out->headline = "No: the list says that this service may not "
				"be done by sound alone.";
		return 1;
	}
	if ((!r->phone && !r->video) ||
	    (r->code == NULL && told_is(q, "tele_ask", "law"))) {
		const struct norm_row *audio = NULL;
		if (r->phone &&
		    row_find(c, "tele_audio", "audio", &audio, out, e) != 0)
			return -1;
		out->verdict = told_is(q, "asks", "yes_no") ? VERDICT_YES
							    : VERDICT_INFO;
		out->headline =
		    audio ? arena_printf(c->a, "%s %s", law->text, audio->text)
			  : law->text;
		return out->headline ? 1 : answer_full(e);
	}
	if (place_tell(c, r, &place, out, e) != 0)
		return -1;
	if (out->ask_n > 0)
		return finish(c, out, e);
	return place ? headline_make(c, q, r, place, out, e) : 0;
}

int
answer_telehealth(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	static const char *const other[] = { "commercial", "medicaid",
		"medicare_advantage" };
	struct remote r;
	out->understood = "What does Medicare pay by video or telephone, and "
			  "how is it reported?";
	for (size_t i = 0; i < 3; i++) {
		if (!told_is(q, "payer", other[i]))
			continue;
		answer_held(out, "payer",
		    "Only Medicare's telehealth rules are known here; that "
		    "payer has its own. A coder will look at it.");
		return 1;
	}
	/* "audio only modifier": it does not hang on where the patient was */
	if (q->code_n == 0 && told_is(q, "wants", "modifier") &&
	    !told_is(q, "wants", "code") && told_is(q, "visit_by", "phone") &&
	    !told_is(q, "visit_by", "video")) {
		struct answer phone = { 0 };
		int rc = modifier_decide(c, q, &phone, e);
		if (rc == 1)
			*out = phone;
		if (rc != 0)
			return rc;
	}
	if (remote_read(c, q, &r, e) != 0)
		return -1;
	if (q->code_n > 1)
		return 0;
	if (!told_is(q, "payer", "medicare") &&
	    answer_reason_add(c, out,
		"This is what Medicare does: other payers have their own "
		"telehealth rules.",
		NULL, e) != 0)
		return -1;
	return medicare_answer(c, q, &r, out, e);
}
