/* Amounts of kind "fee": codes, modifiers, a place and a day come in; what the
 * schedule allows goes out as a table. */
#include "fee.h"
#include <string.h>

#define PLACES_MAX 8 /* localities shown; more are asked for */

static const char *
amount_text(const struct answer_context *c, const struct billed *b,
    int64_t cents, bool never)
{
	if (b->unpaid)
		return "not paid";
	if (b->by_report)
		return "by report";
	if (never)
		return "NA";
	return fee_dollars(c, (cents * b->milli + 50000) / 100000);
}

/* Cells behind one another; rows of four or six. */
struct sheet {
	const char **cell;
	size_t columns, rows, max;
};

static int
sheet_add(const struct answer_context *c, const struct fee_case *f,
    struct sheet *s, const struct billed *b, const char *place, struct err *e)
{
	int64_t nonpar = 100000, limit = 100000;
	const char **cell = s->cell + s->rows * s->columns;
	if (s->rows == s->max)
		return 0;
	cell[0] = b->shown;
	cell[1] = place;
	cell[2] = amount_text(c, b, b->paid.office, b->paid.fee.na_office);
	cell[3] = amount_text(c, b, b->paid.facility, b->paid.fee.na_facility);
	if (s->columns > 4) {
		struct billed less = *b;
		fee_share(f, "nonpar", &nonpar);
		fee_share(f, "limiting", &limit);
		less.milli = b->milli * limit / 100000;
		cell[4] = amount_text(
		    c, &less, b->paid.office, b->paid.fee.na_office);
		cell[5] = amount_text(
		    c, &less, b->paid.facility, b->paid.fee.na_facility);
	}
	for (size_t i = 0; i < s->columns; i++) {
		if (cell[i] == NULL)
			return answer_full(e);
	}
	s->rows++;
	return 0;
}

static int
sheet_make(const struct answer_context *c, const struct fee_case *f,
    size_t rows, struct sheet *s, struct err *e)
{
	bool limits = f->nonpar ||
		      (f->ask != NULL && strcmp(f->ask, "limiting") == 0);
	*s = (struct sheet){ .columns = limits ? 6 : 4, .max = rows };
	s->cell = arena_array(c->a, rows * s->columns, sizeof(*s->cell));
	return s->cell ? 0 : answer_full(e);
}

static int
sheet_show(const struct answer_context *c, const struct sheet *s,
    struct answer *out, struct err *e)
{
	static const char *heading[] = { "Code", "Locality", "Office",
		"Facility", "Limiting charge, office",
		"Limiting charge, facility" };
	struct answer_table *t =
	    arena_array(c->a, out->table_n + 1, sizeof(*t));
	if (t == NULL)
		return answer_full(e);
	if (out->table_n > 0)
		memcpy(t, out->table, out->table_n * sizeof(*t));
	t[out->table_n++] = (struct answer_table){ "What Medicare allows",
		heading, s->columns, s->cell, s->rows };
	out->table = t;
	return 0;
}

/* "$81.86 in an office, $60.00 in a facility" of two cells. */
static const char *
cells_sentence(const struct answer_context *c, const struct fee_case *f,
    const char *office, const char *facility)
{
	bool never_office = strcmp(office, "NA") == 0;
	bool never_facility = strcmp(facility, "NA") == 0;
	if (f->rate != NULL && strcmp(f->rate, "office") == 0 && !never_office)
		return arena_printf(c->a, "%s in an office", office);
	if (f->rate != NULL && strcmp(f->rate, "facility") == 0)
		return arena_printf(c->a, "%s in a facility", facility);
	if (never_office)
		return arena_printf(c->a,
		    "%s in a facility, no amount for an office", facility);
	if (never_facility)
		return arena_printf(
		    c->a, "%s in an office, no amount for a facility", office);
	return arena_printf(
	    c->a, "%s in an office, %s in a facility", office, facility);
}

