/* db_file.c - the file under a database, before SQLite sees it: its path in,
 * a URI or a file with the right permissions out; and what it is in words. */
#include "db_file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The path as a URI that nothing will write to: percent-encoded, since a '?'
 * or '#' in it would end the path (RFC 3986 3.3). */
char *
db_file_uri(const char *path)
{
	static const char tail[] = "?mode=ro&immutable=1";
	static const char hex[] = "0123456789ABCDEF";
	size_t n = strlen(path);
	char *uri = malloc(strlen("file:") + 3 * n + sizeof(tail)), *w = uri;

	if (uri == NULL)
		abort();
	memcpy(w, "file:", strlen("file:"));
	w += strlen("file:");
	for (; *path != '\0'; path++) {
		if (strchr("%?#", *path) == NULL) {
			*w++ = *path;
			continue;
		}
		*w++ = '%';
		*w++ = hex[(unsigned char)*path >> 4];
		*w++ = hex[(unsigned char)*path & 15];
	}
	memcpy(w, tail, sizeof(tail));
	return uri;
}

/* A store is made here and not by SQLite, so that only its owner can read
 * it from the first moment on. */
int
db_file_ready(const struct db_spec *spec, struct err *e)
{
	struct stat st;
	int fd;

	if (stat(spec->path, &st) == 0) {
		if (S_ISREG(st.st_mode))
			return 0;
		return err_set(e, ERR_STOP, "db", 0,
		    "%s: is no ordinary file: name another path", spec->path);
	}
	if (errno != ENOENT)
		return err_set(e, ERR_STOP, "file", errno, "%s: %s%s",
		    spec->path, strerror(errno),
		    errno == EACCES ? ": do it as the account that owns it"
				    : "");
	if (spec->schema == NULL)
		return err_set(e, ERR_STOP, "file", ENOENT, "%s: no such file",
		    spec->path);
	fd = open(spec->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
	    spec->mode == DB_STORE ? 0600 : 0644);
	if (fd < 0)
		return err_set(e, ERR_STOP, "file", errno,
		    "%s: cannot be made: %s", spec->path, strerror(errno));
	close(fd);
	return 0;
}

bool
db_identity_empty(const struct db_identity *id)
{
	return id->tables == 0 && id->application == 0 && id->version == 0;
}

int
db_identity_check(
    const struct db_spec *s, const struct db_identity *id, struct err *e)
{
	if (db_identity_empty(id)) {
		if (s->schema != NULL)
			return 0;
		return err_set(e, ERR_STOP, "db", 0,
		    "%s: the file is empty: make it anew", s->path);
	}
	if (id->application != s->application)
		return err_set(e, ERR_STOP, "db", 0,
		    "%s: belongs to another program: name another path",
		    s->path);
	if (s->mode == DB_BUILD)
		return err_set(e, ERR_STOP, "db", 0,
		    "%s: exists already: remove it first", s->path);
	if (id->version > s->version)
		return err_set(e, ERR_STOP, "db", 0,
		    "%s: has schema %d, newer than this program, which knows "
		    "%d: install the newer program",
		    s->path, (int)id->version, (int)s->version);
	if (id->version < s->version && s->schema == NULL)
		return err_set(e, ERR_STOP, "db", 0,
		    "%s: has schema %d, older than this program, which needs "
		    "%d: make or upgrade it first",
		    s->path, (int)id->version, (int)s->version);
	return 0;
}
