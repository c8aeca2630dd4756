/* words.c - text comes in; its words go out in the form in which they are
 * compared, phrases of the lexicon replaced. */
#include "words.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Words that say nothing about which code it is. */
static const char *const stops[] = { "a", "an", "and", "as", "at", "be", "by",
	"due", "during", "for", "from", "has", "have", "in", "into", "is", "it",
	"its", "nec", "nos", "of", "on", "or", "the", "to", "with", "was",
	"had", "does", "that", "this", "her", "his", "their", "our", "my",
	"patient", "pt", "classified", "elsewhere", "unspecified" };
#define STOPS (sizeof(stops) / sizeof(stops[0]))

static bool
is_stop(const char *word)
{
	size_t i;

	for (i = 0; i < STOPS; i++)
		if (strcmp(stops[i], word) == 0)
			return true;
	return false;
}

/* Letters of Latin-1 with accents, U+00C0 to U+00FF, by their plain ones. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo-ouuuuypsaaaaaaaceeeeiiiidn"
			    "ooooo-ouuuuypy";

/* One character at s: its length, and the letter or digit that it is, or 0.
 * Apostrophes are passed over: "Crohn's" is "crohns". */
static size_t
letter_at(const char *s, char *out)
{
	unsigned char c = (unsigned char)s[0], d = (unsigned char)s[1];

	*out = 0;
	if (c >= 'A' && c <= 'Z')
		*out = (char)(c - 'A' + 'a');
	else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		*out = (char)c;
	else if (c == '\'')
		*out = '\'';
	else if (c == 0xc3 && d >= 0x80 && d <= 0xbf) {
		*out = latin[d - 0x80];
		return 2;
	} else if (c == 0xe2 && d == 0x80 && (unsigned char)s[2] == 0x99) {
		*out = '\'';
		return 3;
	}
	return 1;
}

static bool
ends_in(const char *s, size_t n, const char *end)
{
	size_t m = strlen(end);

	return n > m + 1 && memcmp(s + n - m, end, m) == 0;
}

/* "diseases" to "disease", "allergies" to "allergy", "biopsies"; "pelvis",
 * "abscess" and "virus" stay. */
static void
plural_cut(char *s)
{
	size_t n = strlen(s);

	/* "DOE" is an abbreviation of dyspnea. */
	if (n < 4 || s[n - 1] != 's' || strcmp(s, "does") == 0)
		return;
	if (ends_in(s, n, "ies") && n > 4) {
		memcpy(s + n - 3, "y", 2);
	} else if (ends_in(s, n, "sses") || ends_in(s, n, "xes") ||
		   ends_in(s, n, "ches") || ends_in(s, n, "shes")) {
		s[n - 2] = '\0';
	} else if (!ends_in(s, n, "ss") && !ends_in(s, n, "us") &&
		   !ends_in(s, n, "is")) {
		s[n - 1] = '\0';
	}
}

/* British spelling: oedema, anaemia, haemorrhage, tumour. */
static void
spelling_cut(char *s)
{
	static const struct {
		const char *from, *to;
	} row[] = {
		{ "oedema", "edema" },
		{ "oesoph", "esoph" },
		{ "aemi", "emi" },
		{ "haem", "hem" },
		{ "rrhoea", "rrhea" },
		{ "tumour", "tumor" },
		{ "orthopaed", "orthoped" },
		{ "paed", "ped" },
		{ "leukaem", "leukem" },
		{ "gynaec", "gynec" },
		{ "fibre", "fiber" },
		{ "foet", "fet" },
	};
	size_t i;

	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		char *at = strstr(s, row[i].from);
		size_t a = strlen(row[i].from), b = strlen(row[i].to);

		if (at == NULL)
			continue;
		memcpy(at, row[i].to, b);
		memmove(at + b, at + a, strlen(at + a) + 1);
	}
}

static bool
ends_here(char c)
{
	return c == '.' || c == ';' || c == '?' || c == '\n' || c == '!' ||
	       c == ':';
}

/* The word at s: its end. */
static const char *
word_read(const char *s, struct word *w)
{
	size_t n = 0, step;
	char c;

	for (; *s != '\0'; s += step) {
		step = letter_at(s, &c);
		if (c == 0 || c == '-')
			break;
		if (c != '\'' && n + 1 < WORD_BYTES)
			w->text[n++] = c;
	}
	w->text[n] = '\0';
	return s;
}

/* A single capital stands before the stop at s: "E." */
static bool
initial_before(const char *text, const char *s)
{
	return s - text >= 1 && isupper((unsigned char)s[-1]) &&
	       (s - text == 1 || s[-2] == ' ') && s[1] == ' ' &&
	       islower((unsigned char)s[2]);
}

size_t
words_cut(const char *text, struct word *out, size_t max)
{
	const char *s = text;
	size_t n = 0, step;
	char c;

	while (*s != '\0' && n < max) {
		struct word *w = &out[n];
		const char *begin = s;

		step = letter_at(s, &c);
		if (c == 0 || c == '-' || c == '\'') {
			/* "M54.5" and "2.5" are one, and the stop of "E. coli"
			 * shortens a name. */
			if (n > 0 && ends_here(*s) &&
			    (*s != '.' ||
				(s[1] <= ' ' && !initial_before(text, s))))
				out[n - 1].ends = true;
			s += step;
			continue;
		}
		s = word_read(s, w);
		spelling_cut(w->text);
		plural_cut(w->text);
		if (w->text[0] == '\0')
			continue;
		w->start = (size_t)(begin - text);
		w->len = (size_t)(s - begin);
		w->stop = is_stop(w->text);
		w->ends = false;
		n++;
	}
	return n;
}

