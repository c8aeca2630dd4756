/*
 * worker_limit.c - may this reply go out? Counts of the store and the thread
 * come in; the word of the limit that is reached goes out.
 */
#include "worker.h"

#include "bounced.h"
#include "breaker.h"
#include "digest.h"
#include "limit.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#define HOUR_S 3600

static int
too_big(struct err *e)
{
	return err_set(e, ERR_REFUSE, "worker", 0,
	    "the mail needs more memory than its limit");
}

/* --- what a mail says ------------------------------------------------------*/

/* Letters in lower case, runs of white space one space. */
static void
squeeze_put(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		bool space = isspace((unsigned char)*s) != 0;

		if (space && b->len > 0 && b->data[b->len - 1] == ' ')
			continue;
		buf_putc(b, space ? ' ' : (char)tolower((unsigned char)*s));
	}
}

static const char *
subject_bare(const char *s)
{
	static const char *const marks[] = { "re:", "fw:", "fwd:", "aw:" };
	bool again = true;

	while (again) {
		again = false;
		s += strspn(s, " ");
		for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
			if (strncasecmp(s, marks[i], strlen(marks[i])) == 0) {
				s += strlen(marks[i]);
				again = true;
			}
	}
	return s;
}

const char *
item_text_name(struct item *item)
{
	const struct message *m = &item->message;
	unsigned char hash[DIGEST_BYTES];
	char hex[DIGEST_HEX];
	struct buf b;

	buf_init(&b, 4 * (size_t)LIMIT_TEXT_BYTES);
	squeeze_put(&b, subject_bare(m->subject));
	buf_putc(&b, '\n');
	squeeze_put(&b, m->visible);
	buf_putc(&b, '\n');
	squeeze_put(&b, m->attached);
	for (size_t i = 0; i < m->attachment_n; i++)
		if (m->attachment[i].use != ATTACHMENT_ASIDE)
			buf_printf(&b, "\n%s %" PRId64, m->attachment[i].name,
			    m->attachment[i].size);
	digest_of(b.data, b.len, hash);
	digest_hex(hash, sizeof hash, hex);
	buf_free(&b);
	return arena_printf(item->a, PACE_TEXT "%s", hex);
}

/* --- replies of the last hour ----------------------------------------------*/

/* The most of: to that address, to that one. */
static int
replies_most(struct worker *w, const char *const address[2], int64_t now_unix,
    int64_t *out, struct err *e)
{
	int64_t most = 0;

	for (int i = 0; i < 2; i++) {
		int64_t n = 0;

		if (address[i] == NULL)
			continue;
		if (case_recent(
			w->store, address[i], now_unix - HOUR_S, &n, e) < 0)
			return -1;
		if (n > most)
			most = n;
	}
	*out = most;
	return 0;
}

static int
hour_limit(struct worker *w, struct item *item, const char *const who[2],
    int64_t now_unix, const char **word_out, struct err *e)
{
	const struct settings *s = w->role->settings;
	const char *domain[] = {
		arena_printf(item->a, "@%s", address_domain(who[0])),
		arena_printf(item->a, "@%s", address_domain(who[1])),
	};
	const char *text[] = { item_text_name(item), NULL };
	int64_t sender_n = 0, domain_n = 0, text_n = 0;

	if (domain[0] == NULL || domain[1] == NULL || text[0] == NULL)
		return too_big(e);
	if (replies_most(w, who, now_unix, &sender_n, e) < 0 ||
	    replies_most(w, domain, now_unix, &domain_n, e) < 0 ||
	    replies_most(w, text, now_unix, &text_n, e) < 0)
		return -1;
	if (sender_n >= s->limits_sender_hour ||
	    domain_n >= s->limits_domain_hour)
		*word_out = "too_many";
	else if (text_n >= s->limits_same_text_hour)
		*word_out = "same_text";
	return 0;
}

/* --- the thread ------------------------------------------------------------*/

static bool
same_words(const char *a, const char *b)
{
	for (;;) {
		bool gap = false;

		while (isspace((unsigned char)*a))
			a++;
		while (isspace((unsigned char)*b))
			b++;
		gap = *a == '\0' || *b == '\0';
		if (gap)
			return *a == *b;
		if (tolower((unsigned char)*a++) !=
		    tolower((unsigned char)*b++))
			return false;
	}
}

static bool
said_before(const struct turn *turn, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (turn[i].kind == TURN_QUESTION &&
		    same_words(turn[i].text, text))
			return true;
	return false;
}

/* Two machines that answer each other say the same again and again, or go on
 * for ever. A coder's word ends the row; so do new words of the asker, but for
 * so many replies only. */
static int
thread_limit(
    struct worker *w, struct item *item, const char **word_out, struct err *e)
{
	const struct settings *s = w->role->settings;
	const char *text = item_turn_text(item);
	struct turn *turn = NULL;
	size_t n = 0;
	int64_t row = 0;

	if (!item->follows)
		return 0;
	if (text == NULL)
		return too_big(e);
	if (turn_list(w->store, item->a, item->before.id, &turn, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (turn[i].kind == TURN_CODER)
			row = 0;
		else if (turn[i].kind == TURN_ANSWER)
			row++;
	}
	if (row >= s->limits_thread || (row > 0 && said_before(turn, n, text)))
		*word_out = "thread";
	return 0;
}

/* --- all of them -----------------------------------------------------------*/

int
item_limit(struct worker *w, struct item *item, int64_t now_unix,
    const char **word_out, struct err *e)
{
	const char *who[] = { item->message.from.address,
		item->follows
		    ? item->before.asker
		    : admission_reply_to(&w->admission, item->a, &item->message)
			  ->address };
	bool bounced = false;

	*word_out = NULL;
	if (bounced_has(w->store, who[1], &bounced, e) < 0)
		return -1;
	if (bounced) {
		*word_out = "bounced";
		return 0;
	}
	if (thread_limit(w, item, word_out, e) < 0)
		return -1;
	return *word_out != NULL
		   ? 0
		   : hour_limit(w, item, who, now_unix, word_out, e);
}

int
item_limits(
    struct worker *w, struct item *item, int64_t now_unix, struct err *e)
{
	const char *word = NULL;

	if (!item->decision.reply)
		return 0;
	if (item_limit(w, item, now_unix, &word, e) < 0)
		return -1;
	return word == NULL ? 0
			    : consult_hold(item->a, &item->decision.questions,
				  word, false, &item->decision, e);
}
