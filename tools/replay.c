/* consultctl replay: stored mails through this version of the program. */
#include "admit.h"
#include "buf.h"
#include "clock.h"
#include "command.h"
#include "consult.h"
#include "limit.h"
#include "lookup.h"
#include "mail.h"
#include "tree.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE       50 /* mails that are listed at once */
#define PAGE_ARENA (128u << 20)
#define CASES_MAX  100000 /* conversations that are kept in mind */

/* The questions of a case, as far as it was played again. */
struct talk {
	int64_t case_id;
	void *questions;
	size_t n;
};

struct replay {
	struct command *command;
	struct jail *jail;
	struct lookup *lookup;
	struct admission admission;
	unsigned char key[STORE_KEY_BYTES];
	bool full;
	struct talk *talk;
	size_t talk_n;
	int64_t same, changed, left_out;
};

/* One mail as it is read now. */
struct again {
	struct message message;
	struct questions questions;
	struct decision decision;
};

/* --- conversations ---------------------------------------------------------*/

static struct talk *
talk_find(struct replay *r, int64_t case_id)
{
	for (size_t i = r->talk_n; i > 0; i--)
		if (r->talk[i - 1].case_id == case_id)
			return &r->talk[i - 1];
	return NULL;
}

static void
talk_keep(struct replay *r, int64_t case_id, const struct questions *q)
{
	struct talk *t = talk_find(r, case_id);
	struct buf b;
	if (t == NULL && r->talk_n == CASES_MAX)
		return;
	buf_init(&b, LIMIT_RECORD_BYTES);
	questions_write(q, &b);
	if (t == NULL)
		t = &r->talk[r->talk_n++];
	free(t->questions);
	*t = (struct talk){ case_id, b.data, b.full ? 0 : b.len };
}

static const struct questions *
talk_read(struct replay *r, struct arena *a, int64_t case_id)
{
	const struct talk *t = talk_find(r, case_id);
	struct questions *q = arena_alloc(a, sizeof(*q));
	struct err ignored = { 0 };
	struct wire w = { .data = t ? t->questions : NULL,
		.left = t ? t->n : 0 };
	if (t == NULL || t->n == 0 || q == NULL ||
	    questions_read(&w, a, q, &ignored) != 0)
		return NULL;
	return q;
}

/* --- one mail --------------------------------------------------------------*/

/* 1 with its bytes; 0: they are no longer kept; -1. */
static int
bytes_read(struct replay *r, int64_t id, struct buf *raw, struct err *e)
{
	const void *p;
	size_t n;
	int seq = 0, rc;
	while ((rc = mail_bytes(r->command->store, id, &seq, &p, &n, e)) == 1)
		buf_add(raw, p, n);
	return rc < 0 ? -1 : seq > 0;
}

static int
mail_again(struct replay *r, struct arena *a, const struct decision_row *row,
    const struct buf *raw, struct again *out, struct err *e)
{
	if (jail_read_bytes(r->jail, JAIL_MAIL, buf_text(raw), raw->len, a,
		&out->message, &out->questions, e) != 0)
		return -1;
	if (row->partial)
		out->message.flaws |= MESSAGE_FLAW_PARTIAL;
	return consult_decide(a, r->lookup, &out->message, &out->questions,
	    row->case_id != row->mail_id ? talk_read(r, a, row->case_id) : NULL,
	    &r->admission, row->fetched_unix, &out->decision, e);
}

/* What depends on other mails, or on a person, is no matter of a version. */
static bool
left_out(struct replay *r, const struct decision_row *row)
{
	static const char *const limits[] = { "too_many", "same_text", "thread",
		"bounced", "worker_died", "store_refused", NULL };
	for (size_t i = 0; limits[i] != NULL; i++)
		if (strcmp(limits[i], row->reason) == 0)
			return true;
	/* the conversation began before what is played */
	if (row->case_id != 0 && row->case_id != row->mail_id &&
	    row->state != MAIL_IGNORED && !talk_find(r, row->case_id))
		return true;
	return row->state == MAIL_DUPLICATE || row->state == MAIL_CODER;
}

static const char *
word_of(const struct decision *d)
{
	return d->guard != NULL ? d->guard : d->reason != NULL ? d->reason : "";
}

static void
end_print(const char *outcome, const char *reason)
{
	fputs(outcome, stdout);
	if (reason[0] != '\0') {
		fputs(" (", stdout);
		print_text(reason);
		putchar(')');
	}
}

static void
change_print(const struct replay *r, const struct decision_row *row,
    const struct decision *d, const char *record)
{
	const char *outcome = outcome_name(d->outcome);
	bool end = strcmp(outcome, row->outcome) != 0 ||
		   strcmp(word_of(d), row->reason) != 0;
	printf("mail %" PRId64, row->mail_id);
	if (row->case_id != 0)
		printf(" case %" PRId64, row->case_id);
	printf(" (%s): ", row->version);
	end_print(row->outcome, row->reason);
	if (end) {
		fputs(" -> ", stdout);
		end_print(outcome, word_of(d));
	} else {
		fputs(", but what was found differs", stdout);
	}
	putchar('\n');
	if (!r->full)
		return;
	fputs("  was: ", stdout);
	print_text(row->record);
	fputs("\n  now: ", stdout);
	print_text(record);
	putchar('\n');
}

