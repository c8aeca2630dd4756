/* lookup_locality.c - payment localities. Words for a place and a day come in;
 * the localities that it may lie in go out. */
#include "fees.h"
#include "gpci.h"
#include "lookup_open.h"
#include "state.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define LOCALITIES_MAX 200 /* of one edition: 109 in 2026 */
#define WORDS_BYTES    120

/* Capitals and digits, one space between words. */
static void
words_plain(const char *text, size_t n, char out[WORDS_BYTES])
{
	size_t i, at = 0;

	for (i = 0; i < n && text[i] != '\0' && at + 2 < WORDS_BYTES; i++) {
		if (text[i] == '\'' || text[i] == '.')
			continue;
		if (isalnum((unsigned char)text[i]))
			out[at++] = (char)toupper((unsigned char)text[i]);
		else if (at > 0 && out[at - 1] != ' ')
			out[at++] = ' ';
	}
	while (at > 0 && out[at - 1] == ' ')
		at--;
	out[at] = '\0';
}

/* All localities of the day's edition: indices name them, and where the list
 * of counties is loaded, it names those. */
static int
all_read(struct lookup *l, struct arena *a, date on, struct locality_list *out,
    struct err *e)
{
	bool early;
	const struct source_row *told = edition_on(l, "gpci", on, &early);
	struct db_row *r;
	int rc;

	if (told == NULL)
		return 0;
	out->known = early ? KNOWN_OUTSIDE : KNOWN_VALID;
	out->source = edition_source(told, "", on);
	out->row = arena_array(a, LOCALITIES_MAX, sizeof(*out->row));
	if (out->row == NULL)
		return lookup_no_room(e);
	r = db_begin(l->db, LOOKUP_ENTRY_ALL);
	db_bind_text(r, 1, "gpci");
	db_bind_number(r, 2, told->from);
	while ((rc = db_step(r, e)) == 1 && out->n < LOCALITIES_MAX) {
		struct locality_row *row = &out->row[out->n];
		struct entry n = { 0 };

		row->key = db_copy(r, 0, a);
		if (row->key == NULL || entry_split(a, db_text(r, 1), &n)) {
			rc = lookup_no_room(e);
			break;
		}
		if (n.cells < GPCI_CELLS)
			continue;
		row->state = n.cell[GPCI_STATE];
		row->name = n.cell[GPCI_NAME];
		row->counties = "";
		out->n++;
	}
	db_end(r);
	return rc < 0 ? -1 : 0;
}

static int
counties_read(struct lookup *l, struct arena *a, date on,
    struct locality_list *list, struct err *e)
{
	size_t i;

	for (i = 0; i < list->n; i++) {
		struct entry n = { 0 };

		if (entry_find(l, a, "locality", list->row[i].key, on, &n, e) <
		    0)
			return -1;
		if (n.told == NULL)
			return 0;
		if (n.cells >= LOCALITY_CELLS)
			list->row[i].counties = n.cell[LOCALITY_COUNTIES];
	}
	return 0;
}

/* The words that stand between one of marks and the next. */
static bool
part_is(const char *text, const char *marks, const char *words)
{
	while (*text != '\0') {
		size_t n = strcspn(text, marks);
		char plain[WORDS_BYTES];
		const char *p = plain;

		words_plain(text, n, plain);
		if (strncmp(p, "METROPOLITAN ", 13) == 0)
			p += 13;
		if (strncmp(p, "AND ", 4) == 0)
			p += 4;
		if (strcmp(p, words) == 0)
			return true;
		text += n + (text[n] != '\0');
	}
	return false;
}

/* "BRONX, KINGS AND NASSAU": whether one of them is meant; what is said to be
 * left out ("ALL COUNTIES, EXCEPT ...") is not. */
static bool
county_is(const char *counties, const char *words)
{
	char split[4 * WORDS_BYTES], *and;
	size_t n = strlen(counties);

	if (n >= sizeof(split) || strstr(counties, "EXCEPT") != NULL)
		return false;
	memcpy(split, counties, n + 1);
	while ((and = strstr(split, " AND ")) != NULL)
		*and = ',';
	while ((and = strstr(split, " IN ")) != NULL)
		*and = ',';
	return part_is(split, ",;/", words);
}

/* What people call a county: of New York alone, where it matters daily. */
static const struct {
	const char *words, *county;
} boroughs[] = {
	{ "BROOKLYN", "KINGS" },
	{ "STATEN ISLAND", "RICHMOND" },
	{ "BRONX", "BRONX" },
	{ "THE BRONX", "BRONX" },
	{ "NEW YORK CITY MANHATTAN", "NEW YORK" },
};

/* A place as it was asked for. */
struct place {
	char words[WORDS_BYTES];  /* all of it */
	char city[WORDS_BYTES];   /* without the state; "" */
	char county[WORDS_BYTES]; /* where it is said to be one; "" */
	const char *state;        /* letters, or NULL */
};

static void
county_cut(struct place *p)
{
	static const char *const ends[] = { " COUNTY", " CNTY", " PARISH",
		" BOROUGH" };
	size_t n = strlen(p->city), i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t k = strlen(ends[i]);

		if (n > k && strcmp(p->city + n - k, ends[i]) == 0) {
			memcpy(p->county, p->city, n - k);
			p->county[n - k] = '\0';
			return;
		}
	}
	for (i = 0; i < sizeof(boroughs) / sizeof(boroughs[0]); i++)
		if (strcmp(p->city, boroughs[i].words) == 0) {
			snprintf(p->county, sizeof(p->county), "%s",
			    boroughs[i].county);
			if (p->state == NULL)
				p->state = "NY";
		}
}

