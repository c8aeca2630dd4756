/* lookup.c - lookup.db open for questions: codes, modifiers, rules. A code
 * and a day come in; the row that holds on that day goes out, with its
 * source. */
#include "lookup.h"
#include "lookup_db.h"
#include "lookup_open.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define EDITIONS_ARENA (8u << 20) /* a file takes 500 bytes */

int
lookup_no_room(struct err *e)
{
	return err_set(e, ERR_REFUSE, "lookup", 0,
	    "what is known of this does not fit into the memory of one mail");
}

/* One line that names what answers: every pack with its edition. */
static int
vintage_read(struct lookup *l, struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_VINTAGE);
	int rc;

	while ((rc = db_step(r, e)) == 1)
		buf_printf(&l->vintage, "%s%s %s",
		    l->vintage.len > 0 ? ", " : "", db_text(r, 0),
		    db_text(r, 1));
	db_end(r);
	if (rc == 0 && l->vintage.len == 0)
		buf_puts(&l->vintage, "data without a named edition");
	return rc;
}

/* db_open() says what is wrong; here is what to do about it. */
static int
remedy_add(const char *path, const struct err *why, struct err *e)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_set(e, ERR_STOP, "lookup", why->code,
		    "%.100s: there is no database of codes: run 'consultctl "
		    "import' to make it",
		    path);
	return err_set(e, ERR_STOP, "lookup", why->code,
	    "%.180s; run 'consultctl import' to make it anew", why->text);
}

int
lookup_open(const char *path, struct lookup **out, struct err *e)
{
	struct lookup *l = calloc(1, sizeof(*l));
	struct err why = { 0 };

	if (l == NULL || (l->path = strdup(path)) == NULL)
		abort();
	buf_init(&l->vintage, VINTAGE_BYTES);
	l->a = arena_new(EDITIONS_ARENA);
	/* Before the open: a file renamed into place between the two is seen
	 * as a newer one, and merely opened again. */
	if (stat(path, &l->stat) != 0 ||
	    lookup_db_open(path, LOOKUP_READ, &l->db, &why) ||
	    vintage_read(l, &why) || editions_read(l, &why) ||
	    licence_read(l->db, l->a, &l->licence, &why) < 0) {
		lookup_close(l);
		return remedy_add(path, &why, e);
	}
	*out = l;
	return 0;
}

void
lookup_close(struct lookup *l)
{
	if (l == NULL)
		return;
	lexicon_free(l->lexicon);
	lexicon_free(l->pcs_lexicon);
	if (l->db != NULL)
		db_close(l->db);
	buf_free(&l->vintage);
	arena_free(l->a);
	free(l->path);
	free(l);
}

bool
lookup_stale(const struct lookup *l)
{
	struct stat st;

	return stat(l->path, &st) == 0 &&
	       (st.st_dev != l->stat.st_dev || st.st_ino != l->stat.st_ino);
}

const char *
lookup_vintage(const struct lookup *l)
{
	return buf_text(&l->vintage);
}

/* The columns of the three CODE statements. */
static int
code_copy(struct db_row *r, struct arena *a, struct code_row *out)
{
	struct code_row c = {
		.system = (enum code_system)lookup_system_of(db_text(r, 0)),
		.code = db_copy(r, 1, a),
		.plain = db_copy(r, 2, a),
		.detail = db_copy(r, 3, a),
		.family = db_copy(r, 4, a),
		.replaced_by = db_copy(r, 5, a),
		.from = (date)db_number(r, 6),
		.to = (date)db_number(r, 7),
		.source = { .row = db_copy(r, 8, a),
		    .name = db_copy(r, 9, a),
		    .publisher = db_copy(r, 10, a),
		    .edition = db_copy(r, 11, a) },
	};

	c.source.from = c.from;
	c.source.to = c.to;
	if (c.code == NULL || c.plain == NULL || c.detail == NULL ||
	    c.replaced_by == NULL || c.source.edition == NULL ||
	    c.source.row == NULL || (c.family == NULL && !db_null(r, 4)))
		return -1;
	*out = c;
	return 0;
}

