/* compare_check.c - what a pack lacks or says twice. An open database comes in;
 * findings with their places go out. */
#include "compare.h"
#include "lookup_open.h"
#include <ctype.h>
#include <string.h>

/* One check under way. */
struct check {
	struct lookup *l;
	struct arena *a;
	struct fact_row *rule;
	size_t rules;
	finding_row *found;
	void *arg;
};

static int
tell(struct check *c, enum finding kind, const char *place, const char *what,
    struct err *e)
{
	if (place == NULL || what == NULL)
		return lookup_no_room(e);
	c->found(c->arg, kind, place, what);
	return 0;
}

/* One pattern for two values of a fact, or for two kinds, contradicts. */
static int
rules_check(struct check *c, struct err *e)
{
	size_t i, k;

	for (i = 0; i < c->rules; i++)
		for (k = 0; k < i; k++) {
			const struct fact_row *a = &c->rule[k],
					      *b = &c->rule[i];

			if (strcmp(a->pattern, b->pattern) != 0 ||
			    (a->weight == 0 && strcmp(a->name, b->name) != 0) ||
			    (a->weight != 0) != (b->weight != 0))
				continue;
			if (tell(c, FINDING_WRONG, b->name,
				arena_printf(c->a,
				    "line %d has the pattern of line %d (%s "
				    "%s)",
				    b->line, a->line, a->name, a->value),
				e))
				return -1;
		}
	return 0;
}

static bool
code_known(
    struct check *c, const char *code, size_t n, bool *known, struct err *e)
{
	struct db_row *r = db_begin(c->l->db, LOOKUP_CHECK_KNOWN);
	const char *text = arena_strndup(c->a, code, n);
	int rc;

	db_bind_text(r, 1, text ? text : "");
	rc = db_step(r, e);
	db_end(r);
	*known = rc == 1;
	return rc >= 0;
}

static int
successors_check(struct check *c, struct err *e)
{
	struct db_row *r = db_begin(c->l->db, LOOKUP_CHECK_SUCCESSORS);
	bool known;
	int rc;

	while ((rc = db_step(r, e)) == 1) {
		const char *s = db_text(r, 1);
		size_t n;

		for (; *s != '\0' && rc == 1; s += n + (s[n] == ' ')) {
			n = strcspn(s, " ");
			if (!code_known(c, s, n, &known, e) ||
			    (!known &&
				tell(c, FINDING_NOTE,
				    arena_strdup(c->a, db_text(r, 0)),
				    arena_printf(c->a,
					"%.*s took its place, and no row says "
					"what it is",
					(int)n, s),
				    e)))
				rc = -1;
		}
		if (rc < 0)
			break;
	}
	db_end(r);
	return rc;
}

/* A code of CPT or HCPCS at s: its length, else 0. Numbers of thousands are
 * rather amounts. */
static size_t
code_at(const char *s)
{
	size_t digits = strspn(s + 1, "0123456789");
	bool number = isdigit((unsigned char)s[0]);

	if (digits != 4 || isalnum((unsigned char)s[5]) ||
	    (!number && strchr("ACEGHJKLMPQRSTV", s[0]) == NULL) ||
	    (number && strncmp(s + 2, "000", 3) == 0))
		return 0;
	return 5;
}

/* A row that sends the reader to a code should send him to a known one. */
static int
words_check(struct check *c, struct err *e)
{
	struct db_row *r = db_begin(c->l->db, LOOKUP_CHECK_WORDS);
	int rc;

	while ((rc = db_step(r, e)) == 1) {
		const char *s = db_text(r, 1), *begin = s;
		bool known;

		for (; *s != '\0' && rc == 1; s++) {
			if ((s > begin && isalnum((unsigned char)s[-1])) ||
			    code_at(s) == 0)
				continue;
			if (!code_known(c, s, 5, &known, e) ||
			    (!known &&
				tell(c, FINDING_NOTE,
				    arena_strdup(c->a, db_text(r, 0)),
				    arena_printf(c->a,
					"names %.5s, and no row says what it "
					"is",
					s),
				    e)))
				rc = -1;
		}
		if (rc < 0)
			break;
	}
	db_end(r);
	return rc;
}

/* People's words that stand for two diagnoses stand for none. */
static int
named_check(struct check *c, struct err *e)
{
	struct db_row *r = db_begin(c->l->db, LOOKUP_CHECK_NAMED_TWICE);
	int rc;

	while ((rc = db_step(r, e)) == 1)
		if (tell(c, FINDING_WRONG, arena_strdup(c->a, db_text(r, 0)),
			arena_printf(c->a, "'%s' stands for %s, too",
			    db_text(r, 1), db_text(r, 2)),
			e)) {
			rc = -1;
			break;
		}
	db_end(r);
	return rc;
}

static int
topics_check(struct check *c, struct err *e)
{
	struct db_row *r = db_begin(c->l->db, LOOKUP_CHECK_TOPICS);
	int rc;

	while ((rc = db_step(r, e)) == 1)
		if (tell(c, FINDING_WRONG,
			arena_printf(c->a, "families: %s", db_text(r, 0)),
			"no row of facts gives this word for 'topic': no case "
			"can come to the table",
			e)) {
			rc = -1;
			break;
		}
	db_end(r);
	return rc;
}

static int
sources_check(struct check *c, struct err *e)
{
	struct db_row *r = db_begin(c->l->db, LOOKUP_CHECK_SOURCES);
	int rc;

	while ((rc = db_step(r, e)) == 1)
		if (tell(c, FINDING_NOTE, arena_strdup(c->a, db_text(r, 0)),
			"no row rests on this source", e)) {
			rc = -1;
			break;
		}
	db_end(r);
	return rc;
}

/* Rows of one name must touch: a day between them would have no rule. */
static int
days_check(struct check *c, int statement, struct err *e)
{
	struct db_row *r = db_begin(c->l->db, statement);
	const char *last = "";
	date end = 0;
	int rc;

	while ((rc = db_step(r, e)) == 1) {
		const char *name = arena_strdup(c->a, db_text(r, 0));
		date from = (date)db_number(r, 1);
		char day[11];

		if (name == NULL ||
		    (strcmp(name, last) == 0 && from > end &&
			from != date_add(end, 1) &&
			tell(c, FINDING_WRONG, name,
			    arena_printf(c->a,
				"a gap before %s: no row holds on the days "
				"between",
				date_text(from, day)),
			    e))) {
			rc = name ? -1 : lookup_no_room(e);
			break;
		}
		last = name;
		end = (date)db_number(r, 2);
	}
	db_end(r);
	return rc;
}

int
compare_check(struct lookup *l, struct arena *a, finding_row *found, void *arg,
    struct err *e)
{
	struct check c = { .l = l, .a = a, .found = found, .arg = arg };

	if (lookup_rules(l, a, &c.rule, &c.rules, e))
		return -1;
	return rules_check(&c, e) || successors_check(&c, e) ||
		       words_check(&c, e) || named_check(&c, e) ||
		       topics_check(&c, e) || sources_check(&c, e) ||
		       days_check(&c, LOOKUP_CHECK_NORM_DAYS, e) ||
		       days_check(&c, LOOKUP_CHECK_MODIFIER_DAYS, e)
		   ? -1
		   : 0;
}
