/* Kind "fee": what Medicare pays. Conversion factors, shares by who bills and
 * how many operate, and amounts by code, place and setting. */
#include "fee.h"
#include "claim.h"
#include "kinds.h"
#include "modifier.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNTY_WORDS 3 /* "Prince George's County" has two */

const char *
fee_dollars(const struct answer_context *c, int64_t cents)
{
	if (cents >= 100000000)
		return arena_printf(c->a, "$%lld.%02lld",
		    (long long)(cents / 100), (long long)(cents % 100));
	if (cents >= 100000)
		return arena_printf(c->a, "$%lld,%03lld.%02lld",
		    (long long)(cents / 100000),
		    (long long)(cents / 100 % 1000), (long long)(cents % 100));
	return arena_printf(c->a, "$%lld.%02lld", (long long)(cents / 100),
	    (long long)(cents % 100));
}

const char *
fee_percent(const struct answer_context *c, int64_t milli)
{
	char text[32];
	size_t n = (size_t)snprintf(text, sizeof(text), "%lld.%03lld",
	    (long long)(milli / 1000), (long long)(milli % 1000));
	while (text[n - 1] == '0')
		text[--n] = '\0';
	if (text[n - 1] == '.')
		text[n - 1] = '\0';
	return arena_strdup(c->a, text);
}

/* "62.5" as 62500. */
static int64_t
milli_of(const char *s)
{
	char *end;
	int64_t value = strtoll(s, &end, 10) * 1000, unit = 100;
	if (*end == '.')
		end++;
	for (; *end >= '0' && *end <= '9' && unit > 0; end++, unit /= 10)
		value += (*end - '0') * unit;
	return value;
}

const struct norm_row *
fee_share(const struct fee_case *f, const char *key, int64_t *milli)
{
	const struct norm_row *row =
	    norm_at(f->percent.row, f->percent.n, key, 0);
	if (row != NULL)
		*milli = milli_of(row->value);
	return row;
}

int
fee_edition(const struct answer_context *c, const struct source *source,
    struct answer *out, struct err *e)
{
	char on[11];
	if (!source->later)
		return 0;
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"%s: edition %s is the newest that is loaded, and a newer one "
		"was due before %s: the amounts are those of %s.",
		source->name, source->edition, date_text(c->on, on),
		source->edition),
	    source, e);
}

static bool
word_begins(const char *text, const char *p)
{
	return p == text || p[-1] == ' ' || p[-1] == '\n' || p[-1] == ',';
}

/* The words before "County" or "Parish": they only lead somewhere where CMS's
 * own list has them. */
static const char *
county_named(const struct answer_context *c, const char *text)
{
	static const char *const kinds[] = { " County", " county", " Parish",
		" parish" };
	const char *end = NULL, *from;
	for (size_t i = 0; i < 4 && end == NULL; i++)
		end = strstr(text, kinds[i]);
	if (end == NULL)
		return NULL;
	from = end;
	for (int words = 0; from > text && words <= COUNTY_WORDS;) {
		from--;
		if (strchr(".,;:?!\n", *from) != NULL)
			break;
		if (word_begins(text, from) && ++words &&
		    (*from < 'A' || *from > 'Z'))
			break;
	}
	while (from < end && (*from < 'A' || *from > 'Z'))
		from++;
	return arena_printf(c->a, "%.*s County", (int)(end - from), from);
}

/* Find the locality by what was told, the closest word first. */
static int
place_find(const struct answer_context *c, const struct question *q,
    struct fee_case *f, struct err *e)
{
	const char *state = told_word(q, "locality"),
		   *city = told_word(q, "city");
	const char *county = county_named(c, q->text), *words[4];
	int64_t zip = 0;
	size_t n = 0;
	f->place_named = question_fact(q, "locality") ||
			 question_fact(q, "city") || county != NULL ||
			 question_fact(q, "zip");
	if (told_number(q, "zip", &zip))
		words[n++] =
		    arena_printf(c->a, "%05lld", (long long)(zip / 1000));
	if (county != NULL)
		words[n++] =
		    arena_printf(c->a, "%s %s", county, state ? state : "");
	if (city != NULL)
		words[n++] =
		    arena_printf(c->a, "%s %s", city, state ? state : "");
	if (state != NULL)
		words[n++] = state;
	for (size_t i = 0; i < n && f->place.n == 0; i++) {
		if (words[i] == NULL)
			return answer_full(e);
		if (lookup_locality(
			c->lookup, c->a, words[i], c->on, &f->place, e) < 0)
			return -1;
	}
	return 0;
}

/* Who helps at the operation; NULL where two things are told. */
static const char *
helper(const struct question *q)
{
	const char *assist = told_word(q, "assist");
	const char *surgeons = told_word(q, "surgeons");
	if (surgeons == NULL)
		return assist;
	if (assist != NULL)
		return NULL;
	return strcmp(surgeons, "two") == 0 ? "cosurgeon" : surgeons;
}

