/*
 * intake.c - the role that empties the mailbox into the store. In: a server
 * that tells of mails, or is asked. Out: committed rows, workers woken, then
 * marks on the server. It reconnects for ever.
 */
#include "clock.h"
#include "digest.h"
#include "intake_part.h"
#include "log.h"
#include "net_curl.h"
#include "role_shared.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IDLE_MS        540000 /* RFC 2177: anew before 29 minutes; NAT: 10 */
#define MARK_MS        1000   /* marks wait for more of their kind */
#define PAUSE_FIRST_MS 1000
#define PAUSE_LOGIN_MS 60000 /* a wrong password must not lock the account */
#define PAUSE_MAX_MS   300000

static bool
on_poll(void *arg)
{
	struct role *r = arg;
	role_beat(r);
	return role_stopping(r);
}

static void
state_tell(struct intake *in, const char *state, const char *detail)
{
	struct err e = { 0 };
	const struct role_state row = { in->role->name, state, detail,
		clock_now_unix() };
	if (role_state_set(in->store, &row, &e) < 0)
		log_err(LOG_STORE_FAIL, &e);
}

/* --- an outage ------------------------------------------------------------*/

static void
went_up(struct intake *in)
{
	int64_t after = in->down_ms ? clock_mono_ms() - in->down_ms : 0;
	log_event(LOG_IMAP_UP, KV("host", in->conf->imap_host),
	    KV("mailbox", in->conf->imap_mailbox), KN("after_s", after / 1000));
	in->down_ms = 0;
	state_tell(in, "watching", in->conf->imap_mailbox);
}

/* outage_event - whose fault it is: a full disk is none of the server's. */
static enum log_event
outage_event(const struct err *e)
{
	if (strcmp(e->where, "db") == 0)
		return LOG_STORE_FAIL;
	return e->code == IMAP_LOGIN_REFUSED ? LOG_IMAP_LOGIN : LOG_IMAP_DOWN;
}

/* went_down - said once an outage. */
static void
went_down(struct intake *in, const struct err *e)
{
	bool login = e->code == IMAP_LOGIN_REFUSED;
	int64_t first = login ? PAUSE_LOGIN_MS : PAUSE_FIRST_MS;
	if (in->useful || in->pause_ms == 0)
		in->pause_ms = first;
	else
		in->pause_ms *= 2;
	if (in->pause_ms < first)
		in->pause_ms = first;
	if (in->pause_ms > PAUSE_MAX_MS)
		in->pause_ms = PAUSE_MAX_MS;
	if (in->down_ms == 0) {
		in->down_ms = clock_mono_ms();
		log_err(outage_event(e), e);
		state_tell(in, "failing", e->text);
	}
}

/* pause_wait - the pause, give or take a quarter: many clients of a server
 * that fell must not all come back at once. */
static void
pause_wait(struct intake *in)
{
	uint32_t r;
	digest_random(&r, sizeof(r));
	int64_t ms = in->pause_ms * 3 / 4 + r % (in->pause_ms / 2);
	int64_t end = clock_mono_ms() + ms;
	while (!role_stopping(in->role) && ms > 0) {
		role_wait(in->role, -1, 0, ms);
		ms = end - clock_mono_ms();
	}
}

/* --- a session ------------------------------------------------------------*/

static int
session_open(struct intake *in, struct err *e)
{
	const struct settings *c = in->conf;
	const struct imap_server server = { .host = c->imap_host,
		.port = (int)c->imap_port,
		.starttls = !strcmp(c->imap_security, "starttls"),
		.user = c->imap_user,
		.password = in->role->secret ? in->role->secret : "",
		.ca_file = c->imap_ca_file,
		.timeout_s = (int)c->imap_timeout,
		.poll = on_poll,
		.poll_arg = in->role };
	char *account;
	in->highest = 0;
	in->mark_ms = clock_mono_ms();
	in->useful = false;
	memset(in->folder_made, 0, sizeof(in->folder_made));
	if (imap_open(&server, &in->imap, e) < 0 ||
	    imap_select(in->imap, c->imap_mailbox, &in->server, e) < 0)
		return -1;
	if (asprintf(&account, "%s@%s", c->imap_user, c->imap_host) < 0)
		abort();
	int rc = mailbox_open(in->store, account, c->imap_mailbox,
	    in->server.uidvalidity, &in->box, e);
	free(account);
	return rc;
}

