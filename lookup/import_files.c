/* import_files.c - the file system's side of an import: which files, and how
 * a finished database takes its place. Paths come in and go out. */
#include "buf.h"
#include "import.h"
#include "limit.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct list {
	struct arena *a;
	const char **path;
	size_t n, max;
};

static int
list_add(struct list *l, const char *path, struct err *e)
{
	if (l->n == LIMIT_IMPORT_FILES)
		return err_set(e, ERR_STOP, "import", 0,
		    "%.120s: more than %d files: name fewer", path,
		    LIMIT_IMPORT_FILES);
	l->path = import_grow(l->a, l->path, l->n, &l->max, sizeof(*l->path));
	if (l->path == NULL)
		return import_no_room(NULL, e);
	l->path[l->n++] = path;
	return 0;
}

static bool
name_is_table(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && strcmp(name + n - 4, ".tsv") == 0 && name[0] != '.';
}

static int path_add(
    struct list *l, const char *path, bool named, int depth, struct err *e);

static int
folder_add(struct list *l, const char *path, int depth, struct err *e)
{
	struct dirent **entry;
	const char *below;
	int n = scandir(path, &entry, NULL, alphasort), i, rc = 0;

	if (n < 0)
		return err_set(e, ERR_STOP, "import", errno, "%.120s: %s", path,
		    strerror(errno));
	for (i = 0; i < n; i++) {
		if (rc == 0 && entry[i]->d_name[0] != '.') {
			below =
			    arena_printf(l->a, "%s/%s", path, entry[i]->d_name);
			rc = below == NULL
				 ? import_no_room(NULL, e)
				 : path_add(l, below, false, depth + 1, e);
		}
		free(entry[i]);
	}
	free(entry);
	return rc;
}

/* A file that is named is taken whatever its name; below a folder, *.tsv. */
static int
path_add(struct list *l, const char *path, bool named, int depth, struct err *e)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_set(e, ERR_STOP, "import", errno, "%.120s: %s", path,
		    strerror(errno));
	if (S_ISDIR(st.st_mode) && depth < LIMIT_IMPORT_DEPTH)
		return folder_add(l, path, depth, e);
	if (!S_ISREG(st.st_mode))
		return named || S_ISDIR(st.st_mode)
			   ? err_set(e, ERR_STOP, "import", 0,
				 "%.120s: is no plain file, or lies too deep",
				 path)
			   : 0;
	return named || name_is_table(strrchr(path, '/') + 1)
		   ? list_add(l, path, e)
		   : 0;
}

int
import_files(struct arena *a, const char *const *paths, size_t n,
    const char *const **out, size_t *n_out, struct err *e)
{
	struct list l = { .a = a };
	size_t i;

	for (i = 0; i < n; i++)
		if (path_add(&l, paths[i], true, 0, e))
			return -1;
	if (l.n == 0)
		return err_set(e, ERR_STOP, "import", 0,
		    "no file to import: name files, or a folder with *.tsv");
	*out = l.path;
	*n_out = l.n;
	return 0;
}

static int
path_sync(const char *path, int flags, struct err *e)
{
	int fd = open(path, flags | O_CLOEXEC), rc;

	rc = fd < 0 ? -1 : fsync(fd);
	if (rc != 0)
		err_set(e, ERR_STOP, "import", errno, "%.120s: %s", path,
		    strerror(errno));
	if (fd >= 0)
		close(fd);
	return rc;
}

static int
folder_sync(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	int rc;

	if (slash == NULL)
		return path_sync(".", O_RDONLY | O_DIRECTORY, e);
	folder = strndup(path, (size_t)(slash - path) + 1);
	if (folder == NULL)
		abort();
	rc = path_sync(folder, O_RDONLY | O_DIRECTORY, e);
	free(folder);
	return rc;
}

/* Keep the file at target under old, by a second name: at every moment there
 * is a whole database at target. */
static int
target_keep(const char *target, const char *old)
{
	if (unlink(old) != 0 && errno != ENOENT)
		return -1;
	return link(target, old) != 0 && errno != ENOENT ? -1 : 0;
}

int
import_place(const char *made, const char *target, struct err *e)
{
	struct buf old;
	int rc = -1;

	buf_init(&old, PATH_MAX);
	if (path_sync(made, O_RDONLY, e) == 0) {
		if (chmod(made, 0644) != 0 ||
		    buf_printf(&old, "%s.old", target) != 0 ||
		    target_keep(target, buf_text(&old)) != 0 ||
		    rename(made, target) != 0)
			err_set(e, ERR_STOP, "import", errno,
			    "%.120s: could not be put in place: %s", target,
			    strerror(errno));
		else
			rc = folder_sync(target, e);
	}
	buf_free(&old);
	return rc;
}

const char *
import_folder(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL
		   ? "."
		   : arena_strndup(a, path, (size_t)(slash - path) + 1);
}

/* The lock lives and dies with this process. */
int
import_lock(const char *target, struct arena *a, int *out, struct err *e)
{
	const char *folder = import_folder(a, target);
	int fd;

	if (folder == NULL)
		return import_no_room(NULL, e);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_set(e, ERR_STOP, "import", errno,
		    "%.120s: is no folder that can be written: make it first",
		    folder);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		return err_set(e, ERR_STOP, "import", errno,
		    "%.120s: another import is under way: wait for its end",
		    target);
	}
	*out = fd;
	return 0;
}

static int
copy_fail(const char *path, struct err *e)
{
	return err_set(e, ERR_STOP, "import", errno,
	    "%.120s: could not be copied: %s", path, strerror(errno));
}

int
import_copy(const char *from, const char *to, struct err *e)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out = -1, rc = -1;
	struct stat st;
	ssize_t put = 1;

	if (in >= 0)
		out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (in < 0 || out < 0 || fstat(in, &st) != 0) {
		copy_fail(from, e);
	} else {
		while (st.st_size > 0 && put > 0) {
			put = copy_file_range(
			    in, NULL, out, NULL, (size_t)st.st_size, 0);
			st.st_size -= put;
		}
		rc = put > 0 ? 0 : copy_fail(from, e);
	}
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return rc;
}

int
import_rollback(const char *target, struct err *e)
{
	struct lookup *l = NULL;
	struct err why = { 0 };
	struct buf old;
	int rc = -1;

	buf_init(&old, PATH_MAX);
	if (buf_printf(&old, "%s.old", target) != 0 ||
	    lookup_open(buf_text(&old), &l, &why) != 0)
		err_set(e, ERR_STOP, "import", ENOENT,
		    "%.120s.old: no earlier database that this program can "
		    "use",
		    target);
	else if (renameat2(AT_FDCWD, buf_text(&old), AT_FDCWD, target,
		     RENAME_EXCHANGE) != 0)
		err_set(e, ERR_STOP, "import", errno, "%.120s: %s", target,
		    strerror(errno));
	else
		rc = folder_sync(target, e);
	lookup_close(l);
	buf_free(&old);
	return rc;
}
