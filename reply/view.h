/* view.h - what the reply templates are filled from. Names: see
 * consultd-templates(5), which a test keeps complete. */
#ifndef VIEW_H
#define VIEW_H

#include "reply.h"
#include "tree.h"

/* view_answer - the tree for answer.*.mustache; view_human - for human.*.
 * Everything in it is one line of clean UTF-8. NULL past a's limit. */
const struct tree *view_answer(struct arena *a,
    const struct reply_envelope *env, const char *subject,
    const struct answers *answers);
const struct tree *view_human(struct arena *a, const struct reply_envelope *env,
    const char *subject, const char *body);

/* reply_subject_with - reply_subject() with "Re: " or "" as the mark. */
const char *reply_subject_with(
    struct arena *a, const char *mark, const char *subject, const char *token);

#endif
