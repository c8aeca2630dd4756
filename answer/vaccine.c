/* Kind "vaccine": vaccines, age, counselling and payer come in; the codes of
 * giving them, and of the products where they are asked for, go out. */
#include "vaccine.h"
#include <string.h>

/* One question, as far as it was told. */
struct giving {
	const struct answer_context *c;
	const struct question *q;
	struct answer *out;
	struct vaccines v;
	enum vaccine_age age;
	int64_t days;
	bool medicare, counsel;
};

static int
admin_line(struct giving *g, const char *key, int units, struct err *e)
{
	const struct norm_row *row = vaccine_admin_row(&g->v, key);
	return units <= 0 || row == NULL
		   ? 0
		   : line_add(g->c, g->out, row->value, NULL, units, row, e);
}

static int
admin_reason(struct giving *g, const char *key, struct err *e)
{
	return norm_reason(g->c, vaccine_admin_row(&g->v, key), g->out, e);
}

static bool
is_class(const struct vaccine *x, const char *class)
{
	return strcmp(x->class, class) == 0;
}

/* Medicare's three, and COVID-19 for everyone: a code of its own. */
static bool
has_own_code(const struct giving *g, const struct vaccine *x)
{
	return is_class(x, "covid") ||
	       (g->medicare && (is_class(x, "flu") || is_class(x, "pneumo") ||
				   is_class(x, "hepb")));
}

static int
own_codes(struct giving *g, struct err *e)
{
	for (size_t i = 0; i < g->v.n; i++) {
		if (has_own_code(g, &g->v.item[i]) &&
		    admin_line(g, g->v.item[i].class, 1, e) != 0)
			return -1;
	}
	return 0;
}

/* One for each vaccine, one for each further component. */
static int
with_counsel(struct giving *g, struct err *e)
{
	int vaccines = 0, further = 0;
	for (size_t i = 0; i < g->v.n; i++) {
		const struct vaccine *x = &g->v.item[i];
		if (has_own_code(g, x))
			continue;
		vaccines++;
		further += x->components - 1;
		if (norm_reason(g->c, x->row, g->out, e) != 0)
			return -1;
	}
	if (admin_line(g, "counsel_first", vaccines, e) != 0 ||
	    admin_line(g, "counsel_further", further, e) != 0)
		return -1;
	return vaccines > 0 ? admin_reason(g, "counsel_who", e) : 0;
}

/* The first one, then each further one; an injected one goes first. */
static int
without_counsel(struct giving *g, struct err *e)
{
	int injected = 0, other = 0;
	for (size_t i = 0; i < g->v.n; i++) {
		const struct vaccine *x = &g->v.item[i];
		if (has_own_code(g, x))
			continue;
		injected += x->injected;
		other += !x->injected;
	}
	if (admin_line(g, "injected_first", injected > 0, e) != 0 ||
	    admin_line(g, "injected_further", injected - 1, e) != 0)
		return -1;
	if (injected > 0)
		return admin_line(g, "other_further", other, e);
	return admin_line(g, "other_first", other > 0, e) != 0
		   ? -1
		   : admin_line(g, "other_further", other - 1, e);
}

static int
ask_age(struct giving *g, struct err *e)
{
	static const char *const option[] = { "through 18 years",
		"90460, 90461 with counseling by physician, NP or PA",
		"19 years or older", "90471 to 90474", NULL };
	return ask_add(
	    g->c, g->out, "age", "How old is the patient?", option, e);
}

static int
ask_counsel(struct giving *g, struct err *e)
{
	static const char *const option[] = { "yes", "90460, 90461",
		"no, or a nurse did", "90471 to 90474", NULL };
	return ask_add(g->c, g->out, "counselling",
	    "Did the physician, NP or PA counsel the patient or family face "
	    "to face about the vaccines?",
	    option, e);
}

static bool
all_have_own_code(const struct giving *g)
{
	for (size_t i = 0; i < g->v.n; i++) {
		if (!has_own_code(g, &g->v.item[i]))
			return false;
	}
	return true;
}

