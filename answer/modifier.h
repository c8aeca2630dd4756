/* modifier.h - the table of cases and modifiers, for kinds that meet one on
 * their way. */
#ifndef MODIFIER_H
#define MODIFIER_H

#include "claim.h"

/* modifier_decide - the row of norm modifier_case that fits the question: 1
 * with a verdict, codes or a fact to ask for; 0 no row fits; -1 with *e. */
int modifier_decide(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

/* modifier_meaning - "what is modifier AE?": lone modifiers whose meaning is
 * asked (fact wants=meaning) are explained, or compared. 1, 0, -1. */
int modifier_meaning(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

/*
 * modifier_place - put a modifier on the line that it belongs on, and take out
 * what is not reported beside it.
 *
 * Gives    *placed false where the lines do not tell on which one; *bare:
 *          the modifier may be told without a code. 0; -1 with *e.
 */
int modifier_place(const struct answer_context *c, const struct question *q,
    struct claim *m, const char *modifier, bool *placed, bool *bare,
    struct err *e);

/* modifier_side - "RT" or "LT": the side that is told nearest to the line's own
 * code; NULL: none is told, or the line comes from no code of the mail. */
const char *modifier_side(
    const struct question *q, const struct claim_line *line);

/* modifier_spot - the one eyelid, finger, toe or coronary artery (fact "spot")
 * on the one code of the question. 1 with verdict CODES; 0 none or several are
 * told, or the code takes no such modifier; -1. */
int modifier_spot(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e);

/* modifier_spot_alone - the same, or the one side, where the mail names no code
 * and wants none: the modifier in words. 1 with the answer; 0: more than one
 * place, or more is asked; -1 with *e. */
int modifier_spot_alone(const struct answer_context *c,
    const struct question *q, struct answer *out, struct err *e);

/* modifier_of_visit - 24, 25 or 57, which stand on a visit alone. */
bool modifier_of_visit(const char *modifier);

/* modifier_opens - "can we bill it?" (fact "may_bill"), and the modifier is what
 * makes it payable; never where asked is whether it lies in the period. */
bool modifier_opens(const struct question *q, const char *modifier);

/* modifier_where - ", on the code of the visit": the line in words (text of norm
 * modifier_line); "" where the row tells none; NULL: *e. */
const char *modifier_where(
    const struct answer_context *c, const char *modifier, struct err *e);

/* modifier_assists - 80, 81, 82 or AS. */
bool modifier_assists(const char *modifier);
/*
 * modifier_paid - what the fee schedule's indicators say of a modifier on the
 * lines: both sides, assistant, co-surgeons, team.
 *
 * Gives    *refused: the answer says that it is not paid, or is held where the
 *          table that says so is not loaded; else reasons may be added. For
 *          payers other than Medicare only both sides are looked at.
 * Fails: -1. Touches the lookup.
 */
int modifier_paid(const struct answer_context *c, const struct question *q,
    struct claim *m, const char *modifier, struct answer *out, bool *refused,
    struct err *e);

#endif
