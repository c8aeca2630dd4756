/*
 * jail_thin.c - what a jail does not inherit. Forking and ending a process
 * costs by the mappings that it has, and most of ours are libraries that no
 * common mail needs: /proc/self/maps comes in, marks for fork(2) go out.
 */
#include "jail_clean.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define RANGES_MAX 1024 /* mappings that may be left out; more are kept */

static struct range {
	void *start;
	size_t size;
} ranges[RANGES_MAX];
static size_t ranges_n;

/* What reading a common mail runs through; charsets beside UTF-8 that are
 * common, too. Compared by the beginning of the file's name. */
static const char *const needed[] = { "ld-linux", "libc.so", "libm.so",
	"libglib-2", "libgobject-2", "libgmime-3", "libpcre2", "libpcre.so",
	"libxml2", "CP1252.so", "libasan", "libubsan" };

static bool
name_needed(const char *name)
{
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (strncmp(name, needed[i], strlen(needed[i])) == 0)
			return true;
	return false;
}

/* A mapping of a file: the one before it tells read-only data, which stands
 * behind the code, from the headers that stand before. */
struct mapping {
	unsigned long start, end;
	char rights[5];
	char path[512];
};

/* The dynamic linker reads headers and the relocated part of every library
 * when it looks for a name; converters are out of its search. */
static bool
can_go(const struct mapping *m, const struct mapping *before)
{
	const char *name = strrchr(m->path, '/');

	if (name == NULL || strstr(name, ".so") == NULL ||
	    name_needed(name + 1))
		return false;
	if (strstr(m->path, "/gconv/") != NULL)
		return true;
	return m->rights[1] == 'w' || m->rights[2] == 'x' ||
	       (before->rights[2] == 'x' && strcmp(before->path, m->path) == 0);
}

void
jail_thin_find(void)
{
	FILE *f = fopen("/proc/self/maps", "re");
	struct mapping m, before = { 0 };
	char line[1024];

	while (f != NULL && ranges_n < RANGES_MAX &&
	       fgets(line, sizeof line, f) != NULL) {
		memset(&m, 0, sizeof m);
		if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %511s", &m.start,
			&m.end, m.rights, m.path) == 4 &&
		    can_go(&m, &before))
			ranges[ranges_n++] =
			    (struct range){ (void *)m.start, m.end - m.start };
		before = m;
	}
	if (f != NULL)
		fclose(f);
}

void
jail_thin_set(bool thin)
{
	for (size_t i = 0; i < ranges_n; i++)
		madvise(ranges[i].start, ranges[i].size,
		    thin ? MADV_DONTFORK : MADV_DOFORK);
}
