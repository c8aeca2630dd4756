/* smtp.c - one reply to one recipient over one kept connection. In: envelope
 * and bytes. Out: which of the four ends the try had. libcurl speaks SMTP. */
#include "smtp.h"
#include "message.h"
#include "net_curl.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_MAIL_INPUT 354 /* RFC 5321 4.2.3: the server waits for the mail */

struct smtp {
	const struct smtp_server *server;
	CURL *curl; /* NULL: no connection */
	struct net_tls tls;
	bool used; /* a mail went over this connection before */
	/* of the mail on its way */
	const char *bytes;
	size_t len, at;
	char last[300]; /* the server's last line */
};

struct smtp *
smtp_new(const struct smtp_server *server)
{
	struct smtp *c = calloc(1, sizeof(*c));
	if (c == NULL)
		abort();
	c->server = server;
	return c;
}

static void
connection_drop(struct smtp *c)
{
	curl_easy_cleanup(c->curl);
	c->curl = NULL;
	c->used = false;
}

void
smtp_free(struct smtp *c)
{
	if (c == NULL)
		return;
	connection_drop(c);
	free(c);
}

static size_t
on_read(char *to, size_t size, size_t n, void *arg)
{
	struct smtp *c = arg;
	size_t left = c->len - c->at, take = size * n < left ? size * n : left;
	memcpy(to, c->bytes + c->at, take);
	c->at += take;
	return take;
}

/* Every line of the server: the last one says why. Only printable ASCII is
 * kept, so that it may stand in a log and on a terminal. */
static size_t
on_line(char *line, size_t size, size_t n, void *arg)
{
	struct smtp *c = arg;
	size_t len = size * n, kept = 0;
	for (size_t i = 0; i < len && kept + 1 < sizeof(c->last); i++) {
		if (line[i] == '\r' || line[i] == '\n')
			continue;
		c->last[kept++] = line[i] >= ' ' && line[i] < 0x7f ? line[i]
								   : '?';
	}
	c->last[kept] = '\0';
	return len;
}

static int
connection_make(struct smtp *c, struct err *e)
{
	const struct smtp_server *s = c->server;
	char url[512];
	int n = snprintf(url, sizeof(url), "%s://%s:%d/",
	    s->starttls ? "smtp" : "smtps", s->host, s->port);
	if (n < 0 || (size_t)n >= sizeof(url))
		return err_set(e, ERR_STOP, "smtp", 0, "host name too long");
	c->curl = curl_easy_init();
	if (c->curl == NULL)
		abort();
	c->tls = (struct net_tls){ .host = s->host,
		.port = s->port,
		.ca_file = s->ca_file,
		.connect_s = s->connect_s };
	if (net_prepare(c->curl, &c->tls, e) != 0)
		return -1;
	curl_easy_setopt(c->curl, CURLOPT_URL, url);
	curl_easy_setopt(c->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c->curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	if (s->user[0] != '\0') {
		curl_easy_setopt(c->curl, CURLOPT_USERNAME, s->user);
		curl_easy_setopt(c->curl, CURLOPT_PASSWORD, s->password);
	}
	curl_easy_setopt(
	    c->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)s->timeout_s);
	curl_easy_setopt(c->curl, CURLOPT_TIMEOUT, (long)s->timeout_s);
	curl_easy_setopt(c->curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c->curl, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(c->curl, CURLOPT_READDATA, c);
	curl_easy_setopt(c->curl, CURLOPT_HEADERFUNCTION, on_line);
	curl_easy_setopt(c->curl, CURLOPT_HEADERDATA, c);
	return 0;
}

static CURLcode
mail_perform(struct smtp *c, const char *mail_from, const char *to)
{
	struct curl_slist *rcpt = curl_slist_append(NULL, to);
	if (rcpt == NULL)
		abort();
	c->at = 0;
	c->last[0] = '\0';
	curl_easy_setopt(c->curl, CURLOPT_MAIL_FROM, mail_from);
	curl_easy_setopt(c->curl, CURLOPT_MAIL_RCPT, rcpt);
	curl_easy_setopt(c->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)c->len);
	CURLcode code = curl_easy_perform(c->curl);
	curl_easy_setopt(c->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(rcpt);
	return code;
}

static void
result_set(struct smtp_result *out, enum send_end end, bool server_bad,
    long code, const char *text)
{
	out->end = end;
	out->server_bad = server_bad;
	out->code = (int)code;
	snprintf(out->text, sizeof(out->text), "%s", text);
}

/* The server said no in so many words: 5yz for good, 4yz for now; 421 is about
 * the connection, not this mail (RFC 5321 4.2). */
static void
result_refusal(struct smtp_result *out, long code, const char *line)
{
	if (code == 421)
		result_set(out, SEND_LATER, true, code, line);
	else
		result_set(out, code >= 500 ? SEND_REFUSED : SEND_LATER, false,
		    code, line);
}

static void
result_make(struct smtp *c, CURLcode rc, struct smtp_result *out)
{
	struct err e = { 0 };
	long code = 0;
	curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &code);
	bool said_no = code >= 400 && code < 600;
	if (rc == CURLE_OK) {
		result_set(out, SEND_SENT, false, code, c->last);
	} else if (code == START_MAIL_INPUT && c->at == c->len) {
		/* All went out and no answer came: it may have arrived. */
		result_set(out, SEND_UNKNOWN, false, code,
		    "the connection was lost before the final reply");
	} else if (said_no &&
		   (rc == CURLE_SEND_ERROR || rc == CURLE_WEIRD_SERVER_REPLY)) {
		result_refusal(out, code, c->last);
	} else {
		net_refusal(c->curl, rc, &c->tls, &e);
		result_set(out, SEND_LATER, true, code, e.text);
	}
	/* Only after these two does the connection stand where the next mail
	 * may begin; else old replies could be taken for new ones. */
	if (rc != CURLE_OK && !(rc == CURLE_WEIRD_SERVER_REPLY && said_no))
		connection_drop(c);
	else
		c->used = true;
}

/* A kept connection that the server closed meanwhile: nothing of this mail
 * was sent, so a new one may be tried at once. */
static bool
found_dead(const struct smtp *c, CURLcode rc)
{
	long code = 0;
	if (rc == CURLE_OK || !c->used || c->at > 0)
		return false;
	curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &code);
	return code == 0 || code == 421;
}

void
smtp_send(struct smtp *c, const char *mail_from, const char *to,
    const char *bytes, size_t len, struct smtp_result *out)
{
	struct err e = { 0 };
	/* libcurl puts addresses into commands as they are. */
	if (!address_check(to) ||
	    (mail_from[0] != '\0' && !address_check(mail_from))) {
		result_set(out, SEND_REFUSED, false, 0,
		    "the address cannot stand in an SMTP command");
		return;
	}
	c->bytes = bytes;
	c->len = len;
	for (int tries = 0; tries < 2; tries++) {
		if (c->curl == NULL && connection_make(c, &e) != 0) {
			connection_drop(c);
			result_set(out, SEND_LATER, true, 0, e.text);
			return;
		}
		CURLcode rc = mail_perform(c, mail_from, to);
		if (found_dead(c, rc)) {
			connection_drop(c);
			continue;
		}
		result_make(c, rc, out);
		return;
	}
	result_set(out, SEND_LATER, true, 0, "the connection was lost");
}
