/* fee.h - what Medicare pays: shares of a fee, and amounts of codes. */
#ifndef FEE_H
#define FEE_H

#include "told.h"

/* What a question tells of a fee. */
struct fee_case {
	struct norms percent, status, indicator;
	const char *biller; /* "pa", "np", ...; NULL: a physician */
	const char *assist; /* "assistant", "cosurgeon", "team"; NULL */
	bool both, nonpar, qualifying;
	bool screening;   /* a screening colonoscopy that became more */
	const char *rate; /* "office", "facility"; NULL: both */
	const char *ask;  /* "conversion_factor", ...; NULL: an amount */
	struct locality_list place; /* n 0: none was named */
	bool place_named;
	int64_t year; /* that was named; 0 */
};

/* fee_dollars - "$1,234.50" of cents. fee_percent - "62.5" of thousandths. */
const char *fee_dollars(const struct answer_context *c, int64_t cents);
const char *fee_percent(const struct answer_context *c, int64_t milli);
/* fee_share - the row of norm pay_percent with that key, and its percentage in
 * thousandths; NULL. */
const struct norm_row *fee_share(
    const struct fee_case *f, const char *key, int64_t *milli);

#define FEE_CODES 8 /* of one question */
/* One code as it is billed. */
struct billed {
	const char *shown; /* "20610-50" */
	const char *code;
	const char *modifier; /* that has a row of its own: "26", "TC", "53" */
	struct payment_row paid;
	struct cap_row cap; /* of the locality; known NOT_LOADED without */
	int64_t milli;      /* share of the amount, thousandths of a percent */
	bool unpaid;        /* by its indicators or status nothing is paid */
	bool earlier;       /* the day lies before the release, in its year */
	bool by_report;     /* the contractor sets it */
};
struct bill {
	struct billed line[FEE_CODES];
	size_t n;
};

/* fee_line - one code at one place (NULL: national): 1 with its payment, 0 and
 * paid.known says why not, -1. fee_line_status - what its status says, as a
 * reason; fee_line_shares - take the shares of modifiers, sides, operators and
 * who bills. 0, -1. fee_indicator - the row of norm fee_indicator for
 * "assistant" and "2", as a reason; NULL where there is none. */
int fee_line(const struct answer_context *c, const struct fee_case *f,
    const struct code *code, const char *locality, struct billed *b,
    struct err *e);
int fee_line_status(const struct answer_context *c, const struct fee_case *f,
    struct billed *b, struct answer *out, struct err *e);
int fee_line_shares(const struct answer_context *c, const struct fee_case *f,
    const struct code *code, struct billed *b, struct answer *out,
    struct err *e);
int fee_indicator(const struct answer_context *c, const struct fee_case *f,
    const char *what, const char *value, const struct norm_row **row_out,
    struct answer *out, struct err *e);
/* fee_elsewhere - for codes that the fee schedule does not pay: what other
 * schedules say; held where none that is loaded can say it. 1, -1. */
int fee_elsewhere(const struct answer_context *c, const struct fee_case *f,
    const struct bill *bill, struct answer *out, struct err *e);
/* fee_amounts - what the fee schedule and the other schedules allow for the
 * codes of q: 1 answered or asked, 0 where no table is loaded that could tell;
 * -1. */
int fee_amounts(const struct answer_context *c, const struct question *q,
    struct fee_case *f, struct answer *out, struct err *e);
/* fee_session - several procedures of one session by one physician: the
 * indicator of each, as a reason, and *text: which is paid in full and which in
 * part, NULL where no two are ranked.
 * fee_reduction - "does the multiple procedure reduction apply to 99214?": the
 * headline that says so, by the indicator of one code, or by *text of several;
 * 0 also where nobody asks it. 0, -1. */
int fee_session(const struct answer_context *c, const struct fee_case *f,
    const struct bill *bill, const char **text, struct answer *out,
    struct err *e);
int fee_reduction(const struct answer_context *c, const struct fee_case *f,
    const struct bill *bill, struct answer *out, struct err *e);
/* fee_edition - that an edition is older than the day asked, as a reason. */
int fee_edition(const struct answer_context *c, const struct source *source,
    struct answer *out, struct err *e);

#endif
