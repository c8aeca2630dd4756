/* unpack.c - downloads, opened. A path comes in; the bytes of each table in
 * it go out, whatever it was packed into. */
#include "unpack.h"
#include "limit.h"
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_BYTES 1000

/* One file under way, with all that is packed into it. */
struct unpack {
	const char *folder;
	unpack_work *work;
	void *arg;
	size_t left;  /* bytes that may still come out */
	size_t items; /* entries so far */
};

static int
unpack_fail(const char *name, int code, const char *what, struct err *e)
{
	size_t n = strlen(name);

	return err_set(e, ERR_STOP, "import", code, "%s: %s",
	    name + (n > 120 ? n - 120 : 0), what);
}

static int bytes_unpack(struct unpack *u, const char *name, const char *p,
    size_t n, int depth, struct err *e);

/* A file without a name, which ends with its descriptor. */
static int
spare_open(const char *folder, struct err *e)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	struct buf name;

	/* Some file systems know no files without a name. */
	if (fd < 0 && errno == EOPNOTSUPP) {
		buf_init(&name, NAME_BYTES);
		buf_printf(&name, "%s/import-XXXXXX", folder);
		fd = mkostemp(name.data, O_CLOEXEC);
		if (fd >= 0)
			unlink(name.data);
		buf_free(&name);
	}
	if (fd < 0)
		return unpack_fail(folder, errno, strerror(errno), e);
	return fd;
}