/* Who asks for the units of 90460 and 90461 has told age and counselling; who
 * asks whether they are right has not. */
static bool
counsel_taken(const struct giving *g)
{
	return (told_code(g->q, "90460") != NULL ||
		   told_code(g->q, "90461") != NULL) &&
	       !told_is(g->q, "asks", "yes_no");
}

/* Age and counselling: decided, or asked for. */
static int
counsel_decide(struct giving *g, struct err *e)
{
	bool yes = told_is(g->q, "counselling", "yes");
	bool no = told_is(g->q, "counselling", "no");
	if (all_have_own_code(g) || g->age >= AGE_GROWN || g->medicare) {
		if (g->age == AGE_CLASH)
			return ask_age(g, e);
		return 0;
	}
	if (no && !yes)
		return 0;
	if (!yes && !no && counsel_taken(g)) {
		g->counsel = true;
		return answer_reason_add(g->c, g->out,
		    "Taken as told, since 90460 or 90461 was asked for: a "
		    "patient through 18 years, counseled by the physician, NP "
		    "or PA.",
		    NULL, e);
	}
	g->counsel = yes && !no;
	if (g->age == AGE_UNKNOWN && !(g->counsel && counsel_taken(g)) &&
	    ask_age(g, e) != 0)
		return -1;
	return yes != no ? 0 : ask_counsel(g, e);
}

/* The product of a name that goes by age. */
static int
product_by_age(struct giving *g, struct vaccine *x, struct err *e)
{
	struct norms n;
	if (x->product != NULL || g->days < 0)
		return 0;
	if (norms_get(g->c, "vaccine_by_age", &n, e) != 0)
		return -1;
	const struct norm_row *row = norm_at(n.row, n.n, x->word, g->days);
	if (row != NULL)
		x->product = row->value;
	return 0;
}

/* Products where they are asked for, or where nobody asks for one part alone
 * and all of them are known. */
static int
products_add(struct giving *g, struct err *e)
{
	bool asked = told_is(g->q, "vaccine_ask", "product"), known = true;
	for (size_t i = 0; i < g->v.n; i++) {
		if (product_by_age(g, &g->v.item[i], e) != 0)
			return -1;
		known &= g->v.item[i].product != NULL;
	}
	if (!asked && (told_is(g->q, "vaccine_ask", "admin") || !known))
		return answer_change_add(g->c, g->out,
		    "Codes of giving the vaccines: each product has a code of "
		    "its own beside them.",
		    e);
	if (!known)
		return ask_add(g->c, g->out, "product",
		    "Which products were given (brand name or code)? Several "
		    "bear that name.",
		    NULL, e);
	for (size_t i = 0; i < g->v.n; i++) {
		if (line_add(g->c, g->out, g->v.item[i].product, NULL, 1,
			g->v.item[i].row, e) != 0)
			return -1;
	}
	return 0;
}

/* A payer who was not told decides where Medicare has a code of its own and
 * the patient may be of its age. */
static int
payer_ask(struct giving *g, struct err *e)
{
	static const char *const option[] = { "Medicare", "G0008, G0009, G0010",
		"another payer", "90471 to 90474", NULL };
	bool own = false;
	for (size_t i = 0; i < g->v.n; i++)
		own |= is_class(&g->v.item[i], "flu") ||
		       is_class(&g->v.item[i], "pneumo") ||
		       is_class(&g->v.item[i], "hepb") ||
		       is_class(&g->v.item[i], "part_d");
	bool g_code = told_code(g->q, "G0008") != NULL ||
		      told_code(g->q, "G0009") != NULL ||
		      told_code(g->q, "G0010") != NULL;
	if (!own || question_fact(g->q, "payer") != NULL ||
	    (g->age == AGE_MINOR && !g_code))
		return 0;
	if ((g->days >= 0 || g->age == AGE_GROWN) && g->age != AGE_SENIOR &&
	    !g_code)
		return answer_change_add(g->c, g->out,
		    "For a patient of Medicare: G0008, G0009 or G0010 for "
		    "influenza, pneumococcal or hepatitis B vaccine.",
		    e);
	if (g->age == AGE_UNKNOWN && !g_code &&
	    question_fact(g->q, "counselling") != NULL)
		return 0;
	return ask_add(g->c, g->out, "payer", "Who is the payer?", option, e);
}

