/* official.h - a folder with an invented pack, and invented official files. */
#ifndef TEST_OFFICIAL_H
#define TEST_OFFICIAL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above. */
#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lookup.h"

struct place {
	char folder[60], pack[80], target[80];
	struct arena *a;
	struct import_report *report;
	size_t n;
	struct import_order order;
	struct err e;
};

static inline void
bytes_write(const char *path, const void *p, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

/* A file of the folder; its path lives in the place. */
static inline const char *
file_make(struct place *p, const char *name, const char *text)
{
	char *path = arena_printf(p->a, "%s/%s", p->folder, name);

	bytes_write(path, text, strlen(text));
	return path;
}

static inline void
place_start(struct place *p)
{
	static const char sources[] =
	    "id\tkind\tname\tpublisher\tedition\tvalid_from\tvalid_to\t"
	    "notice\tlicence\n"
	    "pack\tpack\ttest pack\tconsultd\t1.0\told\topen\t\tours\n";
	char path[120];

	memset(p, 0, sizeof(*p));
	p->a = arena_new(64u << 20);
	snprintf(p->folder, sizeof(p->folder), "/tmp/test-official-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->pack, sizeof(p->pack), "%s/pack", p->folder);
	assert_int_equal(mkdir(p->pack, 0700), 0);
	snprintf(path, sizeof(path), "%s/sources.tsv", p->pack);
	bytes_write(path, sources, strlen(sources));
	snprintf(p->target, sizeof(p->target), "%s/lookup.db", p->folder);
}

static inline void
place_end(struct place *p)
{
	char command[120];

	snprintf(command, sizeof(command), "rm -r %s", p->folder);
	assert_int_equal(system(command), 0);
	arena_free(p->a);
}

static inline int
files_import(struct place *p, const char *const *paths, size_t n)
{
	p->order.paths = paths;
	p->order.n = n;
	p->order.target = p->target;
	p->order.pack = p->pack;
	memset(&p->e, 0, sizeof(p->e));
	return import_make(&p->order, p->a, &p->report, &p->n, &p->e);
}

/* The report of the file, which comes before the pack; it must have been taken in. */
static inline const struct import_report *
file_import(struct place *p, const char *path)
{
	if (files_import(p, &path, 1))
		fail_msg("%s", p->e.text);
	return &p->report[0];
}

static inline void
file_refused(struct place *p, const char *path, const char *why)
{
	struct stat before = { 0 }, after = { 0 };

	stat(p->target, &before);
	assert_int_equal(files_import(p, &path, 1), -1);
	assert_int_equal(p->e.kind, ERR_STOP);
	if (strstr(p->e.text, why) == NULL)
		fail_msg("'%s' lacks '%s'", p->e.text, why);
	stat(p->target, &after);
	assert_int_equal(before.st_ino, after.st_ino);
}

static inline struct lookup *
place_open(struct place *p)
{
	struct lookup *l = NULL;

	if (lookup_open(p->target, &l, &p->e))
		fail_msg("%s", p->e.text);
	return l;
}

/* An archive of items: name, text, name, text, ..., NULL. */
static inline const char *
zip_make(struct place *p, const char *name, const char *const *item,
    const size_t *size)
{
	char *path = arena_printf(p->a, "%s/%s", p->folder, name);
	struct archive *z = archive_write_new();
	size_t i;

	assert_int_equal(archive_write_set_format_zip(z), ARCHIVE_OK);
	assert_int_equal(archive_write_open_filename(z, path), ARCHIVE_OK);
	for (i = 0; item[i] != NULL; i += 2) {
		struct archive_entry *entry = archive_entry_new();
		size_t n = size ? size[i / 2] : strlen(item[i + 1]);

		archive_entry_set_pathname(entry, item[i]);
		archive_entry_set_size(entry, (la_int64_t)n);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0644);
		assert_int_equal(archive_write_header(z, entry), ARCHIVE_OK);
		assert_int_equal(archive_write_data(z, item[i + 1], n), n);
		archive_entry_free(entry);
	}
	assert_int_equal(archive_write_close(z), ARCHIVE_OK);
	archive_write_free(z);
	return path;
}

static inline char *
file_bytes(struct place *p, const char *path, size_t *n_out)
{
	struct stat st;
	FILE *f = fopen(path, "r");
	char *bytes;

	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	bytes = arena_alloc(p->a, (size_t)st.st_size + 1);
	assert_non_null(bytes);
	*n_out = fread(bytes, 1, (size_t)st.st_size, f);
	fclose(f);
	return bytes;
}

#endif