/* FNV-1a, stirred so that sums of numbers stay apart. */
uint64_t
word_number(const char *text)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001b3u;
	h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
	h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
	return h ^ (h >> 33);
}

uint64_t
words_bag(const struct word *w, size_t n)
{
	uint64_t sum = 0;
	size_t i, k;

	for (i = 0; i < n; i++) {
		if (w[i].stop)
			continue;
		for (k = 0; k < i; k++)
			if (strcmp(w[k].text, w[i].text) == 0)
				break;
		if (k == i)
			sum += word_number(w[i].text);
	}
	return sum;
}

/* A phrase by the number of its words in order. */
struct phrase_row {
	uint64_t number; /* 0: the place is free */
	size_t words;    /* of the phrase */
	struct word means[LEXICON_WORDS * 2];
	size_t n;
};
struct lexicon {
	struct phrase_row *row; /* row[0..size), size a power of two */
	size_t size, n;
	size_t longest;
};

static uint64_t
phrase_number(const struct word *w, size_t n)
{
	uint64_t h = 1;

	while (n-- > 0)
		h = (h ^ word_number((w++)->text)) * 0x9e3779b97f4a7c15u;
	return h | 1;
}

struct lexicon *
lexicon_new(void)
{
	struct lexicon *x = calloc(1, sizeof(*x));

	if (x == NULL)
		abort();
	return x;
}

void
lexicon_free(struct lexicon *x)
{
	if (x == NULL)
		return;
	free(x->row);
	free(x);
}

static struct phrase_row *
place_of(const struct lexicon *x, uint64_t number)
{
	size_t i = number & (x->size - 1);

	while (x->row[i].number != 0 && x->row[i].number != number)
		i = (i + 1) & (x->size - 1);
	return &x->row[i];
}

static void
lexicon_grow(struct lexicon *x)
{
	struct phrase_row *old = x->row;
	size_t size = x->size, i;

	x->size = size ? size * 2 : 256;
	x->row = calloc(x->size, sizeof(*x->row));
	if (x->row == NULL)
		abort();
	for (i = 0; i < size; i++)
		if (old[i].number != 0)
			*place_of(x, old[i].number) = old[i];
	free(old);
}

bool
lexicon_add(struct lexicon *x, const char *phrase, const char *means)
{
	struct word w[LEXICON_WORDS + 1];
	struct phrase_row row = { 0 }, *at;

	row.words = words_cut(phrase, w, LEXICON_WORDS + 1);
	row.n = words_cut(means, row.means, (size_t)LEXICON_WORDS * 2);
	if (row.words == 0 || row.words > LEXICON_WORDS)
		return false;
	row.number = phrase_number(w, row.words);
	if ((x->n + 1) * 2 > x->size)
		lexicon_grow(x);
	at = place_of(x, row.number);
	x->n += at->number == 0;
	*at = row;
	if (row.words > x->longest)
		x->longest = row.words;
	return true;
}

/* The longest phrase that begins at w; NULL where none does. */
static const struct phrase_row *
phrase_at(const struct lexicon *x, const struct word *w, size_t n)
{
	size_t len = n < x->longest ? n : x->longest;

	for (; len > 0; len--) {
		const struct phrase_row *at;
		size_t i;

		for (i = 0; i + 1 < len && !w[i].ends; i++)
			continue;
		if (i + 1 < len)
			continue;
		at = place_of(x, phrase_number(w, len));
		if (at->number != 0)
			return at;
	}
	return NULL;
}

static size_t
means_put(struct word *w, size_t n, size_t max, const struct phrase_row *row,
    const struct word *from)
{
	const struct word *last = from + row->words - 1;
	size_t i;

	for (i = 0; i < row->n && n < max; i++, n++) {
		w[n] = row->means[i];
		w[n].start = from->start;
		w[n].len = last->start + last->len - from->start;
		w[n].ends = last->ends && i + 1 == row->n;
	}
	return n;
}

size_t
lexicon_apply(const struct lexicon *x, struct word *w, size_t n, size_t max)
{
	struct word *out;
	size_t i = 0, k = 0;

	if (x->n == 0 || n == 0)
		return n;
	out = calloc(max, sizeof(*out));
	if (out == NULL)
		abort();
	while (i < n && k < max) {
		const struct phrase_row *row = phrase_at(x, w + i, n - i);

		if (row == NULL) {
			out[k++] = w[i++];
			continue;
		}
		k = means_put(out, k, max, row, w + i);
		i += row->words;
	}
	memcpy(w, out, k * sizeof(*out));
	free(out);
	return k;
}

void
lexicon_close(struct lexicon *x)
{
	size_t i;

	for (i = 0; i < x->size; i++) {
		struct phrase_row *row = &x->row[i];

		if (row->number != 0)
			row->n = lexicon_apply(
			    x, row->means, row->n, (size_t)LEXICON_WORDS * 2);
	}
}
