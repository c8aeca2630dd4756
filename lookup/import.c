/* import.c - builds a lookup database. Files come in, each recognised by its
 * content; a checked database beside the old one goes out, renamed into its
 * place. */
#include "import.h"
#include "buf.h"
#include "digest.h"
#include "limit.h"
#include "lookup_open.h"
#include "official.h"
#include "terms.h"
#include "unknown.h"
#include "unpack.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* In order of loading: what a row rests on comes before it. */
static const struct format *const formats[] = {
	&format_source,
	&format_fact,
	&format_cue,
	&format_phrase,
	&format_family,
	&format_code,
	&format_modifier,
	&format_norm,
	&format_word,
	&format_diagnosis,
	&format_name,
	&format_golden,
};
#define FORMATS (sizeof(formats) / sizeof(formats[0]))

/* One file of the import; format NULL: an official file, or unknown. */
struct input {
	const char *path;
	const struct format *format;
	char sha256[DIGEST_HEX];
	int64_t taken;
	bool house;
};
struct inputs {
	struct input *item;
	size_t n;
	bool pack; /* some are of a pack */
};
/* What becomes of them. */
struct reports {
	struct import_report *item;
	size_t n, max;
};

static int
input_fail(const char *path, int code, const char *what, struct err *e)
{
	return err_set(e, ERR_STOP, "import", code, "%.120s: %s", path, what);
}

/* The first bytes into head, the digest of all into in->sha256. */
static int
input_read(struct input *in, char head[FORMAT_HEAD_BYTES + 1], struct err *e)
{
	int fd = open(in->path, O_RDONLY | O_CLOEXEC);
	unsigned char sum[DIGEST_BYTES];
	struct digest *d;
	char block[FORMAT_HEAD_BYTES];
	size_t have = 0, room;
	ssize_t got;

	if (fd < 0)
		return input_fail(in->path, errno, strerror(errno), e);
	d = digest_new();
	while ((got = read(fd, block, sizeof(block))) > 0) {
		digest_add(d, block, (size_t)got);
		room = FORMAT_HEAD_BYTES - have;
		if ((size_t)got < room)
			room = (size_t)got;
		memcpy(head + have, block, room);
		have += room;
	}
	head[have] = '\0';
	digest_end(d, sum);
	digest_hex(sum, DIGEST_BYTES, in->sha256);
	close(fd);
	if (got < 0)
		return input_fail(in->path, errno, "could not be read", e);
	return 0;
}

static int
input_recognise(struct input *in, struct err *e)
{
	char head[FORMAT_HEAD_BYTES + 1];
	size_t i;

	if (input_read(in, head, e))
		return -1;
	for (i = 0; i < FORMATS && in->format == NULL; i++)
		if (formats[i]->recognise(head))
			in->format = formats[i];
	return 0;
}

static int
inputs_make(struct arena *a, const char *const *paths, size_t n,
    struct inputs *out, struct err *e)
{
	const char *const *path;
	size_t i;

	if (import_files(a, paths, n, &path, &out->n, e))
		return -1;
	out->item = arena_array(a, out->n, sizeof(*out->item));
	if (out->item == NULL)
		return import_no_room(NULL, e);
	for (i = 0; i < out->n; i++) {
		out->item[i].path = path[i];
		if (input_recognise(&out->item[i], e))
			return -1;
		out->pack |= out->item[i].format != NULL;
	}
	return 0;
}

static int
file_record(struct import *im, const char *name, const char *kind,
    const char *sha256, int64_t taken, int64_t bad, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_FILE_INSERT);

	db_bind_number(r, 1, im->file);
	db_bind_text(r, 2, name);
	db_bind_text(r, 3, kind);
	db_bind_text(r, 4, sha256);
	db_bind_number(r, 5, taken);
	db_bind_number(r, 6, bad);
	return import_step(r, e);
}

