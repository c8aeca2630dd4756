/*
 * jail_thin.c - what a thin jail does not inherit. Forking and ending a
 * process costs by the mappings that it has, and most of ours are libraries
 * that no common mail needs: the loaded objects come in, most go out.
 */
#include "jail_clean.h"

#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define OBJECTS_MAX 512 /* that may go; more are kept */

struct spans {
	struct {
		uintptr_t from, to;
	} span[OBJECTS_MAX];
	size_t n;
};

/* What reading a common mail runs through; charsets beside UTF-8 that are
 * common, too. Compared by the beginning of the file's name. */
static const char *const needed[] = { "ld-linux", "linux-vdso", "libc.so",
	"libm.so", "libglib-2", "libgobject-2", "libgmime-3", "libpcre2",
	"libpcre.so", "libxml2", "CP1252.so", "libasan", "libubsan" };

static bool
name_needed(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (strncmp(name, needed[i], strlen(needed[i])) == 0)
			return true;
	return *name == '\0'; /* the program itself */
}

/* An object lies in one piece from its first segment to its last. */
static int
object_note(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct spans *s = arg;
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t from = UINTPTR_MAX, to = 0;

	(void)size;
	if (name_needed(info->dlpi_name) || s->n == OBJECTS_MAX)
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		if (p->p_type != PT_LOAD)
			continue;
		if (info->dlpi_addr + p->p_vaddr < from)
			from = info->dlpi_addr + p->p_vaddr;
		if (info->dlpi_addr + p->p_vaddr + p->p_memsz > to)
			to = info->dlpi_addr + p->p_vaddr + p->p_memsz;
	}
	if (from < to) {
		s->span[s->n].from = from & ~(page - 1);
		s->span[s->n++].to = (to + page - 1) & ~(page - 1);
	}
	return 0;
}

void
jail_thin_drop(void)
{
	struct spans s = { .n = 0 };

	dl_iterate_phdr(object_note, &s);
	for (size_t i = 0; i < s.n; i++)
		munmap((void *)s.span[i].from, s.span[i].to - s.span[i].from);
}
