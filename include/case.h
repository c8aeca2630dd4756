/* case.h - cases: an asker, a thread, its questions and answers. */
#ifndef CASE_H
#define CASE_H

#include "arena.h"
#include "err.h"
#include "store.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum case_state {
#define CASE_STATE(id, name, queued, meaning) CASE_##id,
#define CASE_EVENT(id, name, meaning)
#define CASE_MOVE(from, event, to)
#include "case.def"
#undef CASE_STATE
#undef CASE_EVENT
#undef CASE_MOVE
	CASE_STATE_COUNT
};
enum case_event {
#define CASE_STATE(id, name, queued, meaning)
#define CASE_EVENT(id, name, meaning) CASE_DO_##id,
#define CASE_MOVE(from, event, to)
#include "case.def"
#undef CASE_STATE
#undef CASE_EVENT
#undef CASE_MOVE
	CASE_EVENT_COUNT
};
/* case_state_name, case_event_name - the name of case.def. */
const char *case_state_name(enum case_state s);
const char *case_event_name(enum case_event ev);
/* case_state_queued - does a coder see cases in that state? */
bool case_state_queued(enum case_state s);
/* case_next - the state that follows, or CASE_STATE_COUNT: not allowed. */
enum case_state case_next(enum case_state from, enum case_event ev);

struct case_row {
	int64_t id; /* the id of the mail that opened it */
	enum case_state state;
	const char *token; /* finds the case; permits nothing */
	const char *asker; /* the only address that ever gets what is in it;
			       * "" for a mail that could not be read */
	const char *asker_name;
	const char *subject; /* of the first mail */
	const char *reason;  /* fixed word: why held or closed; "" if none */
	const char *holder;  /* coder that claimed it, "" if none */
	int64_t linked;      /* case whose token a stranger used, 0 if none */
	int64_t opened_unix, changed_unix;
	const void *questions; /* wire form of the questions so far, or NULL */
	size_t questions_n;
	const char *last_id;    /* Message-ID of the asker's last mail, or "" */
	const char *references; /* ids of the thread, split by spaces */
};

/* One step of the conversation, for coders and for composing. */
enum turn_kind {
	TURN_QUESTION,
	TURN_ANSWER,
	TURN_CODER,
	TURN_NOTE,
	TURN_KIND_COUNT
};
struct turn {
	int64_t id, case_id;
	enum turn_kind kind;
	int64_t mail_id;    /* of a question or a coder's mail, else 0 */
	const char *author; /* address, "consultd" or a coder's name */
	const char *text;   /* visible text, or text of the reply, UTF-8 */
	const char *cut;    /* quotes and signature cut from it, "" if none */
	const char *record; /* JSON of the decision, "" if none */
	int64_t at_unix;
};

/* case_token - the token of a case: "C-" and 12 characters, by HMAC. */
const char *case_token(
    struct arena *a, const unsigned char key[STORE_KEY_BYTES], int64_t case_id);

/* case_get, case_by_token - 1 with *out in a, 0 none, -1. */
int case_get(struct store *s, struct arena *a, int64_t id, struct case_row *out,
    struct err *e);
int case_by_token(struct store *s, struct arena *a, const char *token,
    struct case_row *out, struct err *e);
/* case_by_reply - the case in which we sent a reply with that Message-ID (or
 * the provider's rewritten one): 1, 0, -1. */
int case_by_reply(struct store *s, struct arena *a, const char *message_id,
    struct case_row *out, struct err *e);

/* case_open - insert a case in state NEW; in a transaction; case_move() must
 * follow in the same one. */
int case_open(struct store *s, const struct case_row *row, struct err *e);
/* case_move - the one door: state, reason, holder and an audit row; in a
 * transaction. ERR_REFUSE where case.def has no such move. Gives the new
 * state. reason (NULL: none) counts for HOLD and CLOSE; it stays until the
 * case is answered or asked back. CLAIM makes actor the holder. */
int case_move(struct store *s, int64_t id, enum case_event ev,
    const char *actor, const char *reason, int64_t now_unix,
    enum case_state *out, struct err *e);
/* case_update - last_id, references and questions after a mail of the asker;
 * in a transaction. */
int case_update(struct store *s, const struct case_row *row, int64_t now_unix,
    struct err *e);

/* turn_add - in a transaction; turn->id is not read; gives the new id.
 * turn_list - the turns of a case in their order, in a; the first 1000. */
int turn_add(
    struct store *s, const struct turn *t, int64_t *id_out, struct err *e);
int turn_list(struct store *s, struct arena *a, int64_t case_id,
    struct turn **out, size_t *n_out, struct err *e);

/* case_queue - the first max cases that a coder must see, oldest first; all:
 * the last max of all cases, oldest first too. */
int case_queue(struct store *s, struct arena *a, bool all, size_t max,
    struct case_row **out, size_t *n_out, struct err *e);
/* case_standing - the first max cases of that asker (letters in any case) that
 * a coder has or must see, oldest first. */
int case_standing(struct store *s, struct arena *a, const char *asker,
    size_t max, struct case_row **out, size_t *n_out, struct err *e);
/* case_recent - replies to that sender (or "@domain"), in any case of letters,
 * queued since then (at most a day ago; to the minute), for limits. */
int case_recent(struct store *s, const char *sender, int64_t since_unix,
    int64_t *out, struct err *e);
/* case_counts - cases in each state. */
int case_counts(struct store *s, int64_t out[CASE_STATE_COUNT], struct err *e);

#endif