static int
report_add(struct import *im, struct reports *all,
    const struct import_report *report, struct err *e)
{
	all->item = import_grow(
	    im->a, all->item, all->n, &all->max, sizeof(*all->item));
	if (all->item == NULL || report->file == NULL)
		return import_no_room(NULL, e);
	all->item[all->n++] = *report;
	return 0;
}

static int
input_load(
    struct import *im, struct input *in, struct reports *all, struct err *e)
{
	struct import_report report = { .file = in->path,
		.kind = in->format->kind };

	im->file++;
	im->house = in->house;
	if (in->format->load(im, in->path, &in->taken, e) ||
	    file_record(
		im, in->path, in->format->kind, in->sha256, in->taken, 0, e))
		return -1;
	report.rows = in->taken;
	im->changed = true;
	return report_add(im, all, &report, e);
}

/* The files of one format, house rules or the pack's. */
static int
format_load(struct import *im, struct inputs *in, const struct format *format,
    bool house, struct reports *all, int64_t *taken, struct err *e)
{
	size_t i;

	for (i = 0; i < in->n; i++) {
		if (in->item[i].format != format || in->item[i].house != house)
			continue;
		if (input_load(im, &in->item[i], all, e))
			return -1;
		if (format != &format_phrase && format != &format_word &&
		    format != &format_name && format != &format_golden)
			*taken += in->item[i].taken;
	}
	return 0;
}

/* Files of the pack, format by format, house rules first; *taken_out: rows
 * that stand in tables. */
static int
pack_load(struct import *im, struct inputs *in, struct reports *all,
    int64_t *taken_out, struct err *e)
{
	int64_t taken = 0;
	size_t f;

	for (f = 0; f < FORMATS; f++)
		if (format_load(im, in, formats[f], true, all, &taken, e) ||
		    format_load(im, in, formats[f], false, all, &taken, e))
			return -1;
	*taken_out = taken - im->yielded;
	return 0;
}

#define PASSED_SHOWN 8

/* What unpack_file() calls for each table. */
struct taking {
	struct import *im;
	struct reports *all;
	size_t known;       /* tables that some format knew */
	const char *why;    /* what the first other one is, and what to do */
	const char *passed; /* the others' names, split by ", "; or NULL */
	size_t passed_n;
};

/* Another entry of the archive, which no format knows: leave it, and tell so. */
static int
document_pass(struct taking *t, const struct document *d, struct err *e)
{
	const char *inner = strchr(d->name, '/');

	if (t->why == NULL)
		t->why = unknown_say(d);
	if (inner == NULL || t->passed_n++ >= PASSED_SHOWN)
		return 0;
	t->passed = arena_printf(t->im->a, "%s%s%.80s",
	    t->passed ? t->passed : "", t->passed ? ", " : "", inner + 1);
	return t->passed ? 0 : import_no_room(NULL, e);
}

static int
document_take(void *arg, const struct document *d, struct err *e)
{
	struct taking *t = arg;
	struct import *im = t->im;
	struct import_report report = { .file = arena_strdup(im->a, d->name) };
	int rc;

	im->bytes = d->n;
	im->file++;
	rc = official_load(im, d, e);
	if (rc <= 0)
		return rc < 0 ? -1 : document_pass(t, d, e);
	t->known++;
	report.kind = im->kind;
	report.rows = im->taken;
	report.bad = im->bad;
	report.edition = im->edition;
	report.said = im->said;
	report.bad_rows = im->bad_rows;
	report.note = im->note;
	if (im->said == NULL && file_record(im, d->name, im->kind, im->sha256,
				    im->taken, im->bad, e))
		return -1;
	return report_add(im, t->all, &report, e) ? -1 : 1;
}

static int
unknown_fail(const char *path, const struct taking *t, struct err *e)
{
	const struct document empty = { .name = path, .p = "" };
	size_t n = strlen(path);

	return err_set(e, ERR_STOP, "import", 0, "%s:1:1: %s",
	    path + (n > 80 ? n - 80 : 0),
	    t->why ? t->why : unknown_say(&empty));
}