static const char *
row_sentence(const struct answer_context *c, const struct fee_case *f,
    const struct sheet *s, size_t row)
{
	const char *const *cell = s->cell + row * s->columns;
	const char *text = cells_sentence(c, f, cell[2], cell[3]), *limit;
	if (s->columns == 4 || text == NULL)
		return text;
	limit = cells_sentence(c, f, cell[4], cell[5]);
	return limit ? arena_printf(c->a, "%s; limiting charge %s", text, limit)
		     : NULL;
}

static const char *
place_shown(const struct answer_context *c, const struct locality_row *row)
{
	return row == NULL ? "national, no locality"
			   : arena_printf(c->a, "%s, %s (%s)", row->name,
				 row->state, row->key);
}

/* What the row is made of: values, indices, factor. */
static int
values_tell(const struct answer_context *c, const struct billed *b,
    struct answer *out, struct err *e)
{
	const struct fee_row *fee = &b->paid.fee;
	if (answer_reason_add(c, out,
		arena_printf(c->a,
		    "%s: relative values work %s, practice expense %s in an "
		    "office and %s in a facility, malpractice %s; conversion "
		    "factor %s; global days %s.",
		    b->shown, fee->work, fee->expense_office,
		    fee->expense_facility, fee->malpractice, fee->factor,
		    fee->global_days),
		&fee->source, e) != 0)
		return -1;
	if (b->paid.place != NULL &&
	    answer_reason_add(c, out,
		arena_printf(c->a,
		    "Each value is multiplied by the index of the locality."),
		&b->paid.source, e) != 0)
		return -1;
	if (b->paid.capped &&
	    answer_reason_add(c, out,
		arena_printf(c->a,
		    "%s: the technical part of imaging is paid no more than "
		    "hospitals get for it as outpatient payment; that cap is "
		    "lower than the values above, and the amount is the "
		    "cap's.",
		    b->shown),
		&fee->source, e) != 0)
		return -1;
	if (b->cap.known == KNOWN_VALID && b->cap.contractor &&
	    answer_reason_add(c, out,
		arena_printf(c->a,
		    "%s: the contractor's price may not exceed %s in an "
		    "office and %s in a facility, the cap by outpatient "
		    "payment.",
		    b->shown, fee_dollars(c, b->cap.office),
		    fee_dollars(c, b->cap.facility)),
		&b->cap.source, e) != 0)
		return -1;
	if (b->earlier &&
	    answer_reason_add(c, out,
		arena_printf(c->a,
		    "The release of that day is not loaded: these are the "
		    "values of edition %s, of the same year. A release of a "
		    "quarter changes few codes.",
		    fee->source.edition),
		&fee->source, e) != 0)
		return -1;
	return fee_edition(c, &fee->source, out, e);
}

/* Why there is no row. */
static int
missing_tell(const struct answer_context *c, const struct billed *b,
    struct answer *out, struct err *e)
{
	const struct fee_row *fee = &b->paid.fee;
	const char *text;
	char day[11];
	date_text(c->on, day);
	out->understood = "What does Medicare pay?";
	if (fee->known == KNOWN_OUTSIDE)
		text = arena_printf(c->a,
		    "What Medicare paid for %s on %s is not known here: the "
		    "editions that are loaded begin later. A coder will look "
		    "at it.",
		    b->shown, day);
	else
		text = answer_absent(c, "the Physician Fee Schedule", b->shown,
		    fee->known, &fee->source);
	if (text != NULL && fee->known != KNOWN_OUTSIDE)
		text = arena_printf(c->a, "%s A coder will look at it.", text);
	answer_held(
	    out, fee->known == KNOWN_OUTSIDE ? "outside" : "no_row", text);
	return text ? 1 : answer_full(e);
}

