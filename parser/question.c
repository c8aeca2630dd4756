/* question.c - subject and visible text come in; the questions in them go
 * out: each with its kind, codes, facts and date of service. */
#include "question.h"

#include "code.h"
#include "fact.h"
#include "limit.h"
#include "question_days.h"
#include "question_split.h"
#include "question_tail.h"
#include "service.h"
#include "shorthand.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* One text and all that was found in it. */
struct reading {
	const struct question_rules *rules;
	char *text;
	size_t n;
	struct code *code;
	size_t code_n;
	struct fact *fact;
	size_t fact_n;
};

/* Weights of structure, beside those of data/cues. */
enum {
	WEIGHT_THANKS = 2,  /* a greeting weighs 1: it thanks for nothing */
	WEIGHT_TOPIC = 4,   /* a decision table is named */
	WEIGHT_MARK = 6,    /* a code, and what only a modifier tells of it */
	WEIGHT_COUNT = 8,   /* of what a table names: how many? */
	WEIGHT_DOSE = 22,   /* a drug and how much of it */
	WEIGHT_EITHER = 3,  /* "12031 or 12032?" */
	WEIGHT_PAIR = 7,    /* two procedures, and may they stand together? */
	WEIGHT_CLAIM = 8,   /* two procedures of one session or claim */
	WEIGHT_ALONE = 12,  /* one code, and may it stand alone? */
	WEIGHT_DENIED = 24, /* two procedures, and an edit or a denial */
	WEIGHT_BARE = 6,    /* nothing but codes */
	WEIGHT_SHORT = 2,   /* codes and a few words */
	BARE_WORDS = 2,     /* "CPT 33954 please" */
	SHORT_WORDS = 5,
	EITHER_WORDS = 6, /* with more, a case is told: which of them fits? */
};

static int
question_full(struct err *e)
{
	return err_set(e, ERR_REFUSE, "question", 0,
	    "no memory left for the questions of this mail");
}

const struct fact *
question_fact(const struct question *q, const char *name)
{
	for (size_t i = 0; i < q->fact_n; i++)
		if (strcmp(q->fact[i].name, name) == 0)
			return &q->fact[i];
	return NULL;
}

bool
question_conflict(const struct question *q, const char *name)
{
	const struct fact *first = question_fact(q, name);
	for (size_t i = 0; first != NULL && i < q->fact_n; i++) {
		const struct fact *f = &q->fact[i];
		if (strcmp(f->name, name) == 0 &&
		    (f->milli != first->milli ||
			(f->milli == INT64_MIN &&
			    strcmp(f->value, first->value) != 0)))
			return true;
	}
	return false;
}

/* Typesetters' spaces (U+00A0) are no white space to patterns on bytes; the
 * length stays, so that places do not move. */
static char *
reading_copy(struct arena *a, const char *subject, const char *text)
{
	char *own = arena_strdup(a, text);
	if (own == NULL)
		return NULL;
	tail_blank(own);
	char *s = subject[0] != '\0' ? arena_printf(a, "%s\n\n%s", subject, own)
				     : own;
	char *p = s != NULL ? strstr(s, "\xc2\xa0") : NULL;
	for (; p != NULL; p = strstr(p, "\xc2\xa0"))
		memset(p, ' ', 2);
	return s != NULL ? shorthand_spell(a, s) : NULL;
}

static int
reading_new(struct arena *a, const struct question_rules *rules,
    const char *subject, const char *text, struct reading *out, struct err *e)
{
	struct reading r = { .rules = rules };
	r.text = reading_copy(a, subject, text);
	if (r.text == NULL)
		return question_full(e);
	r.n = strlen(r.text);
	if (code_find(a, r.text, &r.code, &r.code_n, e) != 0 ||
	    fact_find(a, rules, r.text, r.n, &r.fact, &r.fact_n, e) != 0)
		return -1;
	if (days_facts(a, r.text, r.n, &r.fact, &r.fact_n, e) != 0)
		return -1;
	*out = r;
	return 0;
}

/* Does it name what it is about? */
static bool
reading_has_matter(const struct reading *r)
{
	if (r->code_n > 0)
		return true;
	for (size_t i = 0; i < r->fact_n; i++)
		if (strcmp(r->fact[i].name, "topic") == 0)
			return true;
	return false;
}

