/* consultctl pair, consultctl fee: what the loaded tables of CMS say, as they
 * say it, so that an import can be checked by hand. */
#include "clock.h"
#include "command.h"
#include "lookup.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

struct options {
	const char *path, *locality;
	date on;
	bool hospital, qpp;
	struct lookup *l;
	int first; /* argument that is no option */
};

static int
options_read(struct command *c, struct options *o)
{
	int i = 0;
	*o = (struct options){ .on = date_of_unix(clock_now_unix(), 0) };
	for (; i < c->argc && c->argv[i][0] == '-'; i++) {
		const char *value = i + 1 < c->argc ? c->argv[i + 1] : "";
		if (strcmp(c->argv[i], "--hospital") == 0)
			o->hospital = true;
		else if (strcmp(c->argv[i], "--qpp") == 0)
			o->qpp = true;
		else if (strcmp(c->argv[i], "-l") == 0)
			o->path = c->argv[++i];
		else if (strcmp(c->argv[i], "--locality") == 0)
			o->locality = c->argv[++i];
		else if (strcmp(c->argv[i], "--on") == 0 && ++i > 0)
			o->on = date_parse(value);
		else
			return -1;
	}
	o->first = i;
	return i <= c->argc && o->on != 0 ? 0 : -1;
}

static const char *
known_words(enum known known)
{
	static const char *const words[] = {
		[KNOWN_NOT_LOADED] = "not loaded, or not all of it",
		[KNOWN_NONE] = "no row",
		[KNOWN_ENDED] = "ended",
		[KNOWN_FUTURE] = "not begun",
		[KNOWN_OUTSIDE] = "before all that is loaded",
		[KNOWN_VALID] = "in force",
	};
	return words[known];
}

static void
source_print(const struct source *s)
{
	if (s->name != NULL)
		printf("  %s, %s, edition %s%s\n", s->name, s->publisher,
		    s->edition,
		    s->later ? ": a newer edition is due on that day" : "");
}

static void
pair_print(const struct pair_row *r)
{
	char from[11], to[11];
	printf("%s\n", known_words(r->known));
	if (r->column1 != NULL)
		printf("  column 1 %s, column 2 %s (denied), indicator %d, "
		       "from %s to %s\n  %s\n",
		    r->column1, r->column2, r->indicator,
		    date_text(r->from, from), date_text(r->to, to),
		    r->rationale);
	source_print(&r->source);
}

int
command_pair(struct command *c, struct err *e)
{
	struct options o;
	struct pair_row row;
	if (options_read(c, &o) != 0 || o.first + 2 != c->argc)
		return command_usage(c);
	if (lookup_open(command_lookup_path(c, o.path), &o.l, e) != 0)
		return command_failed(e);
	int rc = lookup_pair(o.l, c->arena,
	    o.hospital ? NCCI_HOSPITAL : NCCI_PRACTITIONER, c->argv[o.first],
	    c->argv[o.first + 1], o.on, &row, e);
	if (rc >= 0)
		pair_print(&row);
	lookup_close(o.l);
	return rc >= 0 ? 0 : command_failed(e);
}

static void
fee_print(const struct fee_row *f)
{
	printf("%s\n", known_words(f->known));
	if (f->status != NULL)
		printf("  status %s, global %s, PC/TC %s, multiple %s, "
		       "bilateral %s, assistant %s, co-surgeons %s, team %s, "
		       "supervision %s\n"
		       "  work %s, practice expense %s (facility %s), "
		       "malpractice %s, total %s (facility %s), factor %s\n",
		    f->status, f->global_days, f->pctc, f->multiple,
		    f->bilateral, f->assistant, f->cosurgeons, f->team,
		    f->supervision, f->work, f->expense_office,
		    f->expense_facility, f->malpractice, f->total_office,
		    f->total_facility, f->factor);
	source_print(&f->source);
}

static void
payment_print(const struct payment_row *p)
{
	if (p->place == NULL) {
		printf("locality: %s\n", known_words(p->known));
		return;
	}
	printf("%" PRId64 ".%02" PRId64 " (facility %" PRId64 ".%02" PRId64
	       ") in ",
	    p->office / 100, p->office % 100, p->facility / 100,
	    p->facility % 100);
	print_text(p->place);
	puts(p->capped ? ", by the outpatient cap" : "");
	source_print(&p->source);
}

static int
fee_show(struct command *c, const struct options *o, struct err *e)
{
	struct payment_row paid;
	char *code = arena_strdup(c->arena, c->argv[o->first]);
	char *dash = code ? strchr(code, '-') : NULL;
	if (code == NULL)
		return -1;
	if (dash != NULL)
		*dash++ = '\0';
	if (lookup_payment(o->l, c->arena, code, dash ? dash : "", o->qpp,
		o->locality ? o->locality : "", o->on, &paid, e) < 0)
		return -1;
	fee_print(&paid.fee);
	if (o->locality != NULL && paid.fee.known == KNOWN_VALID)
		payment_print(&paid);
	return 0;
}

int
command_fee(struct command *c, struct err *e)
{
	struct options o;
	if (options_read(c, &o) != 0 || o.first + 1 != c->argc)
		return command_usage(c);
	if (lookup_open(command_lookup_path(c, o.path), &o.l, e) != 0)
		return command_failed(e);
	int rc = fee_show(c, &o, e);
	lookup_close(o.l);
	return rc == 0 ? 0 : command_failed(e);
}
