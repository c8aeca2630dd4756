/* lookup_payment.c - what the fee schedule allows in a locality. Values and
 * indices of the day come in; cents go out. */
#include "gpci.h"
#include "lookup_open.h"
#include <ctype.h>
#include <string.h>

/* "1.35" in so many places behind the point: 135 for two; further digits are
 * cut. Numbers of the files have at most seven digits before it. */
static int64_t
decimal(const char *s, int places)
{
	int64_t value = 0;
	int digits = 0;

	for (; isdigit((unsigned char)*s) && digits < 7; s++, digits++)
		value = value * 10 + (*s - '0');
	if (*s == '.')
		s++;
	for (; places > 0; places--) {
		value *= 10;
		if (isdigit((unsigned char)*s))
			value += *s++ - '0';
	}
	return value;
}

/* Values have two places, indices three, the factor four: 10^7 is a cent. */
static int64_t
cents(const struct fee_row *f, const char *expense, const char *malpractice,
    const char *const *index)
{
	int64_t sum =
	    decimal(f->work, 2) * decimal(index[GPCI_WORK], 3) +
	    decimal(expense, 2) * decimal(index[GPCI_EXPENSE], 3) +
	    decimal(malpractice, 2) * decimal(index[GPCI_MALPRACTICE], 3);

	return (sum * decimal(f->factor, 4) + 5000000) / 10000000;
}

static const char *const national[GPCI_CELLS] = {
	[GPCI_WORK] = "1", [GPCI_EXPENSE] = "1", [GPCI_MALPRACTICE] = "1"
};

/* The lower of the schedule's amount and the outpatient one is paid. */
static void
amount_cap(struct payment_row *row, int64_t *amount, int64_t cap)
{
	if (cap >= *amount)
		return;
	*amount = cap;
	row->capped = true;
}

static void
payment_fill(struct payment_row *row, const char *const *index)
{
	const struct fee_row *f = &row->fee;

	row->office = cents(f, f->expense_office, f->malpractice, index);
	row->facility = cents(f, f->expense_facility, f->malpractice, index);
	if (decimal(f->cap_office, 2) != 0)
		amount_cap(row, &row->office,
		    cents(f, f->cap_office, f->cap_malpractice, index));
	if (decimal(f->cap_facility, 2) != 0)
		amount_cap(row, &row->facility,
		    cents(f, f->cap_facility, f->cap_malpractice, index));
}

int
lookup_payment(struct lookup *l, struct arena *a, const char *code,
    const char *modifier, bool qpp, const char *locality, date on,
    struct payment_row *out, struct err *e)
{
	struct payment_row row = { 0 };
	struct entry n = { 0 };
	int rc = lookup_fee(l, a, code, modifier, qpp, on, &row.fee, e);

	if (rc >= 0 && locality == NULL) {
		row.known = row.fee.known;
		if (rc == 1)
			payment_fill(&row, national);
		*out = row;
		return rc;
	}
	if (rc == 1)
		rc = entry_find(l, a, "gpci", locality, on, &n, e);
	if (rc < 0)
		return -1;
	row.known = row.fee.known == KNOWN_VALID ? n.known : row.fee.known;
	if (n.told != NULL)
		row.source = edition_source(n.told, locality, on);
	entry_days(&n, &row.source);
	if (rc == 1 && n.cells >= GPCI_CELLS) {
		row.place = n.cell[GPCI_NAME];
		payment_fill(&row, n.cell);
	}
	*out = row;
	return rc;
}
