/* desk_answer.c - a coder's words come in; a reply in the asker's thread goes
 * out, to the address that the case has stored and to no other. */
#include "desk.h"
#include "desk_case.h"
#include "limit.h"
#include "message.h"
#include "outbox.h"
#include "reply.h"
#include "robot.h"
#include "utf8.h"
#include <assert.h>
#include <string.h>

static int
too_big(struct err *e)
{
	return err_set(
	    e, ERR_REFUSE, "desk", 0, "the answer is too long to be sent");
}

static int
body_check(struct arena *a, const char *body, const char **out, struct err *e)
{
	const char *clean = NULL;

	if (strlen(body) > LIMIT_TEXT_BYTES)
		return too_big(e);
	clean = utf8_clean(a, body, strlen(body), NULL);
	if (clean != NULL)
		clean = relay_text(a, clean);
	if (clean == NULL)
		return too_big(e);
	if (clean[strspn(clean, " \t\n")] == '\0')
		return err_set(e, ERR_REFUSE, "desk", 0, "the answer is empty");
	*out = clean;
	return 0;
}

static int
asker_check(const struct case_row *row, struct err *e)
{
	if (address_check(row->asker))
		return 0;
	return err_set(e, ERR_REFUSE, "desk", 0,
	    "case %lld has no asker to write to: close it, or write by hand",
	    (long long)row->id);
}

/* An id that may stand in a header: one that was hashed for its length may
 * not, since no mail bears it. */
static bool
id_usable(const char *id)
{
	return id[0] != '\0' && strlen(id) <= LIMIT_ID_BYTES &&
	       strncmp(id, "sha256-", 7) != 0;
}

/* The thread, oldest first, and at its end the mail that is answered
 * (RFC 5322 3.6.4). */
static int
thread_fill(struct arena *a, const struct case_row *row,
    struct reply_envelope *env, struct err *e)
{
	const char **ids =
	    arena_array(a, strlen(row->references) / 2 + 2, sizeof(*ids));
	const char *s = row->references;
	size_t n = 0, len;

	if (ids == NULL)
		return too_big(e);
	for (; *s != '\0'; s += len) {
		s += strspn(s, " ");
		len = strcspn(s, " ");
		ids[n] = arena_strndup(a, s, len);
		if (ids[n] != NULL && id_usable(ids[n]) &&
		    strcmp(ids[n], row->last_id) != 0)
			n++;
	}
	if (arena_full(a))
		return too_big(e);
	if (id_usable(row->last_id)) {
		env->in_reply_to = row->last_id;
		ids[n++] = row->last_id;
	}
	env->references_n = n < LIMIT_REFERENCES ? n : LIMIT_REFERENCES;
	env->references = ids + n - env->references_n;
	return 0;
}

static const char *
plus_address(
    const struct settings *s, struct arena *a, const struct case_row *row)
{
	const char *at = strrchr(s->consult_address, '@');

	if (!s->consult_plus_addresses || at == NULL)
		return NULL;
	return arena_printf(a, "%.*s+%s%s", (int)(at - s->consult_address),
	    s->consult_address, row->token, at);
}

/* The turn's number is negated: answers of the tables bear the number of
 * their mail, and the two must never meet. */
static int
envelope_fill(struct desk *d, struct arena *a, const struct case_row *row,
    int64_t turn_id, const char *body, struct reply_envelope *out,
    struct err *e)
{
	const struct settings *s = d->settings;
	unsigned char key[STORE_KEY_BYTES];

	if (store_key(d->store, key, e))
		return -1;
	*out = (struct reply_envelope){ .from_name = s->consult_name,
		.from = s->consult_address,
		.return_path = strcmp(s->smtp_return_path, "null") == 0
				   ? ""
				   : s->consult_address,
		.to = row->asker,
		.to_name = row->asker_name,
		.subject = row->subject,
		.message_id = robot_message_id(a, key, sizeof(key), row->id,
		    -turn_id, address_domain(s->consult_address)),
		.token = row->token,
		.reply_to = plus_address(s, a, row),
		.loop = case_token(a, key, 0),
		.now_unix = d->now_unix,
		.notice = s->consult_notice,
		.copyright = relay_shows_cpt(body) ? s->consult_copyright
						   : NULL };
	explicit_bzero(key, sizeof(key));
	if (out->message_id == NULL || out->loop == NULL)
		return too_big(e);
	return thread_fill(a, row, out, e);
}

static int
turn_put(struct desk *d, int64_t case_id, const char *body, int64_t *id_out,
    struct err *e)
{
	struct turn t = { .case_id = case_id,
		.kind = TURN_CODER,
		.author = d->actor,
		.text = body,
		.at_unix = d->now_unix };

	return turn_add(d->store, &t, id_out, e);
}

static int
answer_steps(struct desk *d, struct arena *a, int64_t case_id, const char *body,
    struct err *e)
{
	struct case_row row;
	struct reply_envelope env;
	struct reply reply;
	const char *clean;
	int64_t turn_id;

	if (body_check(a, body, &clean, e) ||
	    desk_take(d, a, case_id, &row, e) || asker_check(&row, e) ||
	    turn_put(d, case_id, clean, &turn_id, e) ||
	    envelope_fill(d, a, &row, turn_id, clean, &env, e) ||
	    reply_human(a, d->templates, &env, clean, &reply, e))
		return -1;
	assert(strcmp(reply.to, row.asker) == 0);
	if (outbox_put(d->store, case_id, turn_id, &reply, d->now_unix, e))
		return -1;
	return desk_move(d, case_id, CASE_DO_REPLY, NULL, e);
}

int
desk_answer(struct desk *d, struct arena *a, int64_t case_id, const char *body,
    struct err *e)
{
	assert(d->templates != NULL);
	if (store_lock(d->store, e))
		return -1;
	if (answer_steps(d, a, case_id, body, e)) {
		store_rollback(d->store);
		return -1;
	}
	return store_commit(d->store, e);
}