static int
code_try(struct lookup *l, int statement, struct arena *a, const char *system,
    const char *code, date on, struct code_row *out, struct err *e)
{
	struct db_row *r = db_begin(l->db, statement);
	int rc;

	db_bind_text(r, 1, system);
	db_bind_text(r, 2, code);
	db_bind_number(r, 3, on);
	rc = db_step(r, e);
	if (rc == 1 && code_copy(r, a, out))
		rc = lookup_no_room(e);
	if (rc == 1)
		out->source.later = on > (date)db_number(r, 12);
	db_end(r);
	return rc;
}

/* A diagnosis of the pack below which others stand is a header; what the rest
 * is, an order file alone tells. */
static int
pack_level(struct lookup *l, const char *code, date on, struct code_row *out,
    struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_CODE_BELOW);
	int rc;

	db_bind_text(r, 1, lookup_system_word(CODE_ICD10CM));
	db_bind_text(r, 2, code);
	db_bind_number(r, 3, on);
	rc = db_step(r, e);
	db_end(r);
	if (rc == 1)
		out->level = LEVEL_HEADER;
	return rc < 0 ? -1 : 0;
}

int
lookup_pack_code(struct lookup *l, struct arena *a, enum code_system system,
    const char *code, date on, struct code_row *out, struct err *e)
{
	/* An ended row says more than one that is yet to begin. */
	static const int nearest[] = { LOOKUP_CODE_BEFORE, LOOKUP_CODE_AFTER };
	const char *word = lookup_system_word(system);
	struct code_row none = { .system = system };
	size_t i;
	int rc = 0;

	assert(on != 0);
	if (word != NULL)
		rc = code_try(l, LOOKUP_CODE_ON, a, word, code, on, out, e);
	if (rc == 1)
		out->known = KNOWN_VALID;
	if (rc == 1 && system == CODE_ICD10CM &&
	    pack_level(l, code, on, out, e))
		return -1;
	if (rc != 0)
		return rc;
	for (i = 0; word != NULL && i < 2; i++) {
		rc = code_try(l, nearest[i], a, word, code, on, out, e);
		if (rc == 1)
			out->known = i == 0 ? KNOWN_ENDED : KNOWN_FUTURE;
		if (rc != 0)
			return rc < 0 ? -1 : 0;
	}
	*out = none;
	return 0;
}

/* What the pack adds to an official row. */
static void
pack_words(const struct code_row *pack, struct code_row *out)
{
	if (pack->code == NULL)
		return;
	out->family = pack->family;
	out->detail = pack->detail;
	/* HCPCS files name no successor in CPT. */
	if (out->known == KNOWN_ENDED && out->replaced_by[0] == '\0')
		out->replaced_by = pack->replaced_by;
	/* Licensed text stands beside our words, never in their place: it is
	 * shown with its notice. */
	if (out->text != NULL && pack->known == KNOWN_VALID) {
		out->plain = pack->plain;
		out->official = false;
		out->source = pack->source;
	}
}

/* An old edition, newest of those that are loaded, has the code still; the pack
 * knows when it ended since. */
static bool
ended_since(const struct code_row *pack, int pack_found,
    const struct code_row *official, int official_found)
{
	return official_found == 1 && official->source.later &&
	       pack_found == 0 && pack->code != NULL &&
	       pack->known == KNOWN_ENDED &&
	       pack->source.to > official->source.from;
}

int
lookup_code(struct lookup *l, struct arena *a, enum code_system system,
    const char *code, date on, struct code_row *out, struct err *e)
{
	struct code_row pack = { 0 }, official = { 0 };
	int rc = lookup_pack_code(l, a, system, code, on, &pack, e), told;

	if (rc < 0)
		return -1;
	told = official_code(l, a, system, code, on, &official, e);
	if (told < 0)
		return -1;
	/* The pack speaks where no edition does. */
	if (official.known == KNOWN_NOT_LOADED ||
	    (told == 0 && rc == 1 &&
		(official.known == KNOWN_OUTSIDE ||
		    official.known == KNOWN_NONE)) ||
	    (official.code == NULL && pack.code != NULL) ||
	    ended_since(&pack, rc, &official, told)) {
		*out = pack;
		return rc;
	}
	pack_words(&pack, &official);
	*out = official;
	return told;
}

