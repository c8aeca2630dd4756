/*
 * jail_heap.c - where a clean process has its memory. Each page that it holds
 * is copied into the page tables of each jail, and each that a jail writes to
 * is copied whole: what stays lies side by side in huge pages, and new pieces
 * come from behind it.
 */
#include "jail_heap.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define TOP_PAD     (1 << 20)  /* one brk in place of many */
#define LENT        (64 << 10) /* pieces from here on are mappings */
#define KEPT        (4 << 20)
#define HUGE        ((uintptr_t)2 << 20)
#define CODE_PIECE  (64u << 10)  /* PCRE2 takes memory for code so */
#define LARGE       (256u << 10) /* no hole is that large */
#define MEDIUM      1040u        /* up to here glibc keeps a list a size */
#define MEDIUM_STEP 512u
#define SMALL_STEP  16u
#define LINE_BYTES  512

#ifndef MADV_COLLAPSE /* Linux 6.1 */
#define MADV_COLLAPSE 25
#endif

#ifndef SANITIZED /* its allocator is another */
/* Mappings are placed downwards, one below the other. Where the next one ends
 * at a huge page's end, those of compiled patterns fill huge pages. */
static void
mappings_align(void)
{
	for (uintptr_t at = HUGE; at > 0; at -= CODE_PIECE) {
		char *p = mmap(NULL, CODE_PIECE, PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (p == MAP_FAILED)
			return;
		if (((uintptr_t)p + CODE_PIECE) % HUGE == 0) {
			munmap(p, CODE_PIECE);
			return;
		}
	}
}

/* Take pieces of that size until one comes from the end of the heap. The
 * others are never given back: that is the point. */
static void
holes_fill(size_t size, uintptr_t end)
{
	void *p;

	do {
		p = malloc(size);
		if (p == NULL)
			abort();
	} while ((uintptr_t)p < end);
	free(p);
}

static void
holes_fill_all(void)
{
	void *large;
	uintptr_t end;

	mallopt(M_MXFAST, 0);
	large = malloc(LARGE);
	if (large == NULL)
		abort();
	end = (uintptr_t)large;
	free(large);
	for (size_t size = LARGE / 2; size > MEDIUM; size -= MEDIUM_STEP)
		holes_fill(size, end);
	for (size_t size = MEDIUM; size >= SMALL_STEP; size -= SMALL_STEP)
		holes_fill(size, end);
}

/* One line of proc_pid_maps(5): its whole huge pages are made such, where it
 * is memory of ours alone. Without huge pages jails are slower, and work. */
static void
mapping_join(const char *line)
{
	unsigned long from, to, inode;
	char mode[5], name[32] = "";

	if (sscanf(line, "%lx-%lx %4s %*x %*s %lu %31s", &from, &to, mode,
		&inode, name) < 4 ||
	    inode != 0 || mode[1] != 'w' ||
	    (name[0] != '\0' && strcmp(name, "[heap]") != 0))
		return;
	from = (from + HUGE - 1) / HUGE * HUGE;
	to = to / HUGE * HUGE;
	if (from < to)
		(void)madvise((void *)from, to - from, MADV_COLLAPSE);
}

static void
mappings_join(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[LINE_BYTES];

	while (maps != NULL && fgets(line, sizeof line, maps) != NULL)
		mapping_join(line);
	if (maps != NULL)
		fclose(maps);
}
#endif

void
jail_heap_start(void)
{
#ifndef SANITIZED
	mallopt(M_TOP_PAD, TOP_PAD);
	mallopt(M_MMAP_THRESHOLD, LENT);
#endif
}

void
jail_heap_align(void)
{
#ifndef SANITIZED
	mappings_align();
#endif
}

void
jail_heap_settle(void)
{
#ifndef SANITIZED
	mallopt(M_MMAP_THRESHOLD, KEPT);
	holes_fill_all();
	mappings_join();
#endif
}
