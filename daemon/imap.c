/*
 * imap.c - the IMAP session. In: a server, a mailbox, UIDs. Out: a session
 * logged in, marks and moves. Home of libetpan with imap_fetch.c; it reads
 * nothing but what imap_screen.c let through.
 */
#include "imap.h"
#include "imap_home.h"
#include "imap_name.h"
#include "limit.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define STREAM_SIZE 65536

/* --- libetpan's stream ----------------------------------------------------*/

static ssize_t
low_read(mailstream_low *low, void *out, size_t size)
{
	struct imap *i = low->data;
	if (i->lost.kind != ERR_NONE)
		return -1;
	return screen_read(&i->screen, out, size, &i->lost);
}

static ssize_t
low_write(mailstream_low *low, const void *p, size_t size)
{
	struct imap *i = low->data;
	if (i->lost.kind != ERR_NONE ||
	    net_write(i->net, p, size, &i->lost) < 0)
		return -1;
	return (ssize_t)size;
}

static int
low_close(mailstream_low *low)
{
	(void)low;
	return 0;
}

static int
low_fd(mailstream_low *low)
{
	(void)low;
	return -1;
}

static void
low_free(mailstream_low *low)
{
	free(low);
}

static void
low_cancel(mailstream_low *low)
{
	(void)low;
}

static mailstream_low_driver low_driver = {
	.mailstream_read = low_read,
	.mailstream_write = low_write,
	.mailstream_close = low_close,
	.mailstream_get_fd = low_fd,
	.mailstream_free = low_free,
	.mailstream_cancel = low_cancel,
};

static long
source_read(void *arg, void *out, size_t size, struct err *e)
{
	return net_read(arg, out, size, e);
}

/* --- errors ---------------------------------------------------------------*/

/* Results of libetpan after which the next command cannot be understood. */
static bool
is_fatal(int r)
{
	return r == MAILIMAP_ERROR_STREAM || r == MAILIMAP_ERROR_PARSE ||
	       r == MAILIMAP_ERROR_FATAL || r == MAILIMAP_ERROR_PROTOCOL ||
	       r == MAILIMAP_ERROR_MEMORY || r == MAILIMAP_ERROR_BAD_STATE ||
	       r == MAILIMAP_ERROR_DONT_ACCEPT_CONNECTION;
}