/* A request of one word (request.def). */
static bool
reading_requests(const struct reading *r)
{
	return question_fact(
		   &(struct question){ .fact = r->fact, .fact_n = r->fact_n },
		   "command") != NULL;
}

/* A subject that says what its mail is for; the thanks below it are manners. */
static bool
reading_asks(const struct reading *r)
{
	int score[CUE_COUNT] = { 0 };
	cue_score(r->rules, r->text, r->n, score);
	if (reading_requests(r) || score[CUE_HUMAN] > 0)
		return true;
	return score[CUE_THANKS] < WEIGHT_THANKS &&
	       (reading_has_matter(r) || strchr(r->text, '?') != NULL);
}

/* "Re: FEE 99214 NY" repeats what its thread began with. */
static bool
subject_replies(const char *s)
{
	static const char *const prefix[] = { "re:", "aw:", "rv:" };
	s += strspn(s, " \t");
	for (size_t i = 0; i < sizeof(prefix) / sizeof(prefix[0]); i++)
		if (strncasecmp(s, prefix[i], strlen(prefix[i])) == 0)
			return true;
	return false;
}

/* The subject without "Re:", "Fwd:", "[EXTERNAL]". */
static const char *
subject_plain(const char *s)
{
	static const char *const prefix[] = { "re:", "fw:", "fwd:", "aw:",
		"wg:", "tr:", "rv:", "[external]", "[ext]", "external:" };
	for (size_t i = 0; i < sizeof(prefix) / sizeof(prefix[0]);) {
		s += strspn(s, " \t");
		size_t n = strlen(prefix[i]);
		if (strncasecmp(s, prefix[i], n) == 0) {
			s += n;
			i = 0;
		} else {
			i++;
		}
	}
	return s;
}

/* Words of letters in text[start..end), codes left out. */
static size_t
reading_words(const struct reading *r, struct span p)
{
	size_t words = 0, next = 0;
	bool inside = false;
	for (size_t i = p.start; i < p.end; i++) {
		while (next < r->code_n &&
		       r->code[next].start + r->code[next].len <= i)
			next++;
		bool code = next < r->code_n && r->code[next].start <= i;
		unsigned char c = (unsigned char)(r->text[i] | 0x20);
		bool letter = !code && ((c >= 'a' && c <= 'z') || c >= 0x80);
		words += letter && !inside;
		inside = letter || (inside && r->text[i] == '\'');
	}
	return words;
}

/* "Perfect, thanks so much!" and nothing that asks or disputes. */
static int
reading_thanks(
    struct arena *a, const struct reading *r, bool *out, struct err *e)
{
	int score[CUE_COUNT] = { 0 };
	*out = false;
	if (reading_has_matter(r) || strchr(r->text, '?') != NULL || r->n > 400)
		return 0;
	cue_score(r->rules, r->text, r->n, score);
	if (score[CUE_THANKS] < WEIGHT_THANKS)
		return 0;
	struct reading rest = *r;
	rest.text = arena_memdup(a, r->text, r->n);
	if (rest.text == NULL)
		return question_full(e);
	cue_strike(r->rules, CUE_THANKS, rest.text, rest.n);
	memset(score, 0, sizeof(score));
	cue_score(r->rules, rest.text, rest.n, score);
	int others = 0;
	for (enum cue_kind k = 0; k < CUE_THANKS; k++)
		others += score[k];
	*out = others == 0 && r->fact_n == 0 &&
	       reading_words(&rest, (struct span){ 0, rest.n }) <= 3;
	return 0;
}

/* Codes of the reading that stand in p, appended to q. */
static void
question_codes(struct question *q, const struct reading *r, struct span p)
{
	for (size_t i = 0; i < r->code_n; i++)
		if (r->code[i].start >= p.start && r->code[i].start < p.end)
			q->code[q->code_n++] = r->code[i];
}

/* Facts that stand in p; those of names that q has already only where again. */
static void
question_facts(
    struct question *q, const struct reading *r, struct span p, bool again)
{
	size_t had = q->fact_n;
	for (size_t i = 0; i < r->fact_n; i++) {
		const struct fact *f = &r->fact[i];
		if (f->start < p.start || f->start >= p.end)
			continue;
		struct question before = { .fact = q->fact, .fact_n = had };
		if (again || question_fact(&before, f->name) == NULL)
			q->fact[q->fact_n++] = *f;
	}
}