/* A state stands alone, or behind its city. */
static void
place_read(const char *text, struct place *p)
{
	size_t n = 0;

	memset(p, 0, sizeof(*p));
	words_plain(text, strlen(text), p->words);
	p->state = state_named(p->words, &n);
	if (p->state != NULL && p->words[n] == '\0')
		return;
	p->state = state_ends(p->words, &n);
	memcpy(p->city, p->words, p->state ? n : strlen(p->words));
	county_cut(p);
}

/* "NY Queens": a state before the place, where all of it ("Kansas City") is no
 * place; false where no state stands there. */
static bool
place_turn(struct place *p)
{
	size_t n = 0;
	const char *state = state_named(p->words, &n);

	if (p->state != NULL || state == NULL || p->words[n] == '\0')
		return false;
	p->state = state;
	memset(p->city, 0, sizeof(p->city));
	memset(p->county, 0, sizeof(p->county));
	memcpy(p->city, p->words + n + 1, strlen(p->words + n + 1));
	county_cut(p);
	return true;
}

static bool
row_in_state(const struct locality_row *row, const char *state)
{
	if (strcmp(row->state, state) == 0)
		return true;
	if (strcmp(row->state, "HI") == 0 && strcmp(state, "GU") == 0)
		return true;
	/* "DC + MD/VA SUBURBS" */
	return strcmp(row->state, "DC") == 0 &&
	       (strcmp(state, "MD") == 0 || strcmp(state, "VA") == 0);
}

static bool
row_fits(const struct locality_row *row, const struct place *p)
{
	if (p->county[0] != '\0')
		return p->state != NULL && county_is(row->counties, p->county);
	return part_is(row->name, "-/()", p->city) ||
	       (p->state != NULL && strcmp(p->city, "REST OF STATE") == 0 &&
		   strncmp(row->name, "REST OF ", 8) == 0);
}

/* Keep the rows that the place fits; true where it fits some. */
static bool
rows_keep(struct locality_list *list, const struct place *p)
{
	size_t i, n = 0;
	struct locality_row kept[LOCALITIES_MAX];

	for (i = 0; i < list->n; i++)
		if ((p->state == NULL ||
			row_in_state(&list->row[i], p->state)) &&
		    row_fits(&list->row[i], p))
			kept[n++] = list->row[i];
	if (n == 0)
		return false;
	memcpy(list->row, kept, n * sizeof(kept[0]));
	list->n = n;
	return true;
}

static void
state_keep(struct locality_list *list, const char *state)
{
	size_t i, n = 0;

	for (i = 0; i < list->n; i++)
		if (state != NULL && row_in_state(&list->row[i], state))
			list->row[n++] = list->row[i];
	list->n = n;
}

static void
key_keep(struct locality_list *list, const char *key)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->row[i].key, key) == 0)
			break;
	if (i < list->n)
		list->row[0] = list->row[i];
	list->n = i < list->n;
	list->sure = list->n == 1;
}

static bool
digits(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, "0123456789") == n;
}

/* A ZIP code: what the list of them says. */
static int
zip_keep(struct lookup *l, struct arena *a, const char *zip, date on,
    struct locality_list *list, struct err *e)
{
	struct entry n = { 0 };

	if (entry_find(l, a, "zip", zip, on, &n, e) < 0)
		return -1;
	list->known = n.known;
	if (n.cells < ZIP_CELLS || n.known == KNOWN_ENDED ||
	    n.known == KNOWN_FUTURE) {
		list->n = 0;
		return 0;
	}
	list->zip = true;
	list->split = n.cell[ZIP_SPLIT][0] == '1';
	list->rural = n.cell[ZIP_RURAL];
	list->source = edition_source(n.told, zip, on);
	key_keep(list, n.cell[ZIP_LOCALITY]);
	return 0;
}

int
lookup_locality(struct lookup *l, struct arena *a, const char *words, date on,
    struct locality_list *out, struct err *e)
{
	struct locality_list list = { .known = KNOWN_NOT_LOADED, .rural = "" };
	struct place p;
	const char *copy = arena_strdup(a, words);

	if (copy == NULL)
		return lookup_no_room(e);
	if (all_read(l, a, on, &list, e) || counties_read(l, a, on, &list, e))
		return -1;
	place_read(copy, &p);
	if (list.known == KNOWN_NOT_LOADED) {
		*out = list;
		return 0;
	}
	if (digits(p.words, 5)) {
		if (zip_keep(l, a, p.words, on, &list, e))
			return -1;
	} else if (strlen(p.words) == 8 && p.words[5] == ' ' &&
		   strspn(p.words, "0123456789") == 5) {
		p.words[5] = '-';
		key_keep(&list, p.words);
	} else if (p.city[0] == '\0' ||
		   (!rows_keep(&list, &p) &&
		       (!place_turn(&p) || !rows_keep(&list, &p)))) {
		state_keep(&list, p.state);
		list.sure = list.n == 1;
	} else {
		list.sure = list.n == 1;
	}
	if (list.n == 0 && list.known == KNOWN_VALID)
		list.known = KNOWN_NONE;
	*out = list;
	return list.n > 0;
}