static int
modifier_copy(struct db_row *r, struct arena *a, struct modifier_row *out)
{
	struct modifier_row m = {
		.code = db_copy(r, 0, a),
		.plain = db_copy(r, 1, a),
		.detail = db_copy(r, 2, a),
		.source = { .from = (date)db_number(r, 3),
		    .to = (date)db_number(r, 4),
		    .name = db_copy(r, 5, a),
		    .publisher = db_copy(r, 6, a),
		    .edition = db_copy(r, 7, a) },
	};

	m.source.row = m.code;
	if (m.code == NULL || m.plain == NULL || m.detail == NULL ||
	    m.source.name == NULL || m.source.publisher == NULL ||
	    m.source.edition == NULL)
		return -1;
	*out = m;
	return 0;
}

static int
modifier_try(struct lookup *l, int statement, struct arena *a,
    const char *modifier, date on, struct modifier_row *out, struct err *e)
{
	struct db_row *r = db_begin(l->db, statement);
	int rc;

	db_bind_text(r, 1, modifier);
	db_bind_number(r, 2, on);
	rc = db_step(r, e);
	if (rc == 1 && modifier_copy(r, a, out))
		rc = lookup_no_room(e);
	db_end(r);
	return rc == 0 ? official_modifier(l, a, modifier, on, out, e) : rc;
}

int
lookup_modifier(struct lookup *l, struct arena *a, const char *modifier,
    date on, struct modifier_row *out, struct err *e)
{
	return modifier_try(l, LOOKUP_MODIFIER, a, modifier, on, out, e);
}

int
lookup_modifier_ended(struct lookup *l, struct arena *a, const char *modifier,
    date on, struct modifier_row *out, struct err *e)
{
	return modifier_try(l, LOOKUP_MODIFIER_BEFORE, a, modifier, on, out, e);
}

static int
rule_copy(struct db_row *r, struct arena *a, struct fact_row *out)
{
	out->name = db_copy(r, 0, a);
	out->value = db_copy(r, 1, a);
	out->unit = db_copy(r, 2, a);
	out->factor_milli = db_number(r, 3);
	out->weight = (int)db_number(r, 4);
	out->pattern = db_copy(r, 5, a);
	out->line = (int)db_number(r, 6);
	return out->name && out->value && out->unit && out->pattern ? 0 : -1;
}

/* How many rows there are, so that one array holds them. */
static int
rule_count(struct lookup *l, size_t *out, struct err *e)
{
	struct db_row *r = db_begin(l->db, LOOKUP_RULE_COUNT);
	int rc = db_step(r, e);

	if (rc == 1)
		*out = (size_t)db_number(r, 0);
	db_end(r);
	return rc == 1 ? 0 : -1;
}

int
lookup_rules(struct lookup *l, struct arena *a, struct fact_row **out,
    size_t *n_out, struct err *e)
{
	struct fact_row *rows;
	struct db_row *r;
	size_t n = 0, max;
	int rc;

	if (rule_count(l, &max, e))
		return -1;
	rows = arena_array(a, max, sizeof(*rows));
	if (rows == NULL)
		return lookup_no_room(e);
	r = db_begin(l->db, LOOKUP_RULES);
	while ((rc = db_step(r, e)) == 1 && n < max)
		if (rule_copy(r, a, &rows[n++])) {
			rc = lookup_no_room(e);
			break;
		}
	db_end(r);
	if (rc < 0)
		return -1;
	*out = rows;
	*n_out = n;
	return 0;
}

int64_t
lookup_unit(
    const struct fact_row *rows, size_t n, const char *fact, const char *unit)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (rows[i].weight == 0 && rows[i].factor_milli != 0 &&
		    strcmp(rows[i].name, fact) == 0 &&
		    strcmp(rows[i].unit, unit) == 0)
			return rows[i].factor_milli;
	return 0;
}
