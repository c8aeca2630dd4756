/* robot_words.h - the words by which machines give themselves away. Private to
 * parser/. Lists end with NULL; all are compared without case. */
#ifndef PARSER_ROBOT_WORDS_H
#define PARSER_ROBOT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

extern const char *const robot_vacation_subject[]; /* begins of a subject */
extern const char *const robot_vacation_body[];
extern const char *const robot_automatic_body[];
extern const char *const robot_offer_body[];     /* two of them make an offer */
extern const char *const robot_bounce_subject[]; /* begins of a subject */
extern const char *const robot_bounce_body[];
extern const char *const robot_bounce_name[]; /* within a display name */
extern const char *const robot_challenge_subject[];
extern const char *const robot_challenge_body[];
extern const char *const robot_daemon_local[];  /* whole local parts */
extern const char *const robot_noreply_local[]; /* within local parts */
extern const char *const robot_list_local[];    /* ends of local parts */

/* robot_begins, robot_within - the word of the list that begins text, or that
 * stands in text's first max bytes; NULL if none does. */
const char *robot_begins(const char *const *list, const char *text);
const char *robot_within(const char *const *list, const char *text, size_t max);

#endif