static int
case_read(const struct answer_context *c, const struct question *q,
    struct fee_case *f, struct err *e)
{
	*f = (struct fee_case){ 0 };
	if (norms_get(c, "pay_percent", &f->percent, e) != 0 ||
	    norms_get(c, "fee_status", &f->status, e) != 0 ||
	    norms_get(c, "fee_indicator", &f->indicator, e) != 0)
		return -1;
	f->biller = told_word(q, "biller");
	f->assist = helper(q);
	f->rate = told_word(q, "rate");
	f->ask = told_word(q, "fee_ask");
	if (told_is(q, "fee_ask", "anesthesia_factor"))
		f->ask = "anesthesia_factor";
	f->both = told_is(q, "side", "both");
	f->nonpar = told_is(q, "nonpar", "yes");
	f->screening = told_is(q, "coinsurance", "colonoscopy") ||
		       told_is(q, "screening", "turned");
	f->qualifying = told_is(q, "qualifying", "yes");
	if (told_number(q, "fee_year", &f->year))
		f->year /= 1000;
	return 0;
}

/* A factor may change within the year: what holds on its first day and on its
 * last one. */
static int
factor_rows(const struct answer_context *c, const struct fee_case *f,
    const char *norm, struct answer *out, struct err *e)
{
	struct answer_context day = *c;
	const char *text = "", *year = "";
	int y = f->year != 0 ? (int)f->year : c->on / 10000;
	date days[] = { date_make(y, 1, 1), date_make(y, 12, 31) };
	for (size_t d = 0; d < 2; d++) {
		struct norms rows;
		day.on = days[d];
		if (norms_get(&day, norm, &rows, e) != 0)
			return -1;
		for (size_t i = 0; i < rows.n; i++) {
			char from[11], to[11];
			const struct norm_row *r = &rows.row[i];
			if (strstr(text, r->value) != NULL)
				continue;
			text = arena_printf(c->a, "%s%s$%s%s%s", text,
			    text[0] != '\0' ? "; " : "", r->value,
			    strcmp(r->key, "qpp") == 0
				? " for qualifying participants (QP) in an "
				  "advanced payment model"
				: "",
			    r->source.from % 10000 == 101 &&
				    r->source.to % 10000 == 1231
				? ""
				: arena_printf(c->a, " from %s to %s",
				      date_text(r->source.from, from),
				      date_text(r->source.to, to)));
			if (text == NULL || norm_reason(c, r, out, e) != 0)
				return answer_full(e);
		}
	}
	if (text[0] == '\0')
		return 0;
	year = arena_printf(c->a, "%d", y);
	out->verdict = VERDICT_INFO;
	out->understood = "What is the conversion factor?";
	out->headline = arena_printf(c->a,
	    "Medicare's %sconversion factor for %s: %s.",
	    strcmp(norm, "anesthesia_factor") == 0 ? "national anesthesia "
						   : "",
	    year, text);
	return out->headline ? 1 : answer_full(e);
}

/* The shares that were asked for, multiplied: a PA who assists gets 85 percent
 * of 16 percent. */
struct shares {
	int64_t milli;
	const char *chain; /* "85 percent of 16 percent" */
	size_t n;
};

static int
share_add(const struct answer_context *c, const struct fee_case *f,
    const char *key, struct shares *s, struct answer *out, struct err *e)
{
	int64_t milli = 0;
	const struct norm_row *row = key ? fee_share(f, key, &milli) : NULL;
	if (row == NULL)
		return 0;
	s->milli = s->n > 0 ? s->milli * milli / 100000 : milli;
	s->chain = arena_printf(c->a, "%s%s%s percent",
	    s->n > 0 ? s->chain : "", s->n > 0 ? " of " : "", row->value);
	s->n++;
	return s->chain ? norm_reason(c, row, out, e) : answer_full(e);
}

static const char *
assist_key(const struct fee_case *f)
{
	if (f->assist == NULL)
		return NULL;
	return strcmp(f->assist, "assistant") == 0 ? "assistant_surgeon"
						   : f->assist;
}

static bool
asks(const struct fee_case *f, const char *what)
{
	return f->ask != NULL && strcmp(f->ask, what) == 0;
}

/* Shares that need no code. */
static int
shares_tell(const struct answer_context *c, const struct fee_case *f,
    struct answer *out, struct err *e)
{
	struct shares s = { .chain = "" };
	const char *key[] = { f->biller, assist_key(f),
		f->both ? "bilateral" : NULL,
		f->ask != NULL && strcmp(f->ask, "multiple") == 0 ? "multiple"
								  : NULL,
		f->ask != NULL && strcmp(f->ask, "limiting") == 0 ? "limiting"
		: f->nonpar                                       ? "nonpar"
								  : NULL,
		!asks(f, "coinsurance") ? NULL
		: f->screening          ? "coinsurance_colonoscopy"
					: "coinsurance" };
	for (size_t i = 0; i < sizeof(key) / sizeof(key[0]); i++) {
		if (share_add(c, f, key[i], &s, out, e) != 0)
			return -1;
	}
	if (s.n == 0)
		return 0;
	const char *percent = fee_percent(c, s.milli);
	out->verdict = VERDICT_INFO;
	out->understood = "Which share of the fee schedule amount is paid?";
	if (percent == NULL)
		return answer_full(e);
	out->headline = s.n == 1
			    ? arena_printf(c->a, "%s percent. %s", percent,
				  out->reason[out->reason_n - 1].text)
			    : arena_printf(c->a,
				  "%s percent of the fee schedule amount: %s.",
				  percent, s.chain);
	return out->headline ? 1 : answer_full(e);
}