/* Does "or" stand between two codes, and a question mark somewhere behind? */
static bool
question_either(const struct question *q, const struct reading *r)
{
	for (size_t i = 1; i < q->code_n; i++) {
		size_t from = q->code[i - 1].start + q->code[i - 1].len;
		size_t to = q->code[i].start;
		if (to < from || to - from > 12)
			continue;
		for (size_t k = from; k + 3 < to; k++)
			if (strncasecmp(r->text + k, " or ", 4) == 0)
				return strchr(r->text + to, '?') != NULL;
	}
	return false;
}

/* How many codes it names: a range names at least two. */
static size_t
question_code_count(const struct question *q)
{
	size_t n = q->code_n;
	for (size_t i = 0; i < q->code_n; i++)
		n += q->code[i].end[0] != '\0';
	return n;
}

static bool
question_wants(const struct question *q, const char *name, const char *value)
{
	for (size_t i = 0; i < q->fact_n; i++)
		if (strcmp(q->fact[i].name, name) == 0 &&
		    strcmp(q->fact[i].value, value) == 0)
			return true;
	return false;
}

/* Codes of two procedures, each by itself. */
static bool
question_two(const struct question *q)
{
	const char *first = NULL;
	bool two = false;
	for (size_t i = 0; i < q->code_n; i++) {
		const struct code *c = &q->code[i];
		if ((c->system != CODE_CPT && c->system != CODE_HCPCS) ||
		    c->end[0] != '\0')
			continue;
		two |= first != NULL && strcmp(first, c->text) != 0;
		first = first ? first : c->text;
	}
	return two;
}

/* Two codes of procedures, and yes or no, or what parts them: the question is
 * whether they stand together, whatever else the words say. */
static bool
question_pairs(const struct question *q)
{
	bool two = question_two(q);
	if (!two || question_fact(q, "mark_asked") != NULL)
		return two;
	return !question_wants(q, "wants", "either") &&
	       (question_wants(q, "wants", "verdict") ||
		   question_wants(q, "wants", "pair"));
}

/* Facts of a claim that its modifier tells and no code: who did how much. */
static bool
question_marks(const struct question *q)
{
	static const char *const told[] = { "part", "assistant", "care_split",
		"stopped", "surgeons", "waived", "abn", "returned" };
	bool found = false;
	for (size_t i = 0; i < q->code_n; i++)
		found |= q->code[i].system == CODE_CPT;
	/* what was done may be told in words where the code does not turn on
	 * it */
	if (question_fact(q, "topic") != NULL &&
	    (question_fact(q, "abn") != NULL ||
		question_fact(q, "waived") != NULL))
		return true;
	for (size_t i = 0; found && i < sizeof(told) / sizeof(told[0]); i++)
		if (question_fact(q, told[i]) != NULL)
			return true;
	return false;
}

/* "Depo Provera 150 mg IM": a drug that norms count, and an amount of it. */
static bool
question_dose(const struct question *q)
{
	return question_fact(q, "drug") != NULL &&
	       (question_fact(q, "dose_mg") != NULL ||
		   question_fact(q, "dose_units") != NULL ||
		   question_fact(q, "dose_ml") != NULL);
}

/* Do cues speak for no kind that has rules of its own for its codes? */
static bool
score_general(const int score[CUE_COUNT])
{
	static const enum cue_kind general[] = { CUE_DIAGNOSIS, CUE_EXPLAIN,
		CUE_COMPARE, CUE_CHOOSE, CUE_PAIR, CUE_MODIFIER, CUE_OTHER };
	for (enum cue_kind k = 0; k < CUE_THANKS; k++) {
		bool mine = score[k] == 0;
		for (size_t i = 0; i < sizeof(general) / sizeof(general[0]);
		     i++)
			mine |= k == general[i];
		if (!mine)
			return false;
	}
	return true;
}

