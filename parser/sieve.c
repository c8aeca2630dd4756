/*
 * sieve.c - expressions come in, texts after them; out comes which expressions
 * a text may match. All words that any of them needs lie in one table by their
 * first letters, so that each place of a text costs a look or two; each word
 * that is found meets the needs that name it.
 */
#include "sieve.h"

#include "need.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define HASH_BITS         13
#define HASH_COUNT        (1u << HASH_BITS)
#define HEAD_BYTES        3 /* letters of a word that its place is told by */
#define START_NAMINGS     65536 /* before it is settled */
#define START_EXPRESSIONS 4096
/* A word of four letters: expressions that need it are tried on one question
 * in some hundred, too seldom to pay for code of their own. At 20 the clean
 * process holds 5 MB more and a jail is no quicker, at 12 it is slower. */
#define SELDOM 16u

/* A need names a word: numbers of both. */
struct naming {
	uint32_t word, need;
};

struct sieve {
	struct need_book book; /* once settled: each word once, by its hash */
	/* Words of hash h are those from[h] up to from[h + 1]. */
	uint16_t from[HASH_COUNT + 1];
	/* Once settled: by word, those of word w are named[w] up to
	 * named[w + 1]. */
	struct naming *naming;
	size_t naming_n, naming_room;
	uint32_t *named;
	/* Needs of expression i are those from first[i] up to first[i + 1]. */
	uint32_t *first;
	size_t n, room, needs;
	uint64_t met[SIEVE_NEEDS / 64]; /* by any text: too many words */
};

/* Texts are compared so: no capitals, one digit for all. */
static unsigned char
plain(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return '0';
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

static bool
word_char(unsigned char c)
{
	c = plain(c);
	return (c >= 'a' && c <= 'z') || c == '0' || c == '_';
}

static unsigned
head_hash(unsigned head)
{
	return head * 2654435761u >> (32 - HASH_BITS);
}

static unsigned
word_hash(const struct need_word *w)
{
	unsigned head = 0;

	for (size_t i = 0; i < w->n && i < HEAD_BYTES; i++)
		head |= (unsigned)plain((unsigned char)w->text[i]) << 8 * i;
	return head_hash(head);
}

static void
bit_set(uint64_t *bits, size_t i)
{
	bits[i / 64] |= UINT64_C(1) << i % 64;
}

static bool
bit_is(const uint64_t *bits, size_t i)
{
	return bits[i / 64] >> i % 64 & 1;
}

static void *
sized(void *p, size_t n, size_t size)
{
	p = realloc(p, (n > 0 ? n : 1) * size);
	if (p == NULL)
		abort();
	return p;
}

/* Room for most at once: large pieces that grow leave holes between others. */
struct sieve *
sieve_new(void)
{
	struct sieve *s = calloc(1, sizeof *s);

	if (s == NULL)
		abort();
	s->room = START_EXPRESSIONS;
	s->naming_room = s->book.room = START_NAMINGS;
	s->first = sized(NULL, s->room, sizeof *s->first);
	s->first[0] = 0;
	s->naming = sized(NULL, s->naming_room, sizeof *s->naming);
	s->book.word = sized(NULL, s->book.room, sizeof *s->book.word);
	return s;
}

void
sieve_free(struct sieve *s)
{
	if (s == NULL)
		return;
	free(s->book.word);
	free(s->naming);
	free(s->named);
	free(s->first);
	free(s);
}

static void
need_add(struct sieve *s, const struct need *need)
{
	if (s->needs == SIEVE_NEEDS)
		return;
	for (size_t i = 0; i < need->n; i++) {
		if (s->naming_n == s->naming_room)
			s->naming = sized(
			    s->naming, s->naming_room *= 2, sizeof *s->naming);
		s->naming[s->naming_n++] =
		    (struct naming){ need->word[i], (uint32_t)s->needs };
	}
	s->needs++;
}

bool
sieve_add(struct sieve *s, const char *expression)
{
	struct needs needs;

	need_find(expression, &s->book, &needs);
	for (size_t i = 0; i < needs.n; i++)
		need_add(s, &needs.item[i]);
	if (++s->n == s->room)
		s->first = sized(s->first, s->room *= 2, sizeof *s->first);
	s->first[s->n] = (uint32_t)s->needs;
	return needs.n > 0 && need_strength(&s->book, &needs.item[0]) >= SELDOM;
}

/* A word that is named, and where it stood in the book. */
struct entry {
	struct need_word word;
	unsigned hash;
	uint32_t number;
};

static int
entry_order(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return memcmp(&x->word, &y->word, sizeof x->word);
}

static int
naming_order(const void *a, const void *b)
{
	const struct naming *x = a, *y = b;

	if (x->word != y->word)
		return x->word < y->word ? -1 : 1;
	return (x->need > y->need) - (x->need < y->need);
}

/* Each word once, in order; namings get its new number. */
static void
words_settle(struct sieve *s, const struct entry *entry, size_t n)
{
	uint32_t *place = sized(NULL, s->book.n, sizeof *place);
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (i == 0 || memcmp(&entry[i].word, &entry[i - 1].word,
				  sizeof entry->word) != 0) {
			if (kept < SIEVE_WORDS) {
				s->book.word[kept] = entry[i].word;
				s->from[entry[i].hash + 1]++;
			}
			kept++;
		}
		place[entry[i].number] = (uint32_t)kept - 1;
	}
	for (size_t i = 0; i < s->naming_n; i++)
		s->naming[i].word = place[s->naming[i].word];
	free(place);
	for (size_t h = 0; h < HASH_COUNT; h++)
		s->from[h + 1] += s->from[h];
	s->book.n = kept < SIEVE_WORDS ? kept : SIEVE_WORDS;
}