static bool
other_payer(const struct question *q)
{
	static const char *const other[] = { "medicaid", "commercial",
		"medicare_advantage" };
	for (size_t i = 0; i < 3; i++) {
		if (told_is(q, "payer", other[i]) &&
		    !told_is(q, "payer", "medicare"))
			return true;
	}
	return false;
}

static bool
yes_no(const struct question *q)
{
	return question_says(q, "wants", "verdict") ||
	       question_says(q, "asks", "yes_no");
}

/* "Are co-surgeons allowed for 19301?" wants yes or no before an amount; the
 * schedule's indicator says which. */
static int
helper_verdict(const struct answer_context *c, const struct question *q,
    const struct fee_case *f, struct answer *out, struct err *e)
{
	struct claim *m = arena_alloc(c->a, sizeof(*m));
	bool refused = false;
	if (m == NULL)
		return answer_full(e);
	if (f->assist == NULL || out->verdict != VERDICT_INFO || !yes_no(q))
		return 0;
	if (claim_read(c, q, m, e) != 0)
		return -1;
	const char *modifier = strcmp(f->assist, "cosurgeon") == 0 ? "62"
			       : strcmp(f->assist, "team") == 0    ? "66"
								   : "80";
	if (m->n != 1)
		return 0;
	if (modifier_paid(c, q, m, modifier, out, &refused, e) != 0)
		return -1;
	if (refused)
		return 0;
	out->verdict = VERDICT_YES;
	out->headline = arena_printf(c->a, "Yes. %s", out->headline);
	return out->headline ? 0 : answer_full(e);
}

static int
case_answer(const struct answer_context *c, const struct question *q,
    struct fee_case *f, struct answer *out, struct err *e)
{
	int rc = 0;
	if (asks(f, "anesthesia_factor") || asks(f, "conversion_factor"))
		return factor_rows(c, f, f->ask, out, e);
	if (asks(f, "coinsurance") && q->code_n > 0 && !f->screening)
		return 0; /* the law waives it for some services */
	if (q->code_n > 0 && !asks(f, "coinsurance"))
		rc = fee_amounts(c, q, f, out, e);
	if (rc == 1 && helper_verdict(c, q, f, out, e) != 0)
		return -1;
	if (rc == 0 && q->code_n > 0 && f->assist != NULL && yes_no(q))
		return 0; /* a share of what is maybe not paid */
	if (rc == 0)
		rc = shares_tell(c, f, out, e);
	return rc;
}

/* In a surgery center two are paid: the center by the list of its own, the
 * physician at the facility rate. The list decides the answer. */
static int
center_answer(const struct answer_context *c, const struct question *q,
    struct fee_case *f, struct answer *out, struct err *e)
{
	struct answer physician = { 0 };
	int rc, listed;
	f->rate = "facility";
	rc = case_answer(c, q, f, &physician, e);
	listed = rc < 0 ? -1 : answer_listed(c, q, out, e);
	if (listed == 0)
		*out = physician;
	if (listed != 1)
		return listed < 0 ? -1 : rc;
	if (rc != 1 || physician.verdict != VERDICT_INFO)
		return 1;
	return answer_reason_add(c, out,
		   arena_printf(c->a, "The physician's own work there: %s",
		       physician.headline),
		   physician.reason_n > 0 ? &physician.reason[0].source : NULL,
		   e) == 0
		   ? 1
		   : -1;
}

int
answer_fee(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct answer_context then = *c;
	struct fee_case f;
	int rc;
	if (other_payer(q)) {
		out->understood = "What does another payer than Medicare pay?";
		answer_held(out, "payer",
		    "Only Medicare's fee schedule is known here; the contract "
		    "with that payer decides. A coder will look at it.");
		return 1;
	}
	if (case_read(c, q, &f, e) != 0)
		return -1;
	/* A year that is named, unless it is the one of the day. */
	if (f.year != 0 && f.year != c->on / 10000)
		then.on = f.year < c->on / 10000
			      ? date_make((int)f.year, 12, 31)
			      : date_make((int)f.year, 1, 1);
	if (place_find(&then, q, &f, e) != 0)
		return -1;
	rc = told_is(q, "list", "asc") ? center_answer(&then, q, &f, out, e)
				       : case_answer(&then, q, &f, out, e);
	if (rc != 0)
		return rc;
	out->understood = "What does Medicare pay?";
	return answer_missing(&then, TABLE_PAYMENT, KNOWN_NOT_LOADED, out, e) ==
		       0
		   ? 1
		   : -1;
}