/* The codes of the question that a fee schedule may have. */
static size_t
codes_find(const struct question *q, const struct code *code[FEE_CODES])
{
	size_t n = 0;
	for (size_t i = 0; i < q->code_n && n < FEE_CODES; i++) {
		if ((q->code[i].system == CODE_CPT ||
			q->code[i].system == CODE_HCPCS) &&
		    q->code[i].end[0] == '\0')
			code[n++] = &q->code[i];
	}
	return n;
}

static int
place_ask(const struct answer_context *c, const struct fee_case *f,
    struct answer *out, struct err *e)
{
	const char *options[2 * PLACES_MAX + 1] = { NULL };
	size_t n = f->place.n < PLACES_MAX ? f->place.n : PLACES_MAX;
	for (size_t i = 0; i < n && f->place.n <= PLACES_MAX; i++) {
		options[2 * i] = f->place.row[i].name;
		options[2 * i + 1] = f->place.row[i].key;
	}
	if (ask_add(c, out, "locality",
		"In which county (or ZIP code) is the service done?",
		options[0] ? options : NULL, e) != 0)
		return -1;
	out->understood = "What does Medicare pay there?";
	return finish(c, out, e);
}

/* All codes at one place: into sheet and bill; 1, 0 where the answer is made
 * (held), -1. */
static int
place_fill(const struct answer_context *c, const struct fee_case *f,
    const struct code *const *code, size_t n, const struct locality_row *where,
    struct sheet *s, struct bill *bill, bool *held, struct answer *out,
    struct err *e)
{
	bill->n = 0;
	for (size_t i = 0; i < n; i++) {
		struct billed *b = &bill->line[bill->n++];
		int rc =
		    fee_line(c, f, code[i], where ? where->key : NULL, b, e);
		if (rc < 0)
			return -1;
		if (rc == 0) {
			*held = true;
			return missing_tell(c, b, out, e) < 0 ? -1 : 0;
		}
		if (fee_line_status(c, f, b, out, e) != 0 ||
		    (!b->unpaid &&
			fee_line_shares(c, f, code[i], b, out, e) != 0))
			return -1;
		const char *place = place_shown(c, where);
		if (place == NULL)
			return answer_full(e);
		if (sheet_add(c, f, s, b, place, e) != 0)
			return -1;
	}
	return 0;
}

/* "How many RVUs": the totals, which no place changes. */
static const char *
values_headline(const struct answer_context *c, const struct bill *bill)
{
	const char *text = "";
	for (size_t i = 0; i < bill->n && text != NULL; i++) {
		const struct billed *b = &bill->line[i];
		text = arena_printf(c->a,
		    "%s%s%s: %s relative value units in an office, %s in a "
		    "facility, of which work %s",
		    text, i > 0 ? "; " : "", b->shown, b->paid.fee.total_office,
		    b->paid.fee.total_facility, b->paid.fee.work);
	}
	return text ? arena_printf(c->a, "%s.", text) : NULL;
}

/* Whose share the amounts are: "the assistant at surgery, for "; "". */
static const char *
payee(const struct fee_case *f)
{
	static const char *const whose[][2] = {
		{ "assistant", "the assistant at surgery, for " },
		{ "cosurgeon", "each of two co-surgeons, for " },
		{ "team", "a surgical team, for " }
	};
	for (size_t i = 0; f->assist != NULL && i < 3; i++) {
		if (strcmp(f->assist, whose[i][0]) == 0)
			return whose[i][1];
	}
	return f->assist == NULL ? "" : "an assistant, for ";
}

/* Cents of "$1,234.50"; -1 where the cell holds no amount. */
static int64_t
cents_of(const char *cell)
{
	int64_t cents = 0;
	if (cell[0] != '$')
		return -1;
	for (const char *s = cell + 1; *s != '\0'; s++) {
		if (*s >= '0' && *s <= '9')
			cents = cents * 10 + (*s - '0');
	}
	return cents;
}