/* By word; those of words that are not looked for count as met. */
static void
namings_settle(struct sieve *s)
{
	size_t i = 0;

	qsort(s->naming, s->naming_n, sizeof *s->naming, naming_order);
	s->named = sized(NULL, s->book.n + 1, sizeof *s->named);
	for (size_t w = 0; w < s->book.n; w++) {
		s->named[w] = (uint32_t)i;
		while (i < s->naming_n && s->naming[i].word == w)
			i++;
	}
	s->named[s->book.n] = (uint32_t)i;
	for (; i < s->naming_n; i++)
		bit_set(s->met, s->naming[i].need);
}

void
sieve_settle(struct sieve *s)
{
	struct entry *entry = sized(NULL, s->naming_n, sizeof *entry);

	for (size_t i = 0; i < s->naming_n; i++) {
		const struct need_word *w = &s->book.word[s->naming[i].word];

		memset(&entry[i], 0, sizeof entry[i]);
		entry[i].word = *w;
		entry[i].hash = word_hash(w);
		entry[i].number = s->naming[i].word;
	}
	qsort(entry, s->naming_n, sizeof *entry, entry_order);
	words_settle(s, entry, s->naming_n);
	free(entry);
	namings_settle(s);
	s->book.word = sized(s->book.word, s->book.n, sizeof *s->book.word);
	s->naming = sized(s->naming, s->naming_n, sizeof *s->naming);
	s->first = sized(s->first, s->n + 1, sizeof *s->first);
}

static bool
word_at(const struct need_word *w, const char *text, size_t n, size_t at)
{
	const unsigned char *t = (const unsigned char *)text;

	if (w->n > n - at)
		return false;
	for (size_t i = 0; i < w->n; i++) {
		unsigned char c = t[at + i], is = plain(c);

		if (w->flags & WORD_CASED && is != '0')
			is = c;
		if (is != (unsigned char)w->text[i])
			return false;
	}
	if (w->flags & WORD_BEGINS && at > 0 && word_char(t[at - 1]))
		return false;
	return !(w->flags & WORD_ENDS) || at + w->n == n ||
	       !word_char(t[at + w->n]);
}

static void
word_found(const struct sieve *s, size_t word, struct sieve_seen *out)
{
	if (bit_is(out->word, word))
		return;
	bit_set(out->word, word);
	for (uint32_t i = s->named[word]; i < s->named[word + 1]; i++)
		bit_set(out->need, s->naming[i].need);
}

static void
look_at(const struct sieve *s, unsigned head, const char *text, size_t n,
    size_t at, struct sieve_seen *out)
{
	unsigned hash = head_hash(head);

	for (unsigned i = s->from[hash]; i < s->from[hash + 1]; i++)
		if (word_at(&s->book.word[i], text, n, at))
			word_found(s, i, out);
}

void
sieve_look(
    const struct sieve *s, const char *text, size_t n, struct sieve_seen *out)
{
	assert(s != NULL && text != NULL);
	memset(out->word, 0, (s->book.n + 63) / 64 * sizeof *out->word);
	memcpy(out->need, s->met, (s->needs + 63) / 64 * sizeof *out->need);
	for (size_t at = 0; at < n; at++) {
		unsigned head = 0;

		for (size_t i = 0; i < HEAD_BYTES && at + i < n; i++) {
			head |= (unsigned)plain((unsigned char)text[at + i])
				<< 8 * i;
			look_at(s, head, text, n, at, out);
		}
	}
}

bool
sieve_passes(
    const struct sieve *s, size_t expression, const struct sieve_seen *seen)
{
	for (uint32_t i = s->first[expression]; i < s->first[expression + 1];
	     i++)
		if (!bit_is(seen->need, i))
			return false;
	return true;
}
