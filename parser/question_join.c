/* question_join.c - a case's questions so far and those of a later mail come
 * in; what the case asks now goes out. */
#include "limit.h"
#include "question.h"
#include <string.h>

static int
join_full(struct err *e)
{
	return err_set(e, ERR_REFUSE, "question", 0,
	    "no memory left to join a case with its new mail");
}

#define JOIN_GAP 1000 /* between the texts of two mails, bytes */

static size_t
join_end(const struct question *q)
{
	size_t end = 0;
	for (size_t i = 0; i < q->fact_n; i++)
		if (q->fact[i].start + q->fact[i].len > end)
			end = q->fact[i].start + q->fact[i].len;
	return end + JOIN_GAP;
}

/* Facts of both: a name that the new mail states replaces all of that name. */
static int
join_facts(struct arena *a, const struct question *before,
    const struct question *now, struct question *out, struct err *e)
{
	size_t n = 0;
	struct fact *fact =
	    arena_array(a, before->fact_n + now->fact_n, sizeof(fact[0]));
	if (fact == NULL)
		return join_full(e);
	for (size_t i = 0; i < before->fact_n; i++)
		if (question_fact(now, before->fact[i].name) == NULL)
			fact[n++] = before->fact[i];
	/* Places tell which procedure a fact is near: those of the later mail
	 * come behind all of the earlier one. */
	size_t behind = join_end(before);
	if (behind > LIMIT_TEXT_BYTES)
		behind = LIMIT_TEXT_BYTES; /* the record form takes no more */
	for (size_t i = 0; i < now->fact_n; i++) {
		fact[n] = now->fact[i];
		fact[n++].start += behind;
	}
	out->fact = fact;
	out->fact_n = n < LIMIT_FACTS ? n : LIMIT_FACTS;
	return 0;
}

/* "Then which modifier?" asks a new thing of the codes so far; what only
 * names a case goes on with the question that waits for it. */
static bool
join_asks_more(const struct question *now)
{
	static const char *const same[] = { "explain", "compare", "choose",
		"unclear" };
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (strcmp(now->kind, same[i]) == 0)
			return false;
	return true;
}

static int
join_one(struct arena *a, const struct question *before,
    const struct question *now, struct question *out, struct err *e)
{
	struct question q = *now;
	if (join_facts(a, before, now, &q, e) != 0)
		return -1;
	/* "and if she were 4?" has no kind and no code of its own. A mail that
	 * adds nothing ("and then?") asks something that we do not read. */
	bool own = strcmp(now->kind, "human") == 0 ||
		   strcmp(now->kind, "other") == 0 ||
		   (strcmp(now->kind, "unclear") == 0 && now->fact_n == 0);
	if (now->code_n == 0 && !own) {
		const struct question *asks = join_asks_more(now) ? now
								  : before;
		q.kind = asks->kind;
		q.second = asks->second;
		q.code = before->code;
		q.code_n = before->code_n;
	}
	/* Diagnoses are read from words, so that those of both mails count. */
	if (strcmp(q.kind, "diagnosis") == 0 && q.text != NULL &&
	    before->text != NULL) {
		q.text = arena_printf(a, "%s\n%s", before->text, q.text);
		if (q.text == NULL)
			return join_full(e);
	}
	if (q.service == 0)
		q.service = before->service;
	*out = q;
	return 0;
}

/* Is it new matter, not more about what was asked? */
static bool
join_is_new(const struct question *q)
{
	static const char *const more[] = { "unclear", "human", "other" };
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (strcmp(q->kind, more[i]) == 0)
			return false;
	return q->code_n > 0 || question_fact(q, "topic") != NULL;
}

/* Which question of the case waits for facts? Codes that were explained or
 * compared do not; all other kinds may have asked back. */
static const struct question *
join_partner(const struct questions *before)
{
	for (size_t i = before->n; i-- > 0;)
		if (strcmp(before->item[i].kind, "explain") != 0 &&
		    strcmp(before->item[i].kind, "compare") != 0)
			return &before->item[i];
	return &before->item[before->n - 1];
}

static bool
join_same_topic(const struct question *a, const struct question *b)
{
	for (size_t i = 0; i < a->fact_n; i++)
		for (size_t k = 0; k < b->fact_n; k++)
			if (strcmp(a->fact[i].name, "topic") == 0 &&
			    strcmp(b->fact[k].name, "topic") == 0 &&
			    strcmp(a->fact[i].value, b->fact[k].value) == 0)
				return true;
	return false;
}

/* What the new mail's question becomes beside the case. */
static int
join_item(struct arena *a, const struct questions *before,
    const struct question *now, struct question *out, struct err *e)
{
	const struct question *partner = join_partner(before);
	if (!join_is_new(now) || join_same_topic(partner, now))
		return join_one(a, partner, now, out, e);
	*out = *now;
	return 0;
}

int
question_join(struct arena *a, const struct questions *before,
    const struct questions *now, struct questions *out, struct err *e)
{
	if (before->n == 0 || now->n == 0 || now->thanks) {
		*out = now->n > 0 ? *now : *before;
		return 0;
	}
	struct questions q = *now;
	q.item = arena_array(a, now->n, sizeof(q.item[0]));
	if (q.item == NULL)
		return join_full(e);
	for (size_t i = 0; i < now->n; i++)
		if (join_item(a, before, &now->item[i], &q.item[i], e) != 0)
			return -1;
	*out = q;
	return 0;
}
