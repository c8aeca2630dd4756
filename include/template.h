/* template.h - Mustache, by the official specification 1.4 without lambdas
 * and inheritance (github.com/mustache/spec). */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include "arena.h"
#include "buf.h"
#include "err.h"
#include "tree.h"

struct template;

/*
 * template_parse - compile one text.
 *
 * Takes    name: for errors and as a partial's name; text: UTF-8, at most
 *          LIMIT_TEMPLATE_BYTES; escape_html: {{x}} escapes & < > " '; else
 *          it does not (a plain-text template).
 * Gives    *out; both strings are copied.
 * Owns     the caller, until template_free() or template_set_add().
 * Fails    ERR_STOP: "name:line: unclosed section 'x'" and the like.
 * Touches  nothing.
 */
int template_parse(const char *name, const char *text, bool escape_html,
    struct template **out, struct err *e);
void template_free(struct template *t);

/* A set of templates: all *.mustache of a folder; those named *.html.mustache
 * escape. A template finds partials in its own set by name without
 * ".mustache". */
struct template_set;
/* template_set_load - ERR_STOP names file and line of the first fault, a
 * partial that does not exist, or a template that `names` demands and the
 * folder lacks (names: NULL-terminated list). */
int template_set_load(const char *folder, const char *const *names,
    struct template_set **out, struct err *e);
/* template_set_free - the set and its templates; takes NULL. */
void template_set_free(struct template_set *s);
/* template_set_check - ERR_STOP with file and line of the first tag that uses
 * a name, or a part of one, that is not in known (NULL-terminated): a mistyped
 * name would else show as nothing for ever. */
int template_set_check(
    const struct template_set *s, const char *const *known, struct err *e);
/* template_set_new - an empty set. */
struct template_set *template_set_new(void);
/* template_set_add - put a parsed template in, of a name that the set does not
 * have yet; the set owns it. For tests. */
void template_set_add(struct template_set *s, struct template *t);

/*
 * template_render - append the template `name` filled from view.
 *
 * Takes    view: the bottom of the context stack. Null, false, 0, "" and an
 *          empty list are false; a missing name, map or list shows as "".
 * Gives    the text in out; a partial that is not in the set gives nothing.
 * Fails    ERR_STOP: no such template, partials deeper than
 *          LIMIT_TEMPLATE_DEPTH, more than LIMIT_TEMPLATE_STEPS. ERR_REFUSE:
 *          out is full. out may then hold a part of the text.
 * Touches  out alone.
 */
int template_render(const struct template_set *s, const char *name,
    const struct tree *view, struct buf *out, struct err *e);

#endif
