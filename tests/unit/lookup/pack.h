/* pack.h - an invented pack in a folder of its own, for tests of imports. */
#ifndef PACK_H
#define PACK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lookup.h"

#define SOURCES \
	"id\tkind\tname\tpublisher\tedition\tvalid_from\tvalid_to\tnotice\t" \
	"licence\n" \
	"pack\tpack\ttest pack\tconsultd\t1.0\told\topen\t\tours\n" \
	"set\tcodeset\tinvented set\tnobody\t2020\told\topen\t\tours\n"
#define FACTS \
	"name\tvalue\tunit\tfactor_milli\tpattern\texample\tsource\n" \
	"age\t\ty\t365244\t{N} years\t4 years\tset\n" \
	"age\t\tm\t30437\t{N} months\t4 months\tset\n" \
	"size\t\tcm\t1000\t{N} cm\t4 cm\tset\n" \
	"count\t\t\t1000\t{N} lesions\t4 lesions\tset\n" \
	"way\topen\t\t\topen\topen\tset\n" \
	"way\tneedle\t\t\tneedle\tneedle\tset\n"
#define CUES \
	"kind\tweight\tpattern\texample\tsource\n" \
	"explain\t5\twhat is\twhat is\t\n"
#define PHRASES \
	"family\tfact\tcell\twords\n" \
	"*\tway\topen\tby a cut\n" \
	"*\tway\tneedle\tby needle\n" \
	"*\tage\t<6y\tunder 6 years\n" \
	"*\tage\t>=6y\t6 years or over\n" \
	"*\tage\t6m-6y\t6 months to under 6 years\n"
#define SETTINGS \
	"#! family=tube\n#! title=Tubes\n#! say=a tube, {way}[, {age}]\n" \
	"#! note=Once.\n#! ask.way=Which way?\n#! label.way=Way\n" \
	"#! assume.way=open\n#! ask.age=How old?\n#! label.age=Age\n"
#define HEADER \
	"code\tvalid_from\tvalid_to\tsource\tway\tage\taddon\tunits\tnote\n"
#define ROWS \
	"9X001\t2020-01-01\topen\tset\topen\t<6y\tno\t1\tA note.\n" \
	"9X002\t2020-01-01\topen\tset\topen\t>=6y\tno\t1\t\n" \
	"9X003\t2020-01-01\t2021-12-31\tset\tneedle\t*\tno\tcount\t\n"
#define CODES \
	"system\tcode\tvalid_from\tvalid_to\treplaced_by\tsource\tplain\t" \
	"detail\n" \
	"HCPCS\tQ0001\told\t2019-12-31\tQ0002\tset\tOld thing.\tGone.\n"
#define MODIFIERS \
	"code\tvalid_from\tvalid_to\tsource\tplain\tdetail\n" \
	"9Z\told\topen\tset\tInvented.\tNever.\n"
#define NORMS \
	"norm\tkey\tlow\thigh\tunit\tvalue\ttext\tvalid_from\tvalid_" \
	"to\tsource\t" \
	"row\n" \
	"units\ttimed\t8\t22.5\tmin\t1\tOne.\t2020-01-01\topen\tset\t5.1\n" \
	"units\ttimed\t22.501\t\tmin\t2\t\t2020-01-01\topen\tset\t5.1\n" \
	"units\tlist\t\t\t\ta\t\told\topen\tset\t5.2\n" \
	"units\tlist\t\t\t\tb\t\told\topen\tset\t5.2\n"
#define GOLDEN \
	"code\ton\tfound\tfact\tcell\n" \
	"Q0001\t2020-01-01\tno\t-\t-\n"

static const struct {
	const char *name, *text;
} pack[] = {
	{ "sources.tsv", SOURCES },
	{ "facts.tsv", FACTS },
	{ "cues.tsv", CUES },
	{ "phrases.tsv", PHRASES },
	{ "family.tsv", SETTINGS HEADER ROWS },
	{ "codes.tsv", CODES },
	{ "modifiers.tsv", MODIFIERS },
	{ "norms.tsv", NORMS },
	{ "golden.tsv", GOLDEN },
};
#define PACK (sizeof(pack) / sizeof(pack[0]))

struct place {
	char folder[40], target[60];
	struct arena *a;
	struct err e;
};

static inline void
file_write(const struct place *p, const char *name, const char *text)
{
	char path[100];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", p->folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
}

/* CPT codes of the pack are invented ones: "9X001" has no code's form, so the
 * tables are written with four digits and T. */
static inline char *
real_form(const char *text)
{
	char *copy = strdup(text), *p;

	assert_non_null(copy);
	for (p = copy; (p = strstr(p, "9X00")) != NULL; p += 5) {
		memcpy(p, "999", 3);
		p[3] = p[4];
		p[4] = 'T';
	}
	return copy;
}

static inline void
place_start(struct place *p)
{
	size_t i;
	char *text;

	memset(p, 0, sizeof(*p));
	snprintf(p->folder, sizeof(p->folder), "/tmp/test-import-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->target, sizeof(p->target), "%s/lookup.db", p->folder);
	p->a = arena_new(64u << 20);
	for (i = 0; i < PACK; i++) {
		text = real_form(pack[i].text);
		file_write(p, pack[i].name, text);
		free(text);
	}
}

static inline void
place_end(struct place *p)
{
	static const char *const made[] = { "lookup.db", "lookup.db.old",
		"lookup.db.new", "extra.tsv" };
	char path[100];
	size_t i;

	for (i = 0; i < PACK + 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", p->folder,
		    i < PACK ? pack[i].name : made[i - PACK]);
		unlink(path);
	}
	assert_int_equal(rmdir(p->folder), 0);
	arena_free(p->a);
}

static inline int
place_import(struct place *p, struct import_report **report, size_t *n)
{
	const char *path = p->folder;

	return import_run(&path, 1, p->target, p->a, report, n, &p->e);
}

#endif