static int
official_files_load(
    struct import *im, struct inputs *in, struct reports *all, struct err *e)
{
	const char *folder = import_folder(im->a, im->order->target);
	size_t i;

	if (folder == NULL)
		return import_no_room(NULL, e);
	for (i = 0; i < in->n; i++) {
		struct taking t = { .im = im, .all = all };

		if (in->item[i].format != NULL)
			continue;
		if (unpack_file(
			in->item[i].path, folder, document_take, &t, e) < 0)
			return -1;
		if (t.known == 0)
			return unknown_fail(in->item[i].path, &t, e);
		all->item[all->n - 1].passed =
		    t.passed_n <= PASSED_SHOWN
			? t.passed
			: arena_printf(im->a, "%s and %zu more", t.passed,
			      t.passed_n - PASSED_SHOWN);
	}
	return official_check(im, e);
}

/* Take the pack out: official rows stay. */
static int
pack_clear(struct import *im, struct err *e)
{
	static const int tables[] = { LOOKUP_PACK_LAY, LOOKUP_PACK_LEXICON,
		LOOKUP_PACK_CELL, LOOKUP_PACK_ROW, LOOKUP_PACK_COLUMN,
		LOOKUP_PACK_FAMILY_RULE, LOOKUP_PACK_CODE, LOOKUP_PACK_FAMILY,
		LOOKUP_PACK_MODIFIER, LOOKUP_PACK_NORM, LOOKUP_PACK_RULE,
		LOOKUP_PACK_SOURCE, LOOKUP_PACK_FILE };
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (db_run(im->db, tables[i], e))
			return -1;
	return 0;
}

static int
file_last(struct import *im, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_FILE_LAST);
	int rc = db_step(r, e);

	im->file = rc == 1 ? db_number(r, 0) : 0;
	im->first_file = im->file + 1;
	db_end(r);
	return rc < 0 ? -1 : 0;
}

static int
inputs_load(
    struct import *im, struct inputs *in, struct reports *all, struct err *e)
{
	int64_t taken = 0;

	if (file_last(im, e) || official_start(im, e) || db_lock(im->db, e))
		return -1;
	if (in->pack && pack_clear(im, e))
		return -1;
	if (official_files_load(im, in, all, e) ||
	    pack_load(im, in, all, &taken, e) ||
	    ((in->pack || im->terms) && terms_build(im, e)) ||
	    db_commit(im->db, e))
		return -1;
	return im->changed ? import_check_built(im, in->pack ? taken : -1, e)
			   : 0;
}

/* Fill the new file at path and look at what became of it. */
static int
database_make(struct import *im, struct inputs *in, struct reports *all,
    const char *path, bool copied, struct err *e)
{
	int rc;

	if (lookup_db_open(
		path, copied ? LOOKUP_ADD : LOOKUP_BUILD, &im->db, e))
		return -1;
	rc = inputs_load(im, in, all, e);
	db_close(im->db);
	im->db = NULL;
	return rc ? -1 : import_check_golden(im, path, e);
}

void
import_progress(const struct import *im, size_t left)
{
	const struct import_order *o = im->order;

	if (o->progress != NULL)
		o->progress(o->arg, im->document, im->bytes - left, im->bytes);
}

/* A database that this program made is copied, so that what it holds stays;
 * 1, or 0 where there is none, or only a pack that is given anew. */
static int
target_copy(
    struct import *im, const struct inputs *in, const char *made, struct err *e)
{
	struct lookup *old = NULL;
	struct err none = { 0 };
	bool keep;

	if (lookup_open(im->order->target, &old, &none))
		return 0;
	keep = !in->pack || old->edition_n > 0 || lookup_licence(old) != NULL;
	lookup_close(old);
	if (!keep)
		return 0;
	return import_copy(im->order->target, made, e) ? -1 : 1;
}

