/* conf_secret - a password from a file that nobody else may read: a name comes
 * in, the first line of the file goes out, and is wiped after use. */
#include "conf.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET_MAX 1024

/* "folder/name" on the heap. */
static char *
join(const char *folder, size_t n, const char *name)
{
	char *path;

	if (asprintf(&path, "%.*s/%s", (int)n, folder, name) < 0)
		abort();
	return path;
}

/* Is path a file of the folder where systemd put this unit's credentials? They
 * lie on a file system of their own, and their modes are systemd's affair. */
static bool
is_credential(const char *path)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	size_t n = folder ? strlen(folder) : 0;

	return n && !strncmp(path, folder, n) && path[n] == '/' &&
	       !strchr(path + n + 1, '/');
}

/* Where the secret lies: path itself, or a bare name in the credentials'
 * folder, else beside the settings file. On the heap. */
static char *
secret_path(const struct settings *s, const char *path)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	const char *slash = strrchr(s->file, '/');
	char *there;

	if (strchr(path, '/')) {
		there = strdup(path);
		if (!there)
			abort();
		return there;
	}
	if (folder && *folder) {
		there = join(folder, strlen(folder), path);
		if (!access(there, F_OK))
			return there;
		free(there);
	}
	return slash ? join(s->file, (size_t)(slash - s->file), path)
		     : join(".", 1, path);
}

/* Open the file and see that it may be used. */
static int
secret_open(const char *path, struct err *e)
{
	/* O_NONBLOCK: a FIFO in its place must not hold us up. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return err_set(e, ERR_STOP, "conf", errno,
		    "%s: the secret cannot be opened: %m", path);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(e, ERR_STOP, "conf", 0,
		    "%s: the secret must be a plain file", path);
	}
	if ((st.st_mode & 077) && !is_credential(path)) {
		close(fd);
		return err_set(e, ERR_STOP, "conf", 0,
		    "%s: others can read the secret: run chmod 600 %s", path,
		    path);
	}
	return fd;
}

/* Up to size bytes of the file; how many, or -1 with errno. */
static ssize_t
read_up_to(int fd, char *out, size_t size)
{
	size_t n = 0;
	ssize_t rc;

	while (n < size) {
		rc = read(fd, out + n, size - n);
		if (rc < 0 && errno == EINTR)
			continue;
		if (rc < 0)
			return -1;
		if (rc == 0)
			break;
		n += (size_t)rc;
	}
	return (ssize_t)n;
}

/* The length of the first line of text[0..n), or -1 where it is no secret. */
static int
secret_line(const char *path, const char *text, size_t n, struct err *e)
{
	const char *end = memchr(text, '\n', n);
	size_t len = end ? (size_t)(end - text) : n;

	if (end && len && text[len - 1] == '\r')
		len--;
	if (len == 0)
		return err_set(e, ERR_STOP, "conf", 0,
		    "%s: the secret's first line is empty: write the password "
		    "there",
		    path);
	if (len > SECRET_MAX)
		return err_set(e, ERR_STOP, "conf", 0,
		    "%s: the secret is longer than %d bytes", path, SECRET_MAX);
	if (memchr(text, '\0', len) || memchr(text, '\r', len))
		return err_set(e, ERR_STOP, "conf", 0,
		    "%s: the secret has a NUL or CR within", path);
	return (int)len;
}

static int
secret_read(const char *path, char **out, struct err *e)
{
	char text[SECRET_MAX + 2]; /* with CR and LF */
	int fd = secret_open(path, e), len;
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read_up_to(fd, text, sizeof(text));
	if (n < 0)
		len = err_set(e, ERR_STOP, "conf", errno,
		    "%s: the secret cannot be read: %m", path);
	else
		len = secret_line(path, text, (size_t)n, e);
	close(fd);
	if (len > 0) {
		*out = strndup(text, (size_t)len);
		if (!*out)
			abort();
	}
	explicit_bzero(text, sizeof(text));
	return len > 0 ? 0 : -1;
}

int
conf_secret(
    const struct settings *s, const char *path, char **out, struct err *e)
{
	char *where;
	int rc;

	assert(s && path && out);
	if (!*path)
		return err_set(e, ERR_STOP, "conf", 0,
		    "%s: a password_file is empty", s->file);
	where = secret_path(s, path);
	rc = secret_read(where, out, e);
	free(where);
	return rc;
}

void
conf_secret_free(char *secret)
{
	if (!secret)
		return;
	explicit_bzero(secret, strlen(secret));
	free(secret);
}
