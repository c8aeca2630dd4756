/* One code of kind "fee", as it is billed: its row of the fee schedule and the
 * share of it that status, indicators, modifiers and who bills leave. */
#include "fee.h"
#include <stdlib.h>
#include <string.h>

static bool
has_modifier(const struct code *code, const char *modifier)
{
	for (int i = 0; i < code->modifiers; i++) {
		if (strcmp(code->modifier[i], modifier) == 0)
			return true;
	}
	return false;
}

static const char *
own_row(const struct code *code)
{
	static const char *const rows[] = { "26", "TC", "53" };
	for (size_t i = 0; i < 3; i++) {
		if (has_modifier(code, rows[i]))
			return rows[i];
	}
	return "";
}

static const char *
shown_as(const struct answer_context *c, const struct code *code)
{
	const char *text = code->text;
	for (int i = 0; i < code->modifiers && text != NULL; i++)
		text = arena_printf(c->a, "%s-%s", text, code->modifier[i]);
	return text ? arena_strdup(c->a, text) : NULL;
}

/* The row that an indicator of the schedule leads to, as a reason; NULL where
 * no such row is known. */
int
fee_indicator(const struct answer_context *c, const struct fee_case *f,
    const char *what, const char *value, const struct norm_row **row_out,
    struct answer *out, struct err *e)
{
	const char *key = arena_printf(c->a, "%s_%s", what, value);
	if (key == NULL)
		return answer_full(e);
	*row_out = norm_at(f->indicator.row, f->indicator.n, key, 0);
	return norm_reason(c, *row_out, out, e);
}

/* Take a share; an indicator that says "no" leaves nothing. */
static int
share_take(const struct answer_context *c, const struct fee_case *f,
    struct billed *b, const char *what, const char *value, const char *key,
    struct answer *out, struct err *e)
{
	const struct norm_row *indicator = NULL, *share;
	int64_t milli = 100000;
	if (fee_indicator(c, f, what, value, &indicator, out, e) != 0)
		return -1;
	if (indicator == NULL || strcmp(indicator->value, "no") == 0) {
		b->unpaid = true;
		return 0;
	}
	share = fee_share(f, key, &milli);
	b->milli = b->milli * milli / 100000;
	return norm_reason(c, share, out, e);
}

/* Sides: 1 pays 150 percent, 3 each side in full, 0 and 2 nothing more. */
static int
both_take(const struct answer_context *c, const struct fee_case *f,
    struct billed *b, struct answer *out, struct err *e)
{
	const struct norm_row *row;
	const char *value = b->paid.fee.bilateral;
	int64_t milli = 100000;
	if (fee_indicator(c, f, "bilateral", value, &row, out, e) != 0)
		return -1;
	if (value[0] == '3')
		milli = 200000;
	else if (value[0] == '1' && fee_share(f, "bilateral", &milli) == NULL)
		milli = 100000;
	b->milli = b->milli * milli / 100000;
	return 0;
}

static int
operators_take(const struct answer_context *c, const struct fee_case *f,
    const struct code *code, struct billed *b, struct answer *out,
    struct err *e)
{
	const struct fee_row *fee = &b->paid.fee;
	bool other = has_modifier(code, "AS");
	bool assists = other || has_modifier(code, "80") ||
		       has_modifier(code, "81") || has_modifier(code, "82") ||
		       (f->assist && strcmp(f->assist, "assistant") == 0);
	if (assists && share_take(c, f, b, "assistant", fee->assistant,
			   "assistant_surgeon", out, e) != 0)
		return -1;
	if ((has_modifier(code, "62") ||
		(f->assist && strcmp(f->assist, "cosurgeon") == 0)) &&
	    share_take(c, f, b, "cosurgeon", fee->cosurgeons, "cosurgeon", out,
		e) != 0)
		return -1;
	if (has_modifier(code, "66") ||
	    (f->assist && strcmp(f->assist, "team") == 0)) {
		b->by_report = true;
		return share_take(c, f, b, "team", fee->team, "", out, e);
	}
	/* AS is for those whom the law pays 85 percent. */
	if (other && f->biller == NULL) {
		int64_t milli = 100000;
		const struct norm_row *row = fee_share(f, "pa", &milli);
		b->milli = b->milli * milli / 100000;
		return norm_reason(c, row, out, e);
	}
	return 0;
}