static void
question_structure(const struct question *q, const struct reading *r,
    struct span p, int score[CUE_COUNT])
{
	size_t words = reading_words(r, p);
	if (question_fact(q, "topic") != NULL)
		score[CUE_CHOOSE] += WEIGHT_TOPIC;
	if (question_fact(q, "topic") != NULL && q->code_n == 0 &&
	    question_fact(q, "count_asked") != NULL)
		score[CUE_CHOOSE] += WEIGHT_COUNT;
	if (question_pairs(q))
		score[CUE_PAIR] += WEIGHT_PAIR;
	if (question_two(q) && question_fact(q, "edit_told") != NULL)
		score[CUE_PAIR] += WEIGHT_DENIED;
	if (question_two(q) && question_fact(q, "one_claim") != NULL &&
	    score_general(score) && !question_either(q, r) &&
	    !question_wants(q, "wants", "either"))
		score[CUE_PAIR] += WEIGHT_CLAIM;
	if (question_code_count(q) == 1 &&
	    question_fact(q, "alone_asked") != NULL && score_general(score))
		score[CUE_PAIR] += WEIGHT_ALONE;
	if (question_wants(q, "postop", "yes") &&
	    question_fact(q, "related") != NULL &&
	    question_wants(q, "wants", "verdict"))
		score[CUE_GLOBAL] += WEIGHT_MARK;
	if (question_marks(q))
		score[CUE_MODIFIER] += WEIGHT_MARK;
	if (question_dose(q) && score[CUE_DRUG] < WEIGHT_DOSE)
		score[CUE_DRUG] = WEIGHT_DOSE;
	if (question_either(q, r))
		score[words <= EITHER_WORDS ? CUE_COMPARE : CUE_CHOOSE] +=
		    WEIGHT_EITHER;
	else if (q->code_n > 0 && words <= BARE_WORDS)
		score[CUE_EXPLAIN] += WEIGHT_BARE;
	else if (q->code_n > 0 && words <= SHORT_WORDS)
		score[CUE_EXPLAIN] += WEIGHT_SHORT;
}

/* How many codes a question of each kind names at least. */
static const size_t codes_needed[] = {
#define KIND(id, name, work, reach, codes, meaning) codes,
#include "kinds.def"
#undef KIND
};

/* A kind that lacks what it needs passes its weight on, or loses it. */
static void
question_fit(const struct question *q, int score[CUE_COUNT])
{
	bool topic = question_fact(q, "topic") != NULL;
	/* A case of which no table knows: to explain the codes in it would
	 * not answer it. */
	if (!topic && q->code_n > 0) {
		score[CUE_OTHER] += score[CUE_CHOOSE];
		score[CUE_CHOOSE] = 0;
	}
	if (question_code_count(q) < 2) {
		score[CUE_EXPLAIN] += score[CUE_COMPARE];
		score[CUE_COMPARE] = 0;
	}
	if (q->code_n == 0) {
		if (topic)
			score[CUE_CHOOSE] += score[CUE_EXPLAIN];
		score[CUE_EXPLAIN] = 0;
	}
	for (enum cue_kind k = 0; k < CUE_THANKS; k++)
		if (question_code_count(q) < codes_needed[k])
			score[k] = 0;
}

/* The kind that is spoken for next; NULL where that is no table's matter, and
 * behind kinds that leave out what another part of the claim would need. */
static const char *
kind_second(
    const struct question *q, const int score[CUE_COUNT], enum cue_kind best)
{
	if (best != CUE_LEVEL && best != CUE_CARE && best != CUE_VISIT_RULE)
		return NULL;
	enum cue_kind second = CUE_OTHER;
	for (enum cue_kind k = CUE_OTHER; k-- > 0;)
		if (k != best && score[k] > score[second])
			second = k;
	/* A visit beside a procedure wants a modifier, too. */
	for (size_t i = 0; second == CUE_CHOOSE && i < q->fact_n; i++)
		if (strcmp(q->fact[i].name, "topic") == 0 &&
		    strstr(q->fact[i].value, "visit") != NULL)
			return NULL;
	return second == CUE_OTHER ? NULL : cue_name(second);
}

/* "other": a coder must answer, whatever tables say of its codes. "unclear":
 * there is nothing that a table could be asked for. */
static const char *
question_kind(struct question *q, const struct reading *r, struct span p)
{
	int score[CUE_COUNT] = { 0 };
	cue_score(r->rules, r->text + p.start, p.end - p.start, score);
	question_structure(q, r, p, score);
	if (score[CUE_HUMAN] > 0)
		return cue_name(CUE_HUMAN);
	question_fit(q, score);
	enum cue_kind best = CUE_OTHER;
	for (enum cue_kind k = CUE_THANKS; k-- > 0;)
		if (score[k] > score[best])
			best = k;
	q->second = kind_second(q, score, best);
	if (score[best] == 0 && q->code_n == 0)
		return cue_name(CUE_UNCLEAR);
	return cue_name(best);
}

