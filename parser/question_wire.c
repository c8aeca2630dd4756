/* question_wire.c - questions to the record form of wire.h and back. Whoever
 * reads trusts nothing: a jail that was taken over may have written it. */
#include "code_shape.h"
#include "limit.h"
#include "question.h"
#include <string.h>

/* Tags; stored cases hold them, so a number is never used anew. */
enum {
	TAG_QUESTION = 1,
	TAG_WANTS_HUMAN = 2,
	TAG_THANKS = 3,
	TAG_KIND = 10,
	TAG_TEXT = 11,
	TAG_SERVICE = 12,
	TAG_CODE = 13,
	TAG_FACT = 14,
	TAG_SECOND = 15,
	TAG_SYSTEM = 20,
	TAG_CODE_TEXT = 21,
	TAG_CODE_END = 22,
	TAG_MODIFIER = 23,
	TAG_UNITS = 24,
	TAG_REPAIRED = 25,
	TAG_START = 26,
	TAG_LEN = 27,
	TAG_NAME = 30,
	TAG_VALUE = 31,
	TAG_MILLI = 32,
};

#define WORD_BYTES  32 /* names of kinds and facts, as the tables have them */
#define TEXT_BYTES  ((size_t)LIMIT_TEXT_BYTES * 2) /* subject and text */
#define VALUE_BYTES 120 /* a word, a number, or the words of a newborn */

static void
code_write(const struct code *c, struct buf *out)
{
	wire_open(out, TAG_CODE);
	wire_put_number(out, TAG_SYSTEM, c->system);
	wire_put_text(out, TAG_CODE_TEXT, c->text);
	if (c->end[0] != '\0')
		wire_put_text(out, TAG_CODE_END, c->end);
	for (int i = 0; i < c->modifiers; i++)
		wire_put_text(out, TAG_MODIFIER, c->modifier[i]);
	wire_put_number(out, TAG_UNITS, c->units);
	wire_put_number(out, TAG_REPAIRED, c->repaired);
	wire_put_number(out, TAG_START, (int64_t)c->start);
	wire_put_number(out, TAG_LEN, (int64_t)c->len);
	wire_close(out);
}

static void
fact_write(const struct fact *f, struct buf *out)
{
	wire_open(out, TAG_FACT);
	wire_put_text(out, TAG_NAME, f->name);
	wire_put_text(out, TAG_VALUE, f->value);
	wire_put_number(out, TAG_MILLI, f->milli);
	wire_put_number(out, TAG_START, (int64_t)f->start);
	wire_put_number(out, TAG_LEN, (int64_t)f->len);
	wire_close(out);
}

void
questions_write(const struct questions *q, struct buf *out)
{
	wire_put_number(out, TAG_WANTS_HUMAN, q->wants_human);
	wire_put_number(out, TAG_THANKS, q->thanks);
	for (size_t i = 0; i < q->n; i++) {
		const struct question *x = &q->item[i];
		wire_open(out, TAG_QUESTION);
		wire_put_text(out, TAG_KIND, x->kind);
		if (x->second != NULL)
			wire_put_text(out, TAG_SECOND, x->second);
		wire_put_text(out, TAG_TEXT, x->text);
		wire_put_number(out, TAG_SERVICE, x->service);
		for (size_t k = 0; k < x->code_n; k++)
			code_write(&x->code[k], out);
		for (size_t k = 0; k < x->fact_n; k++)
			fact_write(&x->fact[k], out);
		wire_close(out);
	}
}

static int
wire_bad(struct err *e, const char *what)
{
	return err_set(
	    e, ERR_REFUSE, "question", 0, "a record has a bad %s", what);
}

static int
read_number(const struct wire *w, int64_t low, int64_t high, int64_t *out,
    struct err *e)
{
	int64_t number;
	if (wire_number(w, &number, e) != 0)
		return -1;
	if (number < low || number > high)
		return wire_bad(e, "number");
	*out = number;
	return 0;
}

/* A short text that fits `size` bytes with its NUL. */
static int
read_short(const struct wire *w, char *out, size_t size, struct err *e)
{
	if (w->len >= size || memchr(w->value, '\0', w->len) != NULL)
		return wire_bad(e, "code");
	memcpy(out, w->value, w->len);
	out[w->len] = '\0';
	return 0;
}