static int
decision_compare(struct replay *r, struct arena *a,
    const struct decision_row *row, const struct decision *d, struct err *e)
{
	struct tree *t = consult_record(a, d);
	struct buf record;
	buf_init(&record, 1u << 20);
	int rc = t != NULL ? tree_json(t, &record) : -1;
	if (rc != 0)
		err_set(e, ERR_REFUSE, "consultctl", 0,
		    "the record of mail %" PRId64 " is too large",
		    row->mail_id);
	else if (strcmp(buf_text(&record), row->record) == 0 &&
		 strcmp(word_of(d), row->reason) == 0)
		r->same++;
	else {
		r->changed++;
		change_print(r, row, d, buf_text(&record));
	}
	buf_free(&record);
	return rc;
}

/* A mail that kills its jail was held for that: it may be read by now. */
static int
fault_compare(struct replay *r, const struct decision_row *row, struct err *e)
{
	if (!jail_faulty(e))
		return -1;
	*e = (struct err){ 0 };
	if (row->state == MAIL_FAILED) {
		r->same++;
		return 0;
	}
	r->changed++;
	printf("mail %" PRId64 " (%s): %s -> it kills its jail\n", row->mail_id,
	    row->version, row->outcome);
	return 0;
}

static int
row_replay(struct replay *r, const struct decision_row *row, struct err *e)
{
	struct arena *a = arena_new(LIMIT_WORK_ARENA);
	struct again again = { 0 };
	struct buf raw;
	buf_init(&raw, LIMIT_MAIL_BYTES);
	int rc = left_out(r, row) ? 0 : bytes_read(r, row->mail_id, &raw, e);
	if (rc == 0)
		r->left_out++;
	if (rc == 1 && mail_again(r, a, row, &raw, &again, e) != 0)
		rc = fault_compare(r, row, e);
	else if (rc == 1)
		rc = decision_compare(r, a, row, &again.decision, e);
	if (rc == 0 && row->case_id != 0 && again.decision.questions.n > 0 &&
	    again.decision.outcome != OUTCOME_IGNORED)
		talk_keep(r, row->case_id, &again.decision.questions);
	buf_free(&raw);
	arena_free(a);
	return rc < 0 ? -1 : 0;
}

static int
mails_replay(struct replay *r, int64_t from, int64_t to, struct err *e)
{
	struct arena *a = arena_new(PAGE_ARENA);
	struct decision_row *row = NULL;
	size_t n = 1;
	int rc = 0;
	while (rc == 0 && n > 0) {
		arena_clear(a);
		rc = decision_list(
		    r->command->store, a, from, to, PAGE, &row, &n, e);
		for (size_t i = 0; rc == 0 && i < n; i++)
			rc = row_replay(r, &row[i], e);
		if (rc == 0 && n > 0)
			from = row[n - 1].mail_id + 1;
	}
	arena_free(a);
	return rc;
}

/* --- the command -----------------------------------------------------------*/

static int
replay_open(struct replay *r, const char *lookup, struct err *e)
{
	struct command *c = r->command;
	if (command_store(c, e) != 0 || store_key(c->store, r->key, e) != 0 ||
	    admission_make(c->arena, c->settings, r->key, &r->admission, e) !=
		0 ||
	    jail_start(lookup, &r->jail, e) != 0)
		return -1;
	return lookup_open(lookup, &r->lookup, e);
}

static bool
number_read(const char *word, int64_t *out)
{
	char *end;
	*out = strtoll(word, &end, 10);
	return *word != '\0' && *end == '\0' && *out > 0;
}

static int
replay_run(struct replay *r, const char *lookup, int64_t from, int64_t to,
    struct err *e)
{
	r->talk = calloc(CASES_MAX, sizeof(*r->talk));
	if (r->talk == NULL)
		abort();
	int rc = replay_open(r, lookup, e);
	if (rc == 0)
		rc = mails_replay(r, from, to, e);
	if (rc == 0)
		printf("%" PRId64 " as before, %" PRId64 " changed, %" PRId64
		       " not played again\n",
		    r->same, r->changed, r->left_out);
	lookup_close(r->lookup);
	jail_stop(r->jail);
	for (size_t i = 0; i < r->talk_n; i++)
		free(r->talk[i].questions);
	free(r->talk);
	explicit_bzero(r->key, sizeof(r->key));
	return rc;
}

int
command_replay(struct command *c, struct err *e)
{
	struct replay r = { .command = c };
	int64_t from = 1, to = INT64_MAX;
	const char *lookup = NULL;
	int i = 0;
	for (; i < c->argc && c->argv[i][0] == '-'; i++) {
		if (strcmp(c->argv[i], "--full") == 0)
			r.full = true;
		else if (strcmp(c->argv[i], "-l") == 0 && i + 1 < c->argc)
			lookup = c->argv[++i];
		else
			return command_usage(c);
	}
	if (c->argc - i > 2 ||
	    (i < c->argc && !number_read(c->argv[i], &from)) ||
	    (i + 1 < c->argc && !number_read(c->argv[i + 1], &to)))
		return command_usage(c);
	if (command_settings(c, e) != 0 ||
	    replay_run(&r, command_lookup_path(c, lookup), from, to, e) != 0)
		return command_failed(e);
	return 0;
}