/* What Medicare Part B does not pay: 1 where that is the answer, 2 where a
 * coder must decide, 0 to go on. */
static int
medicare_limits(struct giving *g, struct err *e)
{
	size_t part_d = 0, tetanus = 0;
	for (size_t i = 0; i < g->v.n; i++) {
		part_d += is_class(&g->v.item[i], "part_d");
		tetanus += is_class(&g->v.item[i], "tetanus");
		if (is_class(&g->v.item[i], "other"))
			return 2;
	}
	if (part_d + tetanus == 0)
		return admin_reason(g, "medicare", e);
	if (g->v.n > 1)
		return 2;
	if (admin_reason(g, part_d ? "part_d" : "tetanus", e) != 0)
		return -1;
	if (tetanus > 0 && told_is(g->q, "vaccine_injury", "yes"))
		return 0;
	g->out->verdict =
	    part_d == 0
		? VERDICT_ONLY_IF
		: (told_is(g->q, "asks", "yes_no") ? VERDICT_NO : VERDICT_INFO);
	g->out->headline =
	    part_d ? "Nothing to Part B: this vaccine and giving it belong to "
		     "the patient's Part D plan."
		   : "Part B only if the tetanus vaccine was for an injury or "
		     "direct exposure; a routine booster belongs to Part D.";
	return 1;
}

/* "Can we bill 90460?": yes where it became a line, else no. Words such as
 * "for each" ask for more than that. */
static int
named_judge(struct giving *g, struct err *e)
{
	struct answer *out = g->out;
	size_t named = 0, there = 0;
	if (!told_is(g->q, "asks", "yes_no") || out->ask_n > 0 ||
	    told_is(g->q, "vaccine_each", "yes"))
		return 0;
	for (size_t k = 0; k < g->q->code_n; k++) {
		const struct code *code = &g->q->code[k];
		if (norms_value(&g->v.admin, NULL, code->text) == NULL)
			continue;
		named++;
		for (size_t i = 0; i < out->line_n; i++)
			there += strcmp(out->line[i].code, code->text) == 0 &&
				 (code->units == 1 ||
				     code->units == out->line[i].units);
	}
	if (named == 0)
		return 0;
	const char *all = lines_sentence(g->c, out);
	out->verdict = there == named ? VERDICT_YES : VERDICT_NO;
	out->headline = all == NULL ? NULL
				    : arena_printf(g->c->a, "%s: report %s.",
					  there == named ? "Yes" : "No", all);
	return out->headline != NULL ? admin_reason(g, "age", e)
				     : answer_full(e);
}

/* Codes that are neither a product nor the giving of one speak of more. */
static bool
other_codes(const struct giving *g)
{
	for (size_t k = 0; k < g->q->code_n; k++) {
		const char *code = g->q->code[k].text;
		bool known = norms_value(&g->v.admin, NULL, code) != NULL;
		for (size_t i = 0; i < g->v.n && !known; i++)
			known = strncmp(g->v.item[i].row->value, code,
				    strlen(code)) == 0;
		if (!known && g->q->code[k].system != CODE_MODIFIER)
			return true;
	}
	return false;
}

/* Nobody named a vaccine: 90460 needs age and counselling, whichever it was. */
static int
eligible_judge(struct giving *g, struct err *e)
{
	bool no = told_is(g->q, "counselling", "no") &&
		  !told_is(g->q, "counselling", "yes");
	if (told_code(g->q, "90460") != NULL &&
	    told_is(g->q, "asks", "yes_no") &&
	    (no || g->age == AGE_GROWN || g->age == AGE_SENIOR)) {
		g->out->verdict = VERDICT_NO;
		g->out->headline = "No: 90460 and 90461 are for patients "
				   "through 18 years who were counseled by "
				   "the physician, NP or PA; else 90471 to "
				   "90474.";
		if (admin_reason(g, "counsel_first", e) != 0 ||
		    admin_reason(g, "counsel_who", e) != 0 ||
		    admin_reason(g, "injected_first", e) != 0)
			return -1;
		return 1;
	}
	return ask_add(g->c, g->out, "vaccine",
	    "Which vaccines were given (a combined one by its brand), "
	    "how old is the patient, and did the physician, NP or PA "
	    "counsel?",
	    NULL, e);
}