/* "0.10" of a global fee, as thousandths of a percent. */
static int64_t
part_of(const char *part)
{
	return strtoll(part, NULL, 10) * 100000 +
	       (part[1] == '.' && part[2] != '\0'
		       ? (part[2] - '0') * 10000 +
			     (part[3] != '\0' ? part[3] - '0' : 0) * 1000
		       : 0);
}

/* Surgeons who share a global period: 54 without, 55 only the care after, 78
 * the operation alone. */
static int
parts_take(const struct answer_context *c, const struct code *code,
    struct billed *b, struct answer *out, struct err *e)
{
	const struct fee_row *fee = &b->paid.fee;
	int64_t milli = -1;
	const char *what = NULL;
	if (has_modifier(code, "54")) {
		milli = part_of(fee->pre) + part_of(fee->intra);
		what = "the parts before and within the operation";
	} else if (has_modifier(code, "55")) {
		milli = part_of(fee->post);
		what = "the care after the operation";
	} else if (has_modifier(code, "78")) {
		milli = part_of(fee->intra);
		what = "the operation alone";
	}
	if (milli <= 0)
		return 0;
	b->milli = b->milli * milli / 100000;
	return answer_reason_add(c, out,
	    arena_printf(c->a, "%s is paid %s percent: %s.", b->shown,
		fee_percent(c, milli), what),
	    &fee->source, e);
}

int
fee_line_shares(const struct answer_context *c, const struct fee_case *f,
    const struct code *code, struct billed *b, struct answer *out,
    struct err *e)
{
	int64_t milli = 100000;
	const struct norm_row *row;
	if ((f->both || has_modifier(code, "50")) &&
	    both_take(c, f, b, out, e) != 0)
		return -1;
	if (has_modifier(code, "51") && b->paid.fee.multiple[0] == '2' &&
	    share_take(c, f, b, "multiple", b->paid.fee.multiple, "multiple",
		out, e) != 0)
		return -1;
	if (operators_take(c, f, code, b, out, e) != 0 ||
	    parts_take(c, code, b, out, e) != 0)
		return -1;
	if (has_modifier(code, "22") || has_modifier(code, "52"))
		b->by_report = true;
	if (f->biller == NULL)
		return 0;
	row = fee_share(f, f->biller, &milli);
	b->milli = b->milli * milli / 100000;
	return norm_reason(c, row, out, e);
}

/* Status codes other than A, R and T say that the schedule pays nothing, or not
 * by itself. */
int
fee_line_status(const struct answer_context *c, const struct fee_case *f,
    struct billed *b, struct answer *out, struct err *e)
{
	const struct norm_row *row =
	    norm_at(f->status.row, f->status.n, b->paid.fee.status, 0);
	const char *text;
	if (row == NULL || strcmp(row->value, "contractor") == 0)
		b->by_report = true;
	else if (strcmp(row->value, "paid") != 0)
		b->unpaid = true;
	if (row == NULL || b->paid.fee.status[0] == 'A')
		return 0;
	text = arena_printf(c->a, "%s: %s", b->shown, row->text);
	return answer_reason_add(c, out, text, &row->source, e);
}

/* One code at one place: 1 with its payment, 0, -1. */
int
fee_line(const struct answer_context *c, const struct fee_case *f,
    const struct code *code, const char *locality, struct billed *b,
    struct err *e)
{
	*b = (struct billed){ .code = code->text,
		.shown = shown_as(c, code),
		.modifier = own_row(code),
		.milli = 100000 };
	if (b->shown == NULL)
		return answer_full(e);
	int rc = lookup_payment(c->lookup, c->a, code->text, b->modifier,
	    f->qualifying, locality, c->on, &b->paid, e);
	/* An earlier day of the year whose release is loaded: quarters change
	 * few codes, and the answer says whose values they are. */
	date first = b->paid.fee.source.from;
	if (rc == 0 && b->paid.known == KNOWN_OUTSIDE && first > c->on &&
	    first / 10000 == c->on / 10000) {
		rc = lookup_payment(c->lookup, c->a, code->text, b->modifier,
		    f->qualifying, locality, first, &b->paid, e);
		b->earlier = rc == 1;
	}
	/* Without a file of its own, the common one answers for all. */
	if (rc == 0 && f->qualifying && b->paid.known == KNOWN_NOT_LOADED)
		rc = lookup_payment(c->lookup, c->a, code->text, b->modifier,
		    false, locality, c->on, &b->paid, e);
	if (rc == 1 && locality != NULL &&
	    lookup_cap(c->lookup, c->a, code->text, b->modifier, locality,
		c->on, &b->cap, e) < 0)
		return -1;
	return rc;
}