int
imap_result(struct imap *i, int r, const char *what, struct err *e)
{
	if (i->lost.kind == ERR_NONE &&
	    r <= MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
		return 0;
	if (i->lost.kind == ERR_NONE && is_fatal(r))
		err_set(&i->lost, ERR_RETRY, "imap", r,
		    "%s: the server's reply cannot be read", what);
	if (i->lost.kind != ERR_NONE) {
		*e = i->lost;
		return -1;
	}
	return err_set(e, ERR_REFUSE, "imap", r, "%s: the server said: %s",
	    what, i->m->imap_response ? i->m->imap_response : "no");
}

/* --- open, log in ---------------------------------------------------------*/

void *
imap_must(void *p)
{
	if (!p)
		abort(); /* no memory */
	return p;
}

static int
login_plain(
    struct imap *i, const struct imap_server *s, bool at_once, struct err *e)
{
	size_t u = strlen(s->user), p = strlen(s->password), n = u + p + 2;
	char *text = imap_must(calloc(1, n + 1));
	memcpy(text + 1, s->user, u); /* RFC 4616: no authorization identity */
	memcpy(text + u + 2, s->password, p);
	int rc = talk_authenticate(&i->talk, "PLAIN", text, n, at_once, e);
	explicit_bzero(text, n);
	free(text);
	if (rc == 0)
		i->m->imap_state = MAILIMAP_STATE_AUTHENTICATED;
	return rc;
}

static int
login_login(
    struct imap *i, const struct imap_server *s, bool at_once, struct err *e)
{
	(void)at_once;
	int r = mailimap_login(i->m, s->user, s->password);
	if (imap_result(i, r, "LOGIN", e) == 0)
		return 0;
	if (e->kind == ERR_REFUSE) {
		e->kind = ERR_RETRY;
		e->code = IMAP_LOGIN_REFUSED;
	}
	return -1;
}

/* has_list - libetpan's own look-ups follow a NULL pointer where the server's
 * list was empty. */
static bool
has_list(const struct imap *i)
{
	const struct mailimap_connection_info *c = i->m->imap_connection_info;
	return c && c->imap_capability && c->imap_capability->cap_list;
}

static bool
imap_offers(const struct imap *i, const char *capability)
{
	return has_list(i) && mailimap_has_extension(i->m, capability);
}

static bool
offers_mechanism(const struct imap *i, const char *mechanism)
{
	return has_list(i) && mailimap_has_authentication(i->m, mechanism);
}

/* The ways to log in, best first; the first that the server offers is taken.
 * A bearer token's ways (OAUTHBEARER, XOAUTH2) are further rows. */
static const struct mechanism {
	const char *offer;  /* AUTH= capability, NULL: LOGIN */
	const char *unless; /* capability that forbids it */
	int (*login)(struct imap *i, const struct imap_server *s, bool at_once,
	    struct err *e);
} mechanisms[] = {
	{ "PLAIN", NULL, login_plain },
	{ NULL, "LOGINDISABLED", login_login },
};

static int
log_in(struct imap *i, const struct imap_server *s, struct err *e)
{
	for (size_t k = 0; k < sizeof(mechanisms) / sizeof(*mechanisms); k++) {
		const struct mechanism *m = &mechanisms[k];
		if (m->offer && !offers_mechanism(i, m->offer))
			continue;
		if (m->unless && imap_offers(i, m->unless))
			continue;
		return m->login(i, s, imap_offers(i, "SASL-IR"), e);
	}
	return err_set(e, ERR_RETRY, "imap", IMAP_LOGIN_REFUSED,
	    "%s: the server offers no way to log in that we know", s->host);
}

/* ask_capabilities - mailimap_capability() follows a NULL pointer where the
 * server names none; this one does not. */
static int
ask_capabilities(struct imap *i, struct err *e)
{
	net_budget(i->net, SMALL_REPLY);
	int r = mailimap_custom_command(i->m, "CAPABILITY");
	return imap_result(i, r, "CAPABILITY", e);
}

static int
session_begin(struct imap *i, const struct imap_server *s, struct err *e)
{
	mailstream_low *low = imap_must(mailstream_low_new(i, &low_driver));
	mailstream *stream = imap_must(mailstream_new(low, STREAM_SIZE));
	i->m = imap_must(mailimap_new(0, NULL));
	if (s->starttls) /* libcurl has read the greeting */
		screen_feed(&i->screen, "* OK ready\r\n");
	int r = mailimap_connect(i->m, stream);
	if (imap_result(i, r, "greeting", e) < 0 || ask_capabilities(i, e) < 0)
		return -1;
	if (r == MAILIMAP_NO_ERROR_AUTHENTICATED)
		return 0;
	return log_in(i, s, e) < 0 || ask_capabilities(i, e) < 0 ? -1 : 0;
}

int
imap_open(const struct imap_server *s, struct imap **out, struct err *e)
{
	const struct net_target target = { .host = s->host,
		.port = s->port,
		.imap_starttls = s->starttls,
		.ca_file = s->ca_file,
		.timeout_s = s->timeout_s,
		.poll = s->poll,
		.poll_arg = s->poll_arg };
	struct net *net;
	if (net_open(&target, &net, e) < 0)
		return -1;
	struct imap *i = imap_must(calloc(1, sizeof(*i)));
	i->net = net;
	screen_init(&i->screen, (struct screen_source){ source_read, net });
	i->talk = (struct talk){ .net = net, .screen = &i->screen };
	if (session_begin(i, s, e) < 0) {
		imap_close(i);
		if (e->kind == ERR_REFUSE)
			e->kind = ERR_RETRY;
		return -1;
	}
	i->can_uidplus = imap_offers(i, "UIDPLUS");
	*out = i;
	return 0;
}

void
imap_close(struct imap *i)
{
	if (!i)
		return;
	if (i->lost.kind == ERR_NONE)
		talk_logout(&i->talk);
	/* libetpan would log out once more, and parse what comes then: a stream
	 * that is lost lets it neither write nor read. */
	err_set(&i->lost, ERR_RETRY, "imap", 0, "the session has ended");
	mailimap_free(i->m);
	screen_free(&i->screen);
	net_close(i->net);
	free(i);
}

/* --- mailboxes ------------------------------------------------------------*/

#define NAME_BYTES 4096

/* wire_name - the mailbox's name as servers spell it, in b. */
static int
wire_name(const char *mailbox, struct buf *b, struct err *e)
{
	buf_init(b, NAME_BYTES);
	if (imap_name(mailbox, b) == 0)
		return 0;
	buf_free(b);
	return err_set(e, ERR_STOP, "imap", 0,
	    "%s: no name of a mailbox: give UTF-8 without control characters",
	    mailbox);
}

int
imap_select(
    struct imap *i, const char *mailbox, struct imap_box *out, struct err *e)
{
	struct buf name;
	if (wire_name(mailbox, &name, e) < 0)
		return -1;
	net_budget(i->net, SMALL_REPLY);
	i->screen.keywords = false;
	i->screen.exists = 0;
	int r = mailimap_select(i->m, buf_text(&name));
	buf_free(&name);
	if (imap_result(i, r, "SELECT", e) < 0)
		return -1;
	struct mailimap_selection_info *s = i->m->imap_selection_info;
	if (!s || s->sel_uidvalidity == 0)
		return err_set(e, ERR_RETRY, "imap", 0,
		    "%s: the server gives no UIDVALIDITY", mailbox);
	i->screen.changed = false;
	*out = (struct imap_box){ .uidvalidity = s->sel_uidvalidity,
		.uidnext = s->sel_uidnext,
		.exists = i->screen.exists,
		.can_idle = imap_offers(i, "IDLE"),
		.can_move = imap_offers(i, "MOVE"),
		.can_keywords = i->screen.keywords };
	return 0;
}

static int
folder_make(struct imap *i, const char *name, struct err *e)
{
	clist *found = NULL;
	net_budget(i->net, SMALL_REPLY);
	int r = mailimap_list(i->m, "", name, &found);
	if (imap_result(i, r, "LIST", e) < 0)
		return -1;
	bool there = found && clist_begin(found);
	if (found)
		mailimap_list_result_free(found);
	if (there)
		return 0;
	return imap_result(i, mailimap_create(i->m, name), "CREATE", e);
}

int
imap_folder(struct imap *i, const char *mailbox, struct err *e)
{
	struct buf name;
	if (wire_name(mailbox, &name, e) < 0)
		return -1;
	int rc = folder_make(i, buf_text(&name), e);
	buf_free(&name);
	return rc;
}

struct mailimap_set *
imap_set_of(const uint32_t *uids, size_t n)
{
	struct mailimap_set *set = imap_must(mailimap_set_new_empty());
	for (size_t k = 0; k < n;) {
		size_t last = k;
		while (last + 1 < n && uids[last + 1] == uids[last] + 1)
			last++;
		if (mailimap_set_add_interval(set, uids[k], uids[last]) !=
		    MAILIMAP_NO_ERROR)
			abort();
		k = last + 1;
	}
	return set;
}

/* --- marks ----------------------------------------------------------------*/

static int
store_flag(struct imap *i, struct mailimap_set *set, struct mailimap_flag *flag,
    struct err *e)
{
	struct mailimap_flag_list *list =
	    imap_must(mailimap_flag_list_new_empty());
	mailimap_flag_list_add(list, imap_must(flag));
	struct mailimap_store_att_flags *store =
	    imap_must(mailimap_store_att_flags_new_add_flags_silent(list));
	int r = mailimap_uid_store(i->m, set, store);
	mailimap_store_att_flags_free(store);
	return imap_result(i, r, "STORE", e);
}

int
imap_keyword(struct imap *i, const uint32_t *uids, size_t n,
    const char *keyword, struct err *e)
{
	struct mailimap_set *set = imap_set_of(uids, n);
	net_budget(i->net, SMALL_REPLY);
	char *own = imap_must(strdup(keyword));
	/* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): the flag frees it */
	int rc = store_flag(i, set, mailimap_flag_new_flag_keyword(own), e);
	mailimap_set_free(set);
	return rc;
}

/* copy_away - MOVE for servers without it (RFC 6851 3.3). Without UIDPLUS the
 * mails stay flagged \Deleted: a plain EXPUNGE would take others', too. */
static int
copy_away(struct imap *i, struct mailimap_set *set, const char *mailbox,
    struct err *e)
{
	int r = mailimap_uid_copy(i->m, set, mailbox);
	if (imap_result(i, r, "COPY", e) < 0 ||
	    store_flag(i, set, mailimap_flag_new_deleted(), e) < 0)
		return -1;
	if (!i->can_uidplus)
		return 0;
	return imap_result(i, mailimap_uid_expunge(i->m, set), "EXPUNGE", e);
}

int
imap_move(struct imap *i, const uint32_t *uids, size_t n, const char *mailbox,
    struct err *e)
{
	struct buf name;
	int rc;
	if (wire_name(mailbox, &name, e) < 0)
		return -1;
	struct mailimap_set *set = imap_set_of(uids, n);
	net_budget(i->net, SMALL_REPLY);
	if (imap_offers(i, "MOVE"))
		rc = imap_result(i,
		    mailimap_uid_move(i->m, set, buf_text(&name)), "MOVE", e);
	else
		rc = copy_away(i, set, buf_text(&name), e);
	mailimap_set_free(set);
	buf_free(&name);
	return rc;
}

/* --- waiting --------------------------------------------------------------*/

int
imap_idle(struct imap *i, int wake_fd, int64_t timeout_ms, struct err *e)
{
	if (i->screen.changed)
		return 1;
	if (i->lost.kind == ERR_NONE) {
		int rc = talk_idle(&i->talk, wake_fd, timeout_ms, &i->lost);
		if (rc >= 0)
			return rc;
	}
	if (i->lost.kind == ERR_REFUSE)
		i->lost.kind = ERR_RETRY;
	*e = i->lost;
	return -1;
}

int
imap_noop(struct imap *i, uint32_t *exists_out, struct err *e)
{
	net_budget(i->net, SMALL_REPLY);
	if (imap_result(i, mailimap_noop(i->m), "NOOP", e) < 0)
		return -1;
	*exists_out = i->screen.exists;
	return 0;
}
