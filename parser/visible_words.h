/* visible_words.h - the words by which clients mark quotes, in the languages
 * that US practices most meet. Private to parser/. */
#ifndef PARSER_VISIBLE_WORDS_H
#define PARSER_VISIBLE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Lists end with NULL. */
extern const char *const words_wrote[];    /* verbs of "On ... wrote:" */
extern const char *const words_on[];       /* how such a line begins */
extern const char *const words_quoting[];  /* how Horde begins it */
extern const char *const words_original[]; /* within "-----...-----" */
extern const char *const words_forward[];
extern const char *const words_begin_forward[]; /* a line of Apple Mail */
extern const char *const words_device[];        /* begins of sign-offs */
extern const char *const words_device_name[];   /* devices, within one */
extern const char *const words_legal[];         /* begins of footers */
extern const char *const words_legal_weak[];    /* with one of: */
extern const char *const words_secret[];        /* within a footer */
extern const char *const words_legal_title[];   /* whole lines above one */
extern const char *const words_outside[];       /* within a banner */
extern const char
    *const words_banner[]; /* begins of what a gateway puts on top */
extern const char *const words_list[];
extern const char *const words_above[]; /* under an answer to a ticket */
extern const char *const words_signoff[];
extern const char *const words_pointer[];

struct words_head {
	const char *word;
	int kind; /* HEAD_... */
};
extern const struct words_head words_heads[];
extern const size_t words_head_count;

/* words_begins - which word of the list begins p[0..n): its length, or 0. */
size_t words_begins(const char *const *list, const char *p, size_t n);
/* words_within - the last place in p[0..n) where a word of the list stands
 * whole, or NULL. */
const char *words_within(const char *const *list, const char *p, size_t n);

#endif