/* A word of our tables: lower case, digits, "_". */
static const char *
read_word(const struct wire *w, struct arena *a, struct err *e)
{
	char *word = wire_text(w, a, WORD_BYTES, e);
	if (word == NULL)
		return NULL;
	if (word[0] == '\0' ||
	    word[strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_")] !=
		'\0') {
		wire_bad(e, "word");
		return NULL;
	}
	return word;
}

static int
read_place(const struct wire *w, size_t *out, struct err *e)
{
	int64_t number;
	if (read_number(w, 0, (int64_t)TEXT_BYTES, &number, e) != 0)
		return -1;
	*out = (size_t)number;
	return 0;
}

static int
code_read_field(const struct wire *w, struct code *c, struct err *e)
{
	int64_t number;
	switch (w->tag) {
	case TAG_SYSTEM:
		if (read_number(w, 0, CODE_SYSTEM_COUNT - 1, &number, e) != 0)
			return -1;
		c->system = (enum code_system)number;
		return 0;
	case TAG_CODE_TEXT:
		return read_short(w, c->text, sizeof(c->text), e);
	case TAG_CODE_END:
		return read_short(w, c->end, sizeof(c->end), e);
	case TAG_MODIFIER:
		if (c->modifiers == 4)
			return wire_bad(e, "modifier");
		return read_short(w, c->modifier[c->modifiers++], 3, e);
	case TAG_UNITS:
		if (read_number(w, 1, 9999, &number, e) != 0)
			return -1;
		c->units = (int)number;
		return 0;
	case TAG_REPAIRED:
		if (read_number(w, 0, 1, &number, e) != 0)
			return -1;
		c->repaired = number == 1;
		return 0;
	case TAG_START:
		return read_place(w, &c->start, e);
	case TAG_LEN:
		return read_place(w, &c->len, e);
	default:
		return wire_bad(e, "tag");
	}
}

static int
code_read(struct wire *w, struct code *out, struct err *e)
{
	struct code c = { .units = 1 };
	int more;
	while ((more = wire_next(w, e)) == 1)
		if (code_read_field(w, &c, e) != 0)
			return -1;
	if (more < 0)
		return -1;
	if (!shape_check(&c))
		return wire_bad(e, "code");
	*out = c;
	return 0;
}

static int
fact_read_field(
    const struct wire *w, struct arena *a, struct fact *f, struct err *e)
{
	switch (w->tag) {
	case TAG_NAME:
		f->name = read_word(w, a, e);
		return f->name != NULL ? 0 : -1;
	case TAG_VALUE:
		f->value = wire_text(w, a, VALUE_BYTES, e);
		return f->value != NULL ? 0 : -1;
	case TAG_MILLI:
		return wire_number(w, &f->milli, e);
	case TAG_START:
		return read_place(w, &f->start, e);
	case TAG_LEN:
		return read_place(w, &f->len, e);
	default:
		return wire_bad(e, "tag");
	}
}

static int
fact_read(struct wire *w, struct arena *a, struct fact *out, struct err *e)
{
	struct fact f = { .milli = INT64_MIN };
	int more;
	while ((more = wire_next(w, e)) == 1)
		if (fact_read_field(w, a, &f, e) != 0)
			return -1;
	if (more < 0)
		return -1;
	if (f.name == NULL || f.value == NULL)
		return wire_bad(e, "fact");
	*out = f;
	return 0;
}

static int
read_code_at(struct wire *w, struct arena *a, struct question *q, struct err *e)
{
	if (q->code == NULL)
		q->code = arena_array(a, LIMIT_CODES, sizeof(q->code[0]));
	if (q->code == NULL || q->code_n == LIMIT_CODES)
		return wire_bad(e, "count of codes");
	if (code_read(w, &q->code[q->code_n], e) != 0)
		return -1;
	q->code_n++;
	return 0;
}

static int
read_fact_at(struct wire *w, struct arena *a, struct question *q, struct err *e)
{
	if (q->fact == NULL)
		q->fact = arena_array(a, LIMIT_FACTS, sizeof(q->fact[0]));
	if (q->fact == NULL || q->fact_n == LIMIT_FACTS)
		return wire_bad(e, "count of facts");
	if (fact_read(w, a, &q->fact[q->fact_n], e) != 0)
		return -1;
	q->fact_n++;
	return 0;
}

static int
read_service(const struct wire *w, date *out, struct err *e)
{
	int64_t day;
	if (read_number(w, 0, DATE_OPEN, &day, e) != 0)
		return -1;
	if (day != 0 && date_make((int)(day / 10000), (int)(day / 100 % 100),
			    (int)(day % 100)) == 0)
		return wire_bad(e, "date");
	*out = (date)day;
	return 0;
}

static int
question_read_field(
    struct wire *w, struct arena *a, struct question *q, struct err *e)
{
	switch (w->tag) {
	case TAG_KIND:
		q->kind = read_word(w, a, e);
		return q->kind != NULL ? 0 : -1;
	case TAG_SECOND:
		q->second = read_word(w, a, e);
		return q->second != NULL ? 0 : -1;
	case TAG_TEXT:
		q->text = wire_text(w, a, TEXT_BYTES, e);
		return q->text != NULL ? 0 : -1;
	case TAG_SERVICE:
		return read_service(w, &q->service, e);
	case TAG_CODE:
		return read_code_at(w, a, q, e);
	case TAG_FACT:
		return read_fact_at(w, a, q, e);
	default:
		return wire_bad(e, "tag");
	}
}

static int
question_read(
    struct wire *w, struct arena *a, struct question *out, struct err *e)
{
	struct question q = { .kind = NULL };
	int more;
	while ((more = wire_next(w, e)) == 1)
		if (question_read_field(w, a, &q, e) != 0)
			return -1;
	if (more < 0)
		return -1;
	if (q.kind == NULL || q.text == NULL)
		return wire_bad(e, "question");
	*out = q;
	return 0;
}

static int
questions_read_field(
    struct wire *w, struct arena *a, struct questions *q, struct err *e)
{
	int64_t flag;
	switch (w->tag) {
	case TAG_WANTS_HUMAN:
	case TAG_THANKS:
		if (read_number(w, 0, 1, &flag, e) != 0)
			return -1;
		*(w->tag == TAG_THANKS ? &q->thanks : &q->wants_human) = flag ==
									 1;
		return 0;
	case TAG_QUESTION:
		if (q->n == LIMIT_QUESTIONS)
			return wire_bad(e, "count of questions");
		if (question_read(w, a, &q->item[q->n], e) != 0)
			return -1;
		q->n++;
		return 0;
	default:
		return wire_bad(e, "tag");
	}
}

int
questions_read(
    struct wire *w, struct arena *a, struct questions *out, struct err *e)
{
	int more;
	struct questions q = { .item = arena_array(a, LIMIT_QUESTIONS,
				   sizeof(struct question)) };
	if (q.item == NULL)
		return wire_bad(e, "size");
	while ((more = wire_next(w, e)) == 1)
		if (questions_read_field(w, a, &q, e) != 0)
			return -1;
	if (more < 0)
		return -1;
	if (q.n == 0)
		return wire_bad(e, "count of questions");
	*out = q;
	return 0;
}
