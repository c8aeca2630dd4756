/* reply.h - the mail that goes out: bytes, envelope, identity. */
#ifndef REPLY_H
#define REPLY_H

#include "answer.h"
#include "arena.h"
#include "err.h"
#include "message.h"
#include "template.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A reply ready for the outbox. */
struct reply {
	const char *message_id;  /* without <> */
	const char *to;          /* the one recipient; address_check()ed */
	const char *mail_from;   /* envelope sender; "" for <> */
	const char *subject;     /* decoded, one line */
	const char *text, *html; /* the two bodies, UTF-8 with LF */
	const char *bytes;       /* RFC 5322 message, strict CRLF, no line over
				 * 998 bytes, body quoted-printable, all ASCII
				 * (headers RFC 2047) but for an address that
				 * itself needs SMTPUTF8 */
	size_t len;
};

/* Who is written to, in which thread, by whom. */
struct reply_envelope {
	const char *from_name, *from; /* consult.name, consult.address */
	const char *return_path;      /* "" or an address */
	const char *to, *to_name;
	const char *subject;     /* of the asker's mail, "" if none */
	const char *message_id;  /* our new one */
	const char *in_reply_to; /* asker's id, or NULL */
	const char *const *references;
	size_t references_n;
	const char *token;    /* "[C-xxxx]" goes into the subject; NULL: no */
	const char *reply_to; /* consult+c-xxxx@…, or NULL */
	const char *loop;     /* for X-Consultd-Loop */
	bool automatic;       /* Auto-Submitted: auto-replied; a coder's
				  * relayed answer is not automatic */
	bool generated; /* auto-generated: a notice that answers no mail */
	int64_t now_unix;
	const char *notice, *copyright; /* closing lines */
};

/* Names of the templates that a set must hold; names that a template may use:
 * those of the view, see consultd-templates(5). NULL-terminated. */
extern const char *const reply_templates[];
extern const char *const reply_names[];

/*
 * reply_load - the templates of a folder, checked: none is broken, missing,
 * or uses a name that no reply has.
 *
 * Gives    *out; template_set_free() it.
 * Fails    ERR_STOP: "file:line: fault". Touches  the folder.
 */
int reply_load(const char *folder, struct template_set **out, struct err *e);

/*
 * reply_answer - compose the reply that gives answers.
 * reply_human - compose the reply that relays a coder's words.
 *
 * Takes    set; env; answers, or body: UTF-8 with LF, the coder's words.
 * Gives    *out. Nothing of the asker's mail but its subject is repeated: it
 *          may hold what identifies a patient. The same arguments give the same bytes.
 * Owns     a. Fails: ERR_REFUSE past a limit, ERR_STOP for a template.
 * Touches  nothing.
 */
int reply_answer(struct arena *a, const struct template_set *set,
    const struct reply_envelope *env, const struct answers *answers,
    struct reply *out, struct err *e);
int reply_human(struct arena *a, const struct template_set *set,
    const struct reply_envelope *env, const char *body, struct reply *out,
    struct err *e);

/* reply_subject - "Re: subject [C-xxxx]" in a: an old Re: and an old token of
 * ours are not doubled. reply_token_find - the token inside a subject, an
 * address detail ("c-xxxx") or NULL. A token is "C-" and 12 characters of
 * digest_base32()'s alphabet. */
const char *reply_subject(
    struct arena *a, const char *subject, const char *token);
const char *reply_token_find(struct arena *a, const char *text);

/* mime_encode - the message bytes from a filled reply and its envelope. Home
 * of all header folding and RFC 2047 writing. */
int mime_encode(struct arena *a, const struct reply_envelope *env,
    struct reply *out, struct err *e);

#endif
