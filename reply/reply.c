/* reply.c - answers, or a coder's words, in; a reply ready for the outbox
 * out: subject, two bodies by templates, bytes. */
#include "reply.h"
#include "limit.h"
#include "utf8.h"
#include "view.h"
#include "wrap.h"
#include <string.h>

#define ANSWER_TEXT "answer.txt"
#define ANSWER_HTML "answer.html"
#define HUMAN_TEXT  "human.txt"
#define HUMAN_HTML  "human.html"

const char *const reply_templates[] = { ANSWER_TEXT, ANSWER_HTML, HUMAN_TEXT,
	HUMAN_HTML, NULL };

static int
reply_full(struct err *e)
{
	return err_set(e, ERR_REFUSE, "reply", 0,
	    "the reply needs more memory than one mail may take");
}

/* Render one template into a. wrap: our own text, to be put into lines; a
 * person's words stay as they are. */
static int
body_render(struct arena *a, const struct template_set *set, const char *name,
    const struct tree *view, bool wrap, const char **out, struct err *e)
{
	struct buf text, wrapped;
	const char *copy;
	int rc;

	buf_init(&text, LIMIT_REPLY_BYTES);
	buf_init(&wrapped, LIMIT_REPLY_BYTES);
	rc = template_render(set, name, view, &text, e);
	if (rc == 0 && wrap)
		wrap_text(buf_text(&text), &wrapped);
	if (rc == 0) {
		copy = arena_strdup(a, buf_text(wrap ? &wrapped : &text));
		if (copy == NULL || wrapped.full)
			rc = reply_full(e);
		else
			*out = copy;
	}
	buf_free(&text);
	buf_free(&wrapped);
	return rc;
}

/* A notice of our own making answers nothing: no "Re:". */
static int
reply_begin(struct arena *a, const struct reply_envelope *env, struct reply *r)
{
	const char *subject = env->subject == NULL ? "" : env->subject;

	*r = (struct reply){
		.message_id = arena_strdup(a, env->message_id),
		.to = arena_strdup(a, env->to),
		.mail_from = arena_strdup(
		    a, env->return_path == NULL ? "" : env->return_path),
		.subject = reply_subject_with(
		    a, env->generated ? "" : "Re: ", subject, env->token),
	};
	return r->message_id == NULL || r->to == NULL || r->mail_from == NULL ||
		       r->subject == NULL
		   ? -1
		   : 0;
}

static int
reply_end(struct arena *a, const struct template_set *set,
    const struct reply_envelope *env, const struct tree *view,
    const char *const name[2], bool wrap, struct reply *r, struct err *e)
{
	if (view == NULL)
		return reply_full(e);
	if (r->mail_from[0] != '\0' && !address_check(r->mail_from))
		return err_set(e, ERR_REFUSE, "reply", 0,
		    "return path: not an address that can be written to");
	if (body_render(a, set, name[0], view, wrap, &r->text, e) == -1 ||
	    body_render(a, set, name[1], view, false, &r->html, e) == -1)
		return -1;
	return mime_encode(a, env, r, e);
}

int
reply_answer(struct arena *a, const struct template_set *set,
    const struct reply_envelope *env, const struct answers *answers,
    struct reply *out, struct err *e)
{
	static const char *const name[2] = { ANSWER_TEXT, ANSWER_HTML };
	struct reply r;

	if (reply_begin(a, env, &r) == -1)
		return reply_full(e);
	if (reply_end(a, set, env, view_answer(a, env, r.subject, answers),
		name, true, &r, e) == -1)
		return -1;
	*out = r;
	return 0;
}

int
reply_human(struct arena *a, const struct template_set *set,
    const struct reply_envelope *env, const char *body, struct reply *out,
    struct err *e)
{
	static const char *const name[2] = { HUMAN_TEXT, HUMAN_HTML };
	struct reply r;

	if (reply_begin(a, env, &r) == -1)
		return reply_full(e);
	if (reply_end(a, set, env, view_human(a, env, r.subject, body), name,
		false, &r, e) == -1)
		return -1;
	*out = r;
	return 0;
}