/* Told otherwise than by name: "3 vaccines", and two names. */
static bool
count_differs(const struct giving *g)
{
	int64_t n;
	return question_fact(g->q, "vaccine_count") != NULL &&
	       (!told_number(g->q, "vaccine_count", &n) ||
		   n != (int64_t)g->v.n * 1000);
}

static int
giving_decide(struct giving *g, struct err *e)
{
	if (g->v.part_told || (g->v.n > 0 && count_differs(g)))
		return ask_add(g->c, g->out, "vaccine",
		    "Which vaccines were given, each by its brand, a combined "
		    "one once?",
		    NULL, e);
	if (g->v.n == 0)
		return eligible_judge(g, e);
	/* "product code of Gardasil 9?": who got it, and how, is not asked */
	if (told_is(g->q, "product_only", "yes"))
		return products_add(g, e) != 0 ||
			       answer_change_add(g->c, g->out,
				   "Giving it has a code of its own: reply "
				   "with the patient's age, the payer, and "
				   "whether a physician, NP or PA counseled.",
				   e) != 0
			   ? -1
			   : 0;
	if (g->medicare) {
		int rc = medicare_limits(g, e);
		if (rc != 0)
			return rc;
	}
	if (told_is(g->q, "payer", "medicaid") &&
	    answer_change_add(g->c, g->out,
		"Medicaid programs have rules of their state for giving "
		"vaccines, above all free ones for children: check them.",
		e) != 0)
		return -1;
	if (payer_ask(g, e) != 0 || counsel_decide(g, e) != 0 ||
	    products_add(g, e) != 0 || own_codes(g, e) != 0)
		return -1;
	return g->counsel ? with_counsel(g, e) : without_counsel(g, e);
}

/* One diagnosis stands for every vaccine. */
static int
diagnosis_add(struct giving *g, struct err *e)
{
	if (g->out->line_n == 0 || g->out->ask_n > 0)
		return 0;
	return told_is(g->q, "vaccine_ask", "diagnosis")
		   ? admin_line(g, "diagnosis", 1, e)
		   : admin_reason(g, "diagnosis", e);
}

int
answer_vaccine(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	struct giving g = { .c = c, .q = q, .out = out };
	if (vaccines_read(c, q, &g.v, e) != 0)
		return -1;
	/* "annual physical and a flu shot" */
	if (told_is(q, "vaccine_beside", "visit") && q->code_n == 0 &&
	    (told_is(q, "care", "preventive") ||
		told_is(q, "care", "wellness")))
		return answer_care(c, q, out, e);
	g.age = vaccine_age(q, &g.days);
	g.medicare = told_is(q, "payer", "medicare");
	/* "99211 with 90471, nothing else done: can we bill 99211?" */
	if (other_codes(&g) && told_is(q, "may_bill", "yes") &&
	    told_is(q, "visit_reason", "planned"))
		return answer_pair(c, q, out, e);
	if (g.v.admin.n == 0 || g.v.unknown || other_codes(&g) ||
	    question_fact(q, "vaccine_beside") != NULL ||
	    told_is(q, "payer", "medicare_advantage") ||
	    question_conflict(q, "payer"))
		return 0;
	out->understood = "Which codes for vaccines and for giving them?";
	int rc = giving_decide(&g, e);
	if (rc < 0)
		return -1;
	if (rc == 2)
		return 0;
	if (rc == 0 && (named_judge(&g, e) != 0 || diagnosis_add(&g, e) != 0))
		return -1;
	return finish(c, out, e);
}