static struct span
span_trim(const struct reading *r, struct span p)
{
	while (p.start < p.end && strchr(" \t\n", r->text[p.start]) != NULL)
		p.start++;
	while (p.end > p.start && strchr(" \t\n", r->text[p.end - 1]) != NULL)
		p.end--;
	return p;
}

static int
question_make(struct arena *a, const struct reading *r, struct span p,
    struct span lead, struct question *out, struct err *e)
{
	struct question q = { .kind = NULL };
	struct span words = span_trim(r, p);
	q.text =
	    arena_strndup(a, r->text + words.start, words.end - words.start);
	q.code = arena_array(a, r->code_n, sizeof(q.code[0]));
	q.fact = arena_array(a, r->fact_n, sizeof(q.fact[0]));
	if (q.text == NULL || q.code == NULL || q.fact == NULL)
		return question_full(e);
	question_codes(&q, r, p);
	question_facts(&q, r, p, true);
	if (q.code_n == 0)
		question_codes(&q, r, lead);
	question_facts(&q, r, lead, false);
	q.kind = question_kind(&q, r, p);
	q.service = service_find(r->text + p.start, p.end - p.start);
	if (q.service == 0)
		q.service = service_find(r->text, r->n);
	*out = q;
	return 0;
}

static int
reading_questions(struct arena *a, const struct reading *r,
    struct questions *out, struct err *e)
{
	struct span span[LIMIT_QUESTIONS], lead;
	size_t n = split_find(r->text, r->n, r->code, r->code_n, r->fact,
	    r->fact_n, span, LIMIT_QUESTIONS, &lead);
	struct questions q = { .item = arena_array(a, n, sizeof(q.item[0])),
		.n = n };
	if (q.item == NULL)
		return question_full(e);
	for (size_t i = 0; i < n; i++) {
		bool on = i > 0 && split_asks_on(r->text, r->n, span[i]);
		if (question_make(a, r, span[i], on ? span[i - 1] : lead,
			&q.item[i], e) != 0)
			return -1;
		q.wants_human |= strcmp(q.item[i].kind, cue_name(CUE_HUMAN)) ==
				 0;
	}
	*out = q;
	return 0;
}

/* "please route to a person" stands in the subject as often as below it. */
static void
question_subject_human(const struct question_rules *rules, const char *subject,
    struct questions *q)
{
	int score[CUE_COUNT] = { 0 };
	cue_score(rules, subject, strlen(subject), score);
	if (score[CUE_HUMAN] == 0)
		return;
	q->wants_human = true;
	for (size_t i = 0; i < q->n; i++)
		q->item[i].kind = cue_name(CUE_HUMAN);
}

/* Does the subject belong to the text below it? That of a reply names what the
 * thread began with, which the case knows better: beside facts only its codes
 * count. */
static bool
reading_takes_subject(
    const struct reading *body, const struct reading *whole, bool reply)
{
	if (body->text[0] == '\0' || reading_requests(whole))
		return true;
	if (reply && body->fact_n > 0 && strchr(body->text, '?') == NULL)
		return whole->code_n > 0;
	return reading_has_matter(whole);
}

int
question_find_text(struct arena *a, const struct question_rules *rules,
    const char *subject, const char *text, struct questions *out, struct err *e)
{
	struct reading r, whole;
	struct questions q;
	bool thanks;
	const char *plain = subject_plain(subject);
	if (reading_new(a, rules, "", text, &r, e) != 0 ||
	    reading_thanks(a, &r, &thanks, e) != 0)
		return -1;
	if (thanks && !subject_replies(subject) && plain[0] != '\0') {
		if (reading_new(a, rules, plain, "", &whole, e) != 0)
			return -1;
		thanks = !reading_asks(&whole);
	}
	/* A body that names its matter speaks for itself: subjects of replies
	 * name another one often enough. */
	if (!thanks && plain[0] != '\0' && !reading_has_matter(&r)) {
		if (reading_new(a, rules, plain, text, &whole, e) != 0)
			return -1;
		if (reading_takes_subject(&r, &whole, plain != subject))
			r = whole;
	}
	if (reading_questions(a, &r, &q, e) != 0)
		return -1;
	q.thanks = thanks;
	question_subject_human(rules, plain, &q);
	*out = q;
	return 0;
}

int
question_find(struct arena *a, const struct question_rules *rules,
    const struct message *m, struct questions *out, struct err *e)
{
	return question_find_text(a, rules, m->subject, m->visible, out, e);
}
