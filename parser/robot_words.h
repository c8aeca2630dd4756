/* robot_words.h - the words by which machines give themselves away. Private to
 * parser/. Lists end with NULL. Phrases are written folded (robot_text.h); letters of
 * ASCII match in either case. */
#ifndef PARSER_ROBOT_WORDS_H
#define PARSER_ROBOT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

extern const char *const robot_reply_subject[];    /* begins of a subject: an
						    * automatic reply */
extern const char *const robot_vacation_subject[]; /* one of the absent */
extern const char *const robot_vacation_body[];
extern const char *const robot_vacation_hint[]; /* two of them tell */
extern const char *const robot_automatic_body[];
extern const char *const robot_offer_body[];     /* two of them make an offer */
extern const char *const robot_bounce_subject[]; /* begins of a subject */
extern const char *const robot_bounce_body[];
extern const char *const robot_bounce_name[];     /* within a display name */
extern const char *const robot_receipt_subject[]; /* begins of a subject */
extern const char *const robot_receipt_body[];
extern const char *const robot_notice_body[];      /* two signs make a notice */
extern const char *const robot_notice_subject[];   /* within a subject */
extern const char *const robot_signed_body[];      /* programs' signatures */
extern const char *const robot_calendar_subject[]; /* begins of a subject */
extern const char *const robot_notice_local[];     /* whole local parts */
extern const char *const robot_bulk_body[];        /* footers of bulk mail */
extern const char *const robot_coding[];           /* speaks of coding */
extern const char *const robot_courtesy[]; /* within a machine's question */
/* of robot_ask_words.c: how people ask, as whole words, or within words where
 * nothing parts them; and in which sentences machines do */
extern const char *const robot_request[];
extern const char *const robot_request_unspaced[];
extern const char *const robot_invitation[];
extern const char *const robot_challenge_subject[];
extern const char *const robot_challenge_body[];
extern const char *const robot_daemon_local[];  /* whole local parts */
extern const char *const robot_noreply_local[]; /* within local parts */
extern const char *const robot_list_local[];    /* ends of local parts */

/* robot_begins, robot_within - the longest word of the list that begins text,
 * or one that stands in text's first max bytes; NULL if none does. */
const char *robot_begins(const char *const *list, const char *text);
const char *robot_within(const char *const *list, const char *text, size_t max);
/* robot_count - how many different words of the list stand there, none over
 * another; at most ROBOT_COUNT_MAX. */
#define ROBOT_COUNT_MAX 4
size_t robot_count(const char *const *list, const char *text, size_t max);

#endif