/* "$120.91 to $145.28" of a column; "" where a row has no amount. */
static const char *
range_sentence(const struct sheet *s, const struct answer_context *c,
    size_t column, const char *where)
{
	size_t low = 0, high = 0;
	for (size_t i = 0; i < s->rows; i++) {
		int64_t cents = cents_of(s->cell[i * s->columns + column]);
		if (cents < 0)
			return "";
		if (cents < cents_of(s->cell[low * s->columns + column]))
			low = i;
		if (cents > cents_of(s->cell[high * s->columns + column]))
			high = i;
	}
	return arena_printf(c->a, "%s to %s in %s",
	    s->cell[low * s->columns + column],
	    s->cell[high * s->columns + column], where);
}

/* One code in many localities: the span; NULL past the arena's limit. */
static const char *
span_sentence(const struct answer_context *c, const struct fee_case *f,
    const struct sheet *s)
{
	bool office = f->rate == NULL || strcmp(f->rate, "office") == 0;
	bool facility = f->rate == NULL || strcmp(f->rate, "facility") == 0;
	const char *one = office ? range_sentence(s, c, 2, "an office") : "";
	const char *two = facility ? range_sentence(s, c, 3, "a facility") : "";
	if (one == NULL || two == NULL)
		return NULL;
	return arena_printf(c->a, "%s, by locality: %s%s%s", s->cell[0], one,
	    one[0] != '\0' && two[0] != '\0' ? ", " : "",
	    one[0] == '\0' && two[0] == '\0' ? "see the table" : two);
}

static bool
one_code(const struct sheet *s)
{
	for (size_t i = 1; i < s->rows; i++) {
		if (strcmp(s->cell[0], s->cell[i * s->columns]) != 0)
			return false;
	}
	return true;
}

static int
headline_make(const struct answer_context *c, const struct fee_case *f,
    const struct sheet *s, struct answer *out, struct err *e)
{
	const char *text = "";
	char day[11];
	if (s->rows > 2 && one_code(s)) {
		text = span_sentence(c, f, s);
		out->verdict = VERDICT_INFO;
		out->understood = "What does Medicare's fee schedule allow?";
		out->headline = text ? arena_printf(c->a,
					   "Medicare allows %s%s (%s).",
					   f->assist ? payee(f) : "for ", text,
					   date_text(c->on, day))
				     : NULL;
		return out->headline ? 1 : answer_full(e);
	}
	for (size_t i = 0; i < s->rows && i < 3 && text != NULL; i++) {
		const char *const *cell = s->cell + i * s->columns;
		const char *row = row_sentence(c, f, s, i);
		text = row ? arena_printf(c->a, "%s%s%s, %s: %s", text,
				 i > 0 ? "; " : "", cell[0], cell[1], row)
			   : NULL;
	}
	if (text == NULL)
		return answer_full(e);
	out->verdict = VERDICT_INFO;
	out->understood = "What does Medicare's fee schedule allow?";
	out->headline = arena_printf(c->a, "Medicare allows %s%s%s (%s).",
	    f->assist ? payee(f) : "for ", text,
	    s->rows > 3 ? "; more in the table" : "", date_text(c->on, day));
	return out->headline ? 1 : answer_full(e);
}

static int
notes_tell(const struct answer_context *c, const struct fee_case *f,
    const struct bill *bill, struct answer *out, struct err *e)
{
	const char *text;
	for (size_t i = 0; i < bill->n; i++) {
		if (values_tell(c, &bill->line[i], out, e) != 0)
			return -1;
	}
	if (bill->n > 1 && fee_session(c, f, bill, &text, out, e) != 0)
		return -1;
	if (f->place.split &&
	    answer_reason_add(c, out,
		"Parts of this ZIP code lie in another locality: its four "
		"further digits decide.",
		&f->place.source, e) != 0)
		return -1;
	if (!f->place_named &&
	    answer_change_add(c, out,
		"Name the state and county, or the ZIP code, for the amount "
		"of the locality.",
		e) != 0)
		return -1;
	return answer_reason_add(c, out,
	    "Allowed amounts before deductible, coinsurance, sequestration "
	    "and other adjustments.",
	    NULL, e);
}