/* Put `more` in front of what in holds. */
static int
inputs_join(struct import *im, struct inputs *in, const struct inputs *more,
    struct err *e)
{
	struct input *both = arena_array(im->a, more->n + in->n, sizeof(*both));

	if (both == NULL)
		return import_no_room(NULL, e);
	memcpy(both, more->item, more->n * sizeof(*both));
	memcpy(both + more->n, in->item, in->n * sizeof(*both));
	*in = (struct inputs){ both, more->n + in->n, more->pack || in->pack };
	return 0;
}

/* Without a database, the pack is loaded first. */
static int
pack_add(struct import *im, struct inputs *in, struct err *e)
{
	struct inputs pack = { 0 };

	if (im->order->pack == NULL)
		return err_set(e, ERR_STOP, "import", 0,
		    "%.120s: there is no database to add to: run 'consultctl "
		    "import' first, then this",
		    im->order->target);
	return inputs_make(im->a, &im->order->pack, 1, &pack, e) ||
		       inputs_join(im, in, &pack, e)
		   ? -1
		   : 0;
}

/* House rules come with every pack. */
static int
house_add(struct import *im, struct inputs *in, struct err *e)
{
	struct inputs house = { 0 };
	size_t i;

	if (im->order->house == NULL || !in->pack)
		return 0;
	if (inputs_make(im->a, &im->order->house, 1, &house, e))
		return -1;
	for (i = 0; i < house.n; i++) {
		house.item[i].house = true;
		if (house.item[i].format == NULL)
			return err_set(e, ERR_STOP, "import", 0,
			    "%.120s:1:1: no table of a pack by its header "
			    "line: see data/README.md",
			    house.item[i].path);
	}
	return inputs_join(im, in, &house, e);
}

/* What the old file held, and the new one lacks, is told, not passed over. */
static int
lost_report(
    struct import *im, struct reports *all, const char *lost, struct err *e)
{
	struct import_report report = { .file = im->order->target,
		.kind = "database before this",
		.lost = lost };

	return lost ? report_add(im, all, &report, e) : 0;
}

static int
import_locked(
    struct import *im, struct inputs *in, struct reports *all, struct err *e)
{
	const char *target = im->order->target;
	const char *made = arena_printf(im->a, "%s.new", target);
	const char *lost;
	int copied, rc = -1;

	if (made == NULL)
		return import_no_room(NULL, e);
	if (unlink(made) != 0 && errno != ENOENT)
		return input_fail(made, errno, strerror(errno), e);
	copied = target_copy(im, in, made, e);
	lost = copied == 0 ? import_lost(target, im->a) : NULL;
	if (copied >= 0 && (copied || in->pack || pack_add(im, in, e) == 0) &&
	    house_add(im, in, e) == 0 &&
	    database_make(im, in, all, made, copied, e) == 0 &&
	    lost_report(im, all, lost, e) == 0)
		rc = im->changed ? import_place(made, target, e) : 0;
	if (rc != 0 || !im->changed)
		unlink(made);
	return rc;
}

int
import_make(const struct import_order *order, struct arena *a,
    struct import_report **reports_out, size_t *reports_n, struct err *e)
{
	struct import im = { .a = a,
		.order = order,
		.effective = order->effective,
		.fewer = order->fewer };
	struct inputs in = { 0 };
	struct reports all = { 0 };
	int lock = -1, rc;

	if (inputs_make(a, order->paths, order->n, &in, e) ||
	    import_lock(order->target, a, &lock, e))
		return -1;
	rc = import_locked(&im, &in, &all, e);
	close(lock);
	if (rc == 0) {
		*reports_out = all.item;
		*reports_n = all.n;
	}
	return rc;
}

int
import_run(const char *const *paths, size_t n, const char *target,
    struct arena *a, struct import_report **reports_out, size_t *reports_n,
    struct err *e)
{
	struct import_order order = {
		.paths = paths, .n = n, .target = target
	};

	return import_make(&order, a, reports_out, reports_n, e);
}
