/* jail_heap.h - where a clean process has its memory, so that forking it is
 * quick. */
#ifndef JAIL_HEAP_H
#define JAIL_HEAP_H

/* jail_heap_start - first of all. jail_heap_align - before what takes most is
 * loaded. jail_heap_settle - last, when all is loaded. */
void jail_heap_start(void);
void jail_heap_align(void);
void jail_heap_settle(void);

#endif
