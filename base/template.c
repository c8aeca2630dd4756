/* template.c - the set of templates: a folder in, every *.mustache of it
 * compiled out; a broken one, or a partial that is not there, is told with
 * file and line before any mail needs it. */
#include "limit.h"
#include "template_node.h"
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX      ".mustache"
#define SUFFIX_HTML ".html"

struct template_set {
	struct template *first;
};

struct template_set *
template_set_new(void)
{
	struct template_set *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	return s;
}

void
template_set_free(struct template_set *s)
{
	if (s == NULL)
		return;
	while (s->first != NULL) {
		struct template *next = s->first->next;

		template_free(s->first);
		s->first = next;
	}
	free(s);
}

void
template_set_add(struct template_set *s, struct template *t)
{
	struct template **end;

	assert(template_find(s, t->name) == NULL);
	for (end = &s->first; *end != NULL; end = &(*end)->next)
		;
	*end = t;
}

const struct template *
template_find(const struct template_set *s, const char *name)
{
	const struct template *t = s->first;

	while (t != NULL && strcmp(t->name, name) != 0)
		t = t->next;
	return t;
}

static bool
ends_in(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n > m && strcmp(s + n - m, suffix) == 0;
}

static int
is_template(const struct dirent *d)
{
	return d->d_name[0] != '.' && ends_in(d->d_name, SUFFIX);
}

static int
fd_read(int fd, const char *file, struct buf *out, struct err *e)
{
	char part[8192];
	ssize_t n;

	while ((n = read(fd, part, sizeof(part))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_set(e, ERR_STOP, "template", errno, "%s: %s",
			    file, strerror(errno));
		if (memchr(part, '\0', (size_t)n) != NULL)
			return err_set(e, ERR_STOP, "template", 0,
			    "%s: holds a NUL byte: no template", file);
		if (buf_add(out, part, (size_t)n) == -1)
			return err_set(e, ERR_STOP, "template", 0,
			    "%s: the template is larger than %u bytes", file,
			    LIMIT_TEMPLATE_BYTES);
	}
	return 0;
}

static int
file_read(const char *file, struct buf *out, struct err *e)
{
	/* NONBLOCK: a FIFO of that name must not stop the daemon. */
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	int rc;

	if (fd == -1)
		return err_set(e, ERR_STOP, "template", errno, "%s: %s", file,
		    strerror(errno));
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode))
		rc = err_set(
		    e, ERR_STOP, "template", 0, "%s: not a plain file", file);
	else
		rc = fd_read(fd, file, out, e);
	close(fd);
	return rc;
}

/* Load one file of the folder into the set. */
static int
set_load_file(
    struct template_set *s, const char *folder, const char *base, struct err *e)
{
	struct buf file, name, text;
	struct template *t = NULL;
	int rc;

	buf_init(&file, 8192);
	buf_init(&name, 8192);
	buf_init(&text, LIMIT_TEMPLATE_BYTES);
	buf_printf(&file, "%s/%s", folder, base);
	buf_add(&name, base, strlen(base) - strlen(SUFFIX));
	rc = file_read(buf_text(&file), &text, e);
	if (rc == 0)
		rc = template_parse_file(buf_text(&name), buf_text(&file),
		    buf_text(&text), ends_in(buf_text(&name), SUFFIX_HTML), &t,
		    e);
	if (rc == 0)
		template_set_add(s, t);
	buf_free(&file);
	buf_free(&name);
	buf_free(&text);
	return rc;
}

static int
set_load_folder(struct template_set *s, const char *folder, struct err *e)
{
	struct dirent **d;
	int n = scandir(folder, &d, is_template, alphasort), rc = 0;

	if (n == -1)
		return err_set(e, ERR_STOP, "template", errno,
		    "%s: %s: set templates_dir to the folder of the templates",
		    folder, strerror(errno));
	if (n > LIMIT_TEMPLATE_FILES)
		rc = err_set(e, ERR_STOP, "template", 0,
		    "%s: more than %d templates", folder, LIMIT_TEMPLATE_FILES);
	for (int i = 0; i < n; i++) {
		if (rc == 0)
			rc = set_load_file(s, folder, d[i]->d_name, e);
		free(d[i]);
	}
	free(d);
	return rc;
}

static int
partials_check(
    const struct template_set *s, const struct template *t, struct err *e)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct template_node *node = &t->node[i];

		if (node->kind == NODE_PARTIAL &&
		    template_find(s, node->name.whole) == NULL)
			return err_set(e, ERR_STOP, "template", 0,
			    "%s:%d: there is no partial '%.60s'" SUFFIX,
			    t->file, node->line, node->name.whole);
	}
	return 0;
}

static bool
name_known(const char *part, const char *const *known)
{
	for (; *known != NULL; known++)
		if (strcmp(*known, part) == 0)
			return true;
	return false;
}

static int
names_check(const struct template *t, const char *const *known, struct err *e)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->node[i].name.n; k++)
			if (!name_known(t->node[i].name.part[k], known))
				return err_set(e, ERR_STOP, "template", 0,
				    "%s:%d: there is no name '%.60s'", t->file,
				    t->node[i].line, t->node[i].name.part[k]);
	return 0;
}

int
template_set_check(
    const struct template_set *s, const char *const *known, struct err *e)
{
	for (const struct template *t = s->first; t != NULL; t = t->next)
		if (names_check(t, known, e) == -1)
			return -1;
	return 0;
}

static int
set_check(const struct template_set *s, const char *folder,
    const char *const *names, struct err *e)
{
	for (; names != NULL && *names != NULL; names++)
		if (template_find(s, *names) == NULL)
			return err_set(e, ERR_STOP, "template", ENOENT,
			    "%s/%s" SUFFIX ": missing", folder, *names);
	for (const struct template *t = s->first; t != NULL; t = t->next)
		if (partials_check(s, t, e) == -1)
			return -1;
	return 0;
}

int
template_set_load(const char *folder, const char *const *names,
    struct template_set **out, struct err *e)
{
	struct template_set *s = template_set_new();

	if (set_load_folder(s, folder, e) == -1 ||
	    set_check(s, folder, names, e) == -1) {
		template_set_free(s);
		return -1;
	}
	*out = s;
	return 0;
}
