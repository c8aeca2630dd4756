/*
 * imap_talk.c - AUTHENTICATE, IDLE, LOGOUT. In: a screened connection between
 * two commands. Out: the same, logged in, or told that the mailbox changed, or
 * at its end.
 */
#include "imap_talk.h"
#include "buf.h"
#include "clock.h"
#include "imap.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TALK_BYTES (1 << 20) /* of chatter in one exchange */

static void
base64_add(struct buf *b, const unsigned char *p, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)p[i] << 16;
		if (i + 1 < n)
			v |= (unsigned)p[i + 1] << 8;
		if (i + 2 < n)
			v |= p[i + 2];
		buf_putc(b, digits[v >> 18]);
		buf_putc(b, digits[v >> 12 & 63]);
		buf_putc(b, i + 1 < n ? digits[v >> 6 & 63] : '=');
		buf_putc(b, i + 2 < n ? digits[v & 63] : '=');
	}
}

static int
say(struct talk *t, const char *line, struct err *e)
{
	net_budget(t->net, TALK_BYTES);
	return net_write(t->net, line, strlen(line), e);
}

/* hear - lines until a continuation (1) or the tagged reply: 0 for OK, -1 for
 * NO and BAD, with ERR_REFUSE; -1 with ERR_RETRY where the line is lost. */
static int
hear(struct talk *t, struct err *e)
{
	char tag[16];
	size_t n = (size_t)snprintf(tag, sizeof(tag), "T%u ", t->tag);
	for (;;) {
		const char *line;
		if (screen_line(t->screen, &line, e) < 0)
			return -1;
		if (line[0] == '+')
			return 1;
		if (t->screen->bye)
			return err_set(e, ERR_RETRY, "imap", 0,
			    "the server said BYE: %s", line);
		if (strncmp(line, tag, n) != 0)
			continue;
		if (!strncasecmp(line + n, "OK", 2))
			return 0;
		return err_set(
		    e, ERR_REFUSE, "imap", 0, "the server said: %s", line + n);
	}
}

static int
refused(struct err *e)
{
	if (e->kind == ERR_REFUSE) {
		e->kind = ERR_RETRY;
		e->code = IMAP_LOGIN_REFUSED;
	}
	return -1;
}

int
talk_authenticate(struct talk *t, const char *mechanism, const void *response,
    size_t n, bool at_once, struct err *e)
{
	struct buf b;
	buf_init(&b, 64 << 10);
	buf_printf(&b, "T%u AUTHENTICATE %s", ++t->tag, mechanism);
	if (at_once) {
		buf_putc(&b, ' ');
		base64_add(&b, response, n);
	}
	buf_puts(&b, "\r\n");
	int rc = say(t, buf_text(&b), e);
	if (rc == 0)
		rc = hear(t, e);
	if (rc == 1) {
		/* Asked again after an initial response, the server tells of
		 * an error: an empty line ends it (RFC 7628 3.2.3). */
		buf_clear(&b);
		if (!at_once)
			base64_add(&b, response, n);
		buf_puts(&b, "\r\n");
		rc = say(t, buf_text(&b), e);
		if (rc == 0)
			rc = hear(t, e);
		if (rc == 1)
			rc = err_set(e, ERR_REFUSE, "imap", 0,
			    "the server asks for more than %s has", mechanism);
	}
	if (b.data)
		explicit_bzero(b.data, b.size);
	buf_free(&b);
	return rc < 0 ? refused(e) : 0;
}

/* wait_change - 1 changed, 2 woken, 0 timeout, -1. */
static int
wait_change(struct talk *t, int wake_fd, int64_t timeout_ms, struct err *e)
{
	int64_t deadline = clock_mono_ms() + timeout_ms;
	while (!t->screen->changed) {
		if (t->screen->in_at == t->screen->in_n) {
			int64_t left = deadline - clock_mono_ms();
			int rc =
			    net_wait(t->net, wake_fd, left > 0 ? left : 0, e);
			if (rc != 1)
				return rc;
		}
		const char *line;
		net_budget(t->net, TALK_BYTES);
		if (screen_line(t->screen, &line, e) < 0)
			return -1;
		if (t->screen->bye)
			return err_set(e, ERR_RETRY, "imap", 0,
			    "the server said BYE: %s", line);
	}
	return 1;
}

int
talk_idle(struct talk *t, int wake_fd, int64_t timeout_ms, struct err *e)
{
	char line[32];
	snprintf(line, sizeof(line), "T%u IDLE\r\n", ++t->tag);
	if (say(t, line, e) < 0)
		return -1;
	int rc = hear(t, e);
	if (rc == 0)
		return err_set(
		    e, ERR_RETRY, "imap", 0, "the server ended IDLE at once");
	if (rc < 0)
		return -1;
	int why = wait_change(t, wake_fd, timeout_ms, e);
	if (why < 0 || say(t, "DONE\r\n", e) < 0)
		return -1;
	while ((rc = hear(t, e)) == 1)
		;
	return rc < 0 ? -1 : why;
}

void
talk_logout(struct talk *t)
{
	char line[32];
	struct err ignored = { 0 };
	snprintf(line, sizeof(line), "T%u LOGOUT\r\n", ++t->tag);
	if (say(t, line, &ignored) == 0)
		while (hear(t, &ignored) == 1)
			;
}
