/*
 * jail_heap.c - where a jail's memory comes from. What was freed while rules
 * and charsets were loaded lies scattered over the heap, and each page of it
 * that a jail writes to must be copied first: the holes are filled once, so
 * that jails take few new pages, side by side.
 */
#include "jail_clean.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>

#define LARGE       (256u << 10) /* no hole is that large */
#define MEDIUM      1040u        /* up to here glibc keeps a list a size */
#define MEDIUM_STEP 512u
#define SMALL_STEP  16u

#ifndef SANITIZED
/* Take pieces of that size until one comes from the end of the heap. They are
 * never given back: that is the point. */
static void
holes_fill(size_t size, uintptr_t end)
{
	uintptr_t p;

	do {
		p = (uintptr_t)malloc(size);
		if (p == 0)
			abort();
	} while (p < end);
}
#endif

void
jail_heap_settle(void)
{
#ifndef SANITIZED /* its allocator is another */
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
#endif
}
