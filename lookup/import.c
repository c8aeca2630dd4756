/* import.c - builds a lookup database. Files come in, each recognised by its
 * content; a checked database beside the old one goes out, renamed into its
 * place. */
#include "import.h"
#include "buf.h"
#include "digest.h"
#include "limit.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
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
	&format_golden,
};
#define FORMATS (sizeof(formats) / sizeof(formats[0]))

/* One file of the import. */
struct input {
	const char *path;
	const struct format *format;
	char sha256[DIGEST_HEX];
	int64_t taken;
};
struct inputs {
	struct input *item;
	size_t n;
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
	for (i = 0; i < FORMATS; i++)
		if (formats[i]->recognise(head)) {
			in->format = formats[i];
			return 0;
		}
	return err_set(e, ERR_STOP, "import", 0,
	    "%.120s:1:1: no kind of file that is known by its header line: see "
	    "data/README.md, or leave the file out",
	    in->path);
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
	}
	return 0;
}

static int
input_record(struct import *im, const struct input *in, struct err *e)
{
	struct db_row *r = db_begin(im->db, LOOKUP_FILE_INSERT);

	db_bind_number(r, 1, im->file);
	db_bind_text(r, 2, in->path);
	db_bind_text(r, 3, in->format->kind);
	db_bind_text(r, 4, in->sha256);
	db_bind_number(r, 5, in->taken);
	db_bind_number(r, 6, 0);
	return import_step(r, e);
}

/* All files, format by format; *taken_out: rows that stand in tables. */
static int
inputs_load(
    struct import *im, struct inputs *in, int64_t *taken_out, struct err *e)
{
	int64_t taken = 0;
	size_t f, i;

	for (f = 0; f < FORMATS; f++)
		for (i = 0; i < in->n; i++) {
			if (in->item[i].format != formats[f])
				continue;
			im->file++;
			if (formats[f]->load(
				im, in->item[i].path, &in->item[i].taken, e) ||
			    input_record(im, &in->item[i], e))
				return -1;
			if (formats[f] != &format_phrase &&
			    formats[f] != &format_golden)
				taken += in->item[i].taken;
		}
	*taken_out = taken;
	return 0;
}

/* Fill the new file at path and look at what became of it. */
static int
database_make(
    struct import *im, struct inputs *in, const char *path, struct err *e)
{
	int64_t taken = 0;
	int rc;

	if (lookup_db_open(path, LOOKUP_BUILD, &im->db, e))
		return -1;
	rc = db_lock(im->db, e) || inputs_load(im, in, &taken, e) ||
		     db_commit(im->db, e) || import_check_built(im, taken, e)
		 ? -1
		 : 0;
	db_close(im->db);
	im->db = NULL;
	return rc ? -1 : import_check_golden(im, path, e);
}

static int
reports_make(struct arena *a, const struct inputs *in,
    struct import_report **out, size_t *n_out, struct err *e)
{
	struct import_report *report = arena_array(a, in->n, sizeof(*report));
	size_t i;

	if (report == NULL)
		return import_no_room(NULL, e);
	for (i = 0; i < in->n; i++) {
		report[i].file = in->item[i].path;
		report[i].kind = in->item[i].format->kind;
		report[i].rows = in->item[i].taken;
	}
	*out = report;
	*n_out = in->n;
	return 0;
}

/* One import at a time: the lock lives and dies with this process. */
static int
folder_lock(const char *target, struct arena *a, int *out, struct err *e)
{
	const char *slash = strrchr(target, '/');
	char *folder = slash == NULL ? arena_strdup(a, ".")
				     : arena_strndup(a, target,
					   (size_t)(slash - target) + 1);
	int fd;

	if (folder == NULL)
		return import_no_room(NULL, e);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return input_fail(folder, errno,
		    "is no folder that can be written: make it first", e);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		return input_fail(target, errno,
		    "another import is under way: wait for its end", e);
	}
	*out = fd;
	return 0;
}

static int
import_locked(
    struct import *im, struct inputs *in, const char *target, struct err *e)
{
	const char *made = arena_printf(im->a, "%s.new", target);

	if (made == NULL)
		return import_no_room(NULL, e);
	if (unlink(made) != 0 && errno != ENOENT)
		return input_fail(made, errno, strerror(errno), e);
	if (database_make(im, in, made, e) || import_place(made, target, e)) {
		unlink(made);
		return -1;
	}
	return 0;
}

int
import_run(const char *const *paths, size_t n, const char *target,
    struct arena *a, struct import_report **reports_out, size_t *reports_n,
    struct err *e)
{
	struct import im = { .a = a };
	struct inputs in = { 0 };
	struct import_report *report = NULL;
	size_t report_n = 0;
	int lock = -1, rc;

	if (inputs_make(a, paths, n, &in, e) ||
	    folder_lock(target, a, &lock, e))
		return -1;
	rc = import_locked(&im, &in, target, e);
	close(lock);
	if (rc == 0)
		rc = reports_make(a, &in, &report, &report_n, e);
	if (rc == 0) {
		*reports_out = report;
		*reports_n = report_n;
	}
	return rc;
}