/* Assistants and co-surgeons of one code: a yes-or-no question, which the
 * indicator's row answers. */
static int
verdict_take(const struct answer_context *c, const struct question *q,
    const struct fee_case *f, const struct bill *bill, struct answer *out,
    struct err *e)
{
	static const struct {
		const char *value, *word;
		enum verdict verdict;
	} says[] = { { "yes", "Yes.", VERDICT_YES },
		{ "maybe", "Only with documents.", VERDICT_ONLY_IF },
		{ "no", "No.", VERDICT_NO } };
	const struct fee_row *fee = &bill->line[0].paid.fee;
	const struct norm_row *row;
	if (f->assist == NULL || bill->n != 1 || !told_is(q, "asks", "yes_no"))
		return 0;
	if (fee_indicator(c, f, f->assist,
		strcmp(f->assist, "assistant") == 0   ? fee->assistant
		: strcmp(f->assist, "cosurgeon") == 0 ? fee->cosurgeons
						      : fee->team,
		&row, out, e) != 0)
		return -1;
	for (size_t i = 0; row != NULL && i < 3; i++) {
		if (strcmp(row->value, says[i].value) != 0)
			continue;
		out->verdict = says[i].verdict;
		out->headline = arena_printf(c->a, "%s %s %s", says[i].word,
		    row->text,
		    says[i].verdict == VERDICT_NO ? "" : out->headline);
	}
	return out->headline ? 0 : answer_full(e);
}

static bool
bill_unpaid(const struct bill *bill)
{
	for (size_t i = 0; i < bill->n; i++) {
		if (!bill->line[i].unpaid)
			return false;
	}
	return bill->n > 0;
}

int
fee_amounts(const struct answer_context *c, const struct question *q,
    struct fee_case *f, struct answer *out, struct err *e)
{
	const struct code *code[FEE_CODES];
	size_t n = codes_find(q, code), places = f->place.n;
	struct bill bill = { .n = 0 };
	struct sheet s;
	bool held = false;
	struct billed first;
	if (n == 0)
		return 0;
	if (fee_line(c, f, code[0], NULL, &first, e) < 0)
		return -1;
	if (first.paid.known == KNOWN_NOT_LOADED)
		return 0;
	if (f->place_named && places == 0 && f->place.known == KNOWN_NOT_LOADED)
		return 0;
	if (places > PLACES_MAX || (places > 1 && n > 1) ||
	    (f->place_named && places == 0))
		return place_ask(c, f, out, e);
	if (sheet_make(c, f, n * (places > 0 ? places : 1), &s, e) != 0)
		return -1;
	for (size_t i = 0; i < (places > 0 ? places : 1) && !held; i++) {
		if (place_fill(c, f, code, n,
			places > 0 ? &f->place.row[i] : NULL, &s, &bill, &held,
			out, e) != 0)
			return -1;
	}
	if (held)
		return 1;
	int rc;
	if (bill_unpaid(&bill)) {
		rc = fee_elsewhere(c, f, &bill, out, e);
		return rc == 1 && verdict_take(c, q, f, &bill, out, e) != 0
			   ? -1
			   : rc;
	}
	if (sheet_show(c, &s, out, e) != 0 || notes_tell(c, f, &bill, out, e))
		return -1;
	rc = headline_make(c, f, &s, out, e);
	if (f->ask != NULL && strcmp(f->ask, "values") == 0)
		out->headline = values_headline(c, &bill);
	if (rc == 1 && fee_reduction(c, f, &bill, out, e) != 0)
		return -1;
	if (rc == 1 && out->headline == NULL)
		return answer_full(e);
	return rc == 1 && verdict_take(c, q, f, &bill, out, e) != 0 ? -1 : rc;
}