static void
session_close(struct intake *in)
{
	imap_close(in->imap);
	in->imap = NULL;
}

static int64_t
soonest(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* wait_mail - until there may be mail: 1; or something else to do: 0; -1. */
static int
wait_mail(struct intake *in, struct err *e)
{
	bool idle = in->conf->imap_idle && in->server.can_idle;
	bool marks = in->mark_ms != INT64_MAX;
	int64_t now = clock_mono_ms();
	int64_t end = soonest(
	    in->mark_ms, in->searched_ms + in->conf->imap_search * 1000);
	end = soonest(end, now + (idle ? IDLE_MS : in->conf->imap_poll * 1000));
	int64_t ms = end > now ? end - now : 0;
	int why;
	if (idle) {
		/* While marks are due anyway, further wake-ups change nothing,
		 * and each would cost an IDLE. */
		int fd = in->role->shared && !marks
			     ? in->role->shared->slot[0].wake_fd
			     : -1;
		why = imap_idle(in->imap, fd, ms, e);
	} else {
		enum role_event event = role_wait(in->role, -1, 0, ms);
		why = event == ROLE_WOKEN ? 2 : event == ROLE_TIMEOUT ? 1 : 0;
	}
	if (why == 2) {
		if (idle)
			role_wait(in->role, -1, 0, 0);
		if (!marks)
			in->mark_ms = clock_mono_ms() + MARK_MS;
	}
	return why < 0 ? -1 : why == 1;
}

/* step_once - look, mark, wait: once. *look says how to look: 2 all of it, 1
 * for new mails, 0 not at all. */
static int
step_once(struct intake *in, int *look, struct err *e)
{
	int64_t now = clock_mono_ms();
	if (now - in->searched_ms >= in->conf->imap_search * 1000)
		*look = 2;
	if (*look > 0 && intake_list(in, *look == 2, e) < 0)
		return -1;
	if (now >= in->mark_ms) {
		*look = intake_mark(in, e);
		if (*look != 0) {
			in->mark_ms = now;
			return *look;
		}
	}
	*look = wait_mail(in, e);
	return *look;
}

static int
session_run(struct intake *in, struct err *e)
{
	if (session_open(in, e) < 0)
		return -1;
	if (intake_list(in, true, e) < 0)
		return -1;
	went_up(in);
	in->useful = true;
	for (int look = 0; !role_stopping(in->role);)
		if (step_once(in, &look, e) < 0)
			return -1;
	return 0;
}

/* --- the role -------------------------------------------------------------*/

static int
intake_begin(struct intake *in, struct err *e)
{
	if (store_open(
		in->conf->daemon_state_dir, STORE_INTAKE, &in->store, e) < 0 ||
	    stage_open(&in->stage, in->conf->daemon_state_dir, e) < 0)
		return -1;
	net_init();
	return role_confine(in->role, SANDBOX_INTAKE, e);
}

static void
intake_end(struct intake *in)
{
	stage_close(&in->stage);
	store_close(in->store);
}

int
intake_run(struct role *r)
{
	struct intake in = {
		.role = r, .conf = r->settings, .stage = { .fd = -1 }
	};
	struct err e = { 0 };
	int rc = intake_begin(&in, &e);
	if (rc == 0)
		state_tell(&in, "connecting", in.conf->imap_host);
	while (rc == 0 && !role_stopping(r)) {
		int end = session_run(&in, &e);
		session_close(&in);
		if (end < 0 && !role_stopping(r) && e.kind == ERR_STOP)
			rc = -1;
		else if (end < 0 && !role_stopping(r)) {
			went_down(&in, &e);
			pause_wait(&in);
		}
	}
	if (rc < 0)
		log_err(LOG_ROLE_FAIL, &e);
	intake_end(&in);
	return rc < 0 ? ROLE_EXIT_STOP : ROLE_EXIT_OK;
}
