/*
 * supervise_secret.c - the passwords: read from their files by the supervisor,
 * kept in a page that no child inherits, given to one role by a pipe.
 */
#include "supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SECRET_BYTES 1024 /* as conf_secret() bounds it */

struct vault {
	bool has[ROLE_KIND_COUNT];
	char secret[ROLE_KIND_COUNT][SECRET_BYTES + 1];
};

int
vault_new(struct vault **out, struct err *e)
{
	struct vault *v = mmap(NULL, sizeof *v, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (v == MAP_FAILED || madvise(v, sizeof *v, MADV_DONTFORK) < 0)
		return err_set(e, ERR_STOP, "supervise", errno,
		    "no memory for passwords: %s", strerror(errno));
	madvise(v, sizeof *v, MADV_DONTDUMP);
	mlock(v, sizeof *v); /* a small limit may forbid it: no harm */
	*out = v;
	return 0;
}

static int
secret_load(struct vault *v, const struct settings *s, enum role_kind kind,
    const char *file, struct err *e)
{
	char *secret = NULL;

	if (conf_secret(s, file, &secret, e) < 0)
		return v->has[kind] && e->code == EACCES ? 0 : -1;
	explicit_bzero(v->secret[kind], sizeof v->secret[kind]);
	memcpy(v->secret[kind], secret, strnlen(secret, SECRET_BYTES));
	v->has[kind] = true;
	conf_secret_free(secret);
	return 0;
}

int
vault_load(struct vault *v, const struct settings *s, struct err *e)
{
	if (secret_load(v, s, ROLE_INTAKE, s->imap_password_file, e) < 0)
		return -1;
	if (*s->smtp_user == '\0')
		return 0; /* no login, no password */
	return secret_load(v, s, ROLE_SENDER, s->smtp_password_file, e);
}

int
vault_pipe(const struct vault *v, enum role_kind kind)
{
	size_t n = strlen(v->secret[kind]);
	int fd[2];

	if (!v->has[kind] || pipe2(fd, O_CLOEXEC) < 0)
		return -1;
	/* A new pipe takes a page at least: this does not block. */
	(void)!write(fd[1], v->secret[kind], n);
	close(fd[1]);
	return fd[0];
}

char *
vault_take(int fd)
{
	char *secret = calloc(1, SECRET_BYTES + 1);
	size_t n = 0;
	ssize_t got;

	if (secret == NULL)
		abort();
	while (n < SECRET_BYTES &&
	       (got = read(fd, secret + n, SECRET_BYTES - n)) > 0)
		n += (size_t)got;
	close(fd);
	return secret;
}