static int
spare_write(int fd, const char *name, const char *p, size_t n, struct err *e)
{
	while (n > 0) {
		ssize_t put = write(fd, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return unpack_fail(name, errno, strerror(errno), e);
		p += put;
		n -= (size_t)put;
	}
	return 0;
}

/* The rest of the entry into fd; its size, or -1. */
static int
entry_copy(struct unpack *u, struct archive *a, const char *name, int fd,
    size_t *size_out, struct err *e)
{
	static const char big[] = "holds more than any known file does";
	char block[65536];
	size_t size = 0;
	ssize_t got;

	while ((got = archive_read_data(a, block, sizeof(block))) > 0) {
		if ((size_t)got > u->left)
			return unpack_fail(name, 0, big, e);
		u->left -= (size_t)got;
		size += (size_t)got;
		if (spare_write(fd, name, block, (size_t)got, e))
			return -1;
	}
	if (got < 0)
		return unpack_fail(name, 0,
		    archive_read_has_encrypted_entries(a) > 0
			? "is under a password: unpack it first"
			: "the archive is damaged or cut short: download it "
			  "again",
		    e);
	*size_out = size;
	return 0;
}

/* Map the bytes of fd; NULL for none, which is no error. */
static int
file_map(int fd, const char *name, size_t n, char **out, struct err *e)
{
	void *p = NULL;

	if (n > 0)
		p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return unpack_fail(name, errno, strerror(errno), e);
	if (p != NULL)
		madvise(p, n, MADV_SEQUENTIAL);
	*out = p;
	return 0;
}

/* An archive that is being read, and the entries of a workbook in it. */
struct reading {
	struct archive *a;
	const char *name;
	struct item *item;
	size_t n;
	bool workbooks; /* those alone are read now; else all others */
	bool known;     /* some table was */
};

static bool
name_is_workbook(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcasecmp(name + n - 5, ".xlsx") == 0;
}

static const char *
entry_name(struct archive_entry *entry)
{
	const char *name = archive_entry_pathname_utf8(entry);

	if (name == NULL)
		name = archive_entry_pathname(entry);
	return name ? name : "entry";
}

static int
entry_read(struct unpack *u, struct archive *a, const char *name,
    struct item *out, struct err *e)
{
	int fd = spare_open(u->folder, e), rc;
	char *p = NULL;
	size_t n = 0;

	if (fd < 0)
		return -1;
	rc = entry_copy(u, a, name, fd, &n, e);
	if (rc == 0)
		rc = file_map(fd, name, n, &p, e);
	close(fd);
	if (rc == 0)
		*out = (struct item){ .p = p, .n = n };
	return rc;
}

/* Entries of a workbook are kept until all are there; others are looked at
 * one by one. */
static int
entry_take(struct unpack *u, struct reading *r, struct archive_entry *entry,
    int depth, struct err *e)
{
	const char *inner = entry_name(entry);
	struct item item = { 0 };
	struct buf name;
	int rc;

	if (++u->items > LIMIT_UNPACK_ITEMS)
		return unpack_fail(r->name, 0, "holds too many files", e);
	if (archive_entry_filetype(entry) != AE_IFREG ||
	    name_is_workbook(inner) != r->workbooks)
		return 0;
	buf_init(&name, NAME_BYTES);
	buf_printf(&name, "%s/%.500s", r->name, inner);
	rc = entry_read(u, r->a, buf_text(&name), &item, e);
	if (rc == 0 && sheet_is(inner)) {
		item.name = strdup(inner);
		if (item.name == NULL)
			abort();
		r->item[r->n++] = item;
	} else if (rc == 0) {
		rc = bytes_unpack(
		    u, buf_text(&name), item.p, item.n, depth + 1, e);
		r->known |= rc == 1;
		if (item.p != NULL)
			munmap((void *)(uintptr_t)item.p, item.n);
	}
	buf_free(&name);
	return rc < 0 ? -1 : 0;
}

static int
entries_take(struct unpack *u, struct reading *r, int depth, struct err *e)
{
	struct archive_entry *entry;
	int rc;

	while ((rc = archive_read_next_header(r->a, &entry)) == ARCHIVE_OK ||
	       rc == ARCHIVE_WARN)
		if (entry_take(u, r, entry, depth, e))
			return -1;
	if (rc != ARCHIVE_EOF)
		return unpack_fail(r->name, 0,
		    "the archive is damaged or cut short: download it again",
		    e);
	if (r->n > 0)
		rc = sheet_tables(r->name, r->item, r->n, u->work, u->arg, e);
	else
		rc = 0;
	r->known |= rc == 1;
	return rc < 0 ? -1 : 0;
}

static void
items_free(struct reading *r)
{
	while (r->n > 0) {
		struct item *item = &r->item[--r->n];

		if (item->p != NULL)
			munmap((void *)(uintptr_t)item->p, item->n);
		free((void *)(uintptr_t)item->name);
	}
	free(r->item);
}

/* Once through the archive: its workbooks, or all else. 1: some table was
 * known. */
static int
archive_pass(struct unpack *u, const struct item *whole, bool workbooks,
    int depth, struct err *e)
{
	struct reading r = { .a = archive_read_new(),
		.name = whole->name,
		.workbooks = workbooks };
	int rc = -1;

	r.item = calloc(LIMIT_UNPACK_ITEMS, sizeof(*r.item));
	if (r.a == NULL || r.item == NULL)
		abort();
	archive_read_support_format_zip_seekable(r.a);
	if (archive_read_open_memory(r.a, whole->p, whole->n) != ARCHIVE_OK)
		unpack_fail(whole->name, 0,
		    "the archive is damaged or cut short: download it again",
		    e);
	else
		rc = entries_take(u, &r, depth, e);
	items_free(&r);
	archive_read_free(r.a);
	return rc < 0 ? -1 : r.known;
}

static int
archive_unpack(struct unpack *u, const char *name, const char *p, size_t n,
    int depth, struct err *e)
{
	struct item whole = { name, p, n };
	int rc = archive_pass(u, &whole, false, depth, e);

	return rc != 0 ? rc : archive_pass(u, &whole, true, depth, e);
}

/* One compressed file, whose name is that of what is in it, and ".gz". */
static int
gzip_unpack(struct unpack *u, const char *name, const char *p, size_t n,
    int depth, struct err *e)
{
	struct archive *a = archive_read_new();
	struct archive_entry *entry;
	struct item item = { 0 };
	char *inner = strdup(name);
	size_t len = strlen(name);
	int rc = -1;

	if (a == NULL || inner == NULL)
		abort();
	if (len > 3 && strcasecmp(name + len - 3, ".gz") == 0)
		inner[len - 3] = '\0';
	archive_read_support_filter_gzip(a);
	archive_read_support_format_raw(a);
	if (archive_read_open_memory(a, p, n) != ARCHIVE_OK ||
	    archive_read_next_header(a, &entry) != ARCHIVE_OK)
		unpack_fail(name, 0,
		    "the archive is damaged or cut short: download it again",
		    e);
	else
		rc = entry_read(u, a, name, &item, e);
	if (rc == 0)
		rc = bytes_unpack(u, inner, item.p, item.n, depth + 1, e);
	if (item.p != NULL)
		munmap((void *)(uintptr_t)item.p, item.n);
	archive_read_free(a);
	free(inner);
	return rc;
}

static int
bytes_unpack(struct unpack *u, const char *name, const char *p, size_t n,
    int depth, struct err *e)
{
	struct document d = { name, p, n };
	bool gzip = p != NULL && n > 18 && memcmp(p, "\x1f\x8b\x08", 3) == 0;

	if (p == NULL || n == 0)
		return 0;
	if (gzip && depth < LIMIT_UNPACK_DEPTH)
		return gzip_unpack(u, name, p, n, depth, e);
	if (!gzip && (n < 4 || memcmp(p, "PK\3\4", 4) != 0))
		return u->work(u->arg, &d, e);
	if (depth >= LIMIT_UNPACK_DEPTH)
		return unpack_fail(name, 0, "archives in too many archives", e);
	return archive_unpack(u, name, p, n, depth, e);
}

int
unpack_bytes(const char *name, const char *p, size_t n, const char *folder,
    unpack_work *work, void *arg, struct err *e)
{
	struct unpack u = { folder, work, arg, LIMIT_UNPACK_BYTES, 0 };

	return bytes_unpack(&u, name, p, n, 0, e);
}

int
unpack_file(const char *path, const char *folder, unpack_work *work, void *arg,
    struct err *e)
{
	const char *slash = strrchr(path, '/');
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc;
	struct stat st;
	char *p = NULL;

	if (fd < 0 || fstat(fd, &st) != 0) {
		rc = unpack_fail(path, errno, strerror(errno), e);
		if (fd >= 0)
			close(fd);
		return rc;
	}
	if (st.st_size > (off_t)LIMIT_UNPACK_BYTES)
		rc = unpack_fail(path, 0, "is bigger than any known file", e);
	else
		rc = file_map(fd, path, (size_t)st.st_size, &p, e);
	close(fd);
	if (rc == 0)
		rc = unpack_bytes(slash ? slash + 1 : path, p,
		    (size_t)st.st_size, folder, work, arg, e);
	if (p != NULL)
		munmap(p, (size_t)st.st_size);
	return rc;
}
