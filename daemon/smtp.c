/* smtp.c - one reply to one recipient over one kept connection. In: envelope
 * and bytes. Out: which of the four ends the try had. libcurl speaks SMTP. */
#include "smtp.h"
#include "message.h"
#include "net_curl.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_MAIL_INPUT 354 /* RFC 5321 4.2.3: the server waits for the mail */
#define CLOSING          421 /* RFC 5321 3.8: the server ends the connection */
#define TOO_LARGE        552 /* RFC 1870 6.1: this mail is larger than it takes */

/* How far the conversation is: the command that was sent last. */
enum phase {
	PHASE_BEGIN, /* greeting, EHLO, STARTTLS, AUTH */
	PHASE_MAIL,
	PHASE_RCPT,
	PHASE_DATA,
	PHASE_BODY /* 354 came: the mail is going out */
};

struct smtp {
	const struct smtp_server *server;
	CURL *curl; /* NULL: no connection */
	struct net_tls tls;
	bool used; /* a mail went over this connection before */
	/* of the mail on its way */
	const char *bytes;
	size_t len, at;
	enum phase phase;
	bool quit;      /* QUIT was sent: what comes now is of no interest */
	int code;       /* of the server's last reply, 0: none yet */
	bool more;      /* its last line had a hyphen: more lines follow */
	char text[300]; /* the lines of that reply, cleaned, joined */
	size_t text_n;
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

/* Only printable ASCII is kept, so that it may stand in a log and on a
 * terminal. */
static void
text_add(struct smtp *c, const char *p, size_t n)
{
	for (size_t i = 0; i < n && c->text_n + 1 < sizeof(c->text); i++) {
		if (p[i] != '\r' && p[i] != '\n')
			c->text[c->text_n++] = p[i] >= ' ' && p[i] < 0x7f ? p[i]
									  : '?';
	}
	c->text[c->text_n] = '\0';
}

static bool
reply_line(const char *p, size_t n)
{
	return n >= 4 && p[0] >= '2' && p[0] <= '5' && p[1] >= '0' &&
	       p[1] <= '9' && p[2] >= '0' && p[2] <= '9' &&
	       strchr(" -\r\n", p[3]) != NULL;
}

/* Every line of the server: the last reply says why. All of its lines are
 * kept, for the first one often says more than the last; code and enhanced
 * code (RFC 3463) stand in front. */
static size_t
on_line(char *line, size_t size, size_t n, void *arg)
{
	struct smtp *c = arg;
	size_t len = size * n;
	if (c->quit || !reply_line(line, len))
		return len;
	c->code =
	    (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
	if (!c->more)
		c->text_n = 0;
	text_add(c, c->more ? line + 3 : line, c->more ? len - 3 : len);
	if (c->text_n > 3 && !c->more && c->text[3] == '-')
		c->text[3] = ' ';
	c->more = line[3] == '-';
	if (c->phase == PHASE_DATA && c->code == START_MAIL_INPUT)
		c->phase = PHASE_BODY;
	return len;
}

/* libcurl's codes do not tell which command was refused; what it sends does. */
static int
on_talk(CURL *curl, curl_infotype type, char *p, size_t n, void *arg)
{
	static const struct {
		const char *word;
		enum phase phase;
	} commands[] = { { "MAIL ", PHASE_MAIL }, { "RCPT ", PHASE_RCPT },
		{ "DATA", PHASE_DATA } };
	struct smtp *c = arg;
	(void)curl;
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	c->quit = n >= 4 && memcmp(p, "QUIT", 4) == 0;
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		size_t len = strlen(commands[i].word);
		if (n >= len && memcmp(p, commands[i].word, len) == 0)
			c->phase = commands[i].phase;
	}
	return 0;
}

/* The benchmarks send to Postfix's smtp-sink, which knows no TLS; only a build
 * for tests can do so. */
static bool
plain_server(const struct smtp_server *s)
{
#ifdef TEST_BUILD
	const char *port = getenv("CONSULTD_PLAIN_PORT");
	return port != NULL && strtol(port, NULL, 10) == s->port;
#else
	(void)s;
	return false;
#endif
}

static int
connection_make(struct smtp *c, struct err *e)
{
	const struct smtp_server *s = c->server;
	bool plain = plain_server(s);
	char url[512];
	int n = snprintf(url, sizeof(url), "%s://%s:%d/",
	    s->starttls || plain ? "smtp" : "smtps", s->host, s->port);
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
	curl_easy_setopt(c->curl, CURLOPT_USE_SSL,
	    plain ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
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
	curl_easy_setopt(c->curl, CURLOPT_DEBUGFUNCTION, on_talk);
	curl_easy_setopt(c->curl, CURLOPT_DEBUGDATA, c);
	curl_easy_setopt(c->curl, CURLOPT_VERBOSE, 1L);
	return 0;
}

static CURLcode
mail_perform(struct smtp *c, const char *mail_from, const char *to)
{
	struct curl_slist *rcpt = curl_slist_append(NULL, to);
	if (rcpt == NULL)
		abort();
	c->at = 0;
	c->phase = PHASE_BEGIN;
	c->quit = false;
	c->code = 0;
	c->more = false;
	c->text_n = 0;
	c->text[0] = '\0';
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
    int code, const char *text)
{
	out->end = end;
	out->server_bad = server_bad;
	out->code = code;
	snprintf(out->text, sizeof(out->text), "%s", text);
}

/* The server said no in so many words (RFC 5321 4.2). Whose fault is it? */
static void
result_refusal(const struct smtp *c, struct smtp_result *out)
{
	/* 421 is about the connection. MAIL names us and no recipient: what is
	 * wrong with it is wrong with every mail, but for its size. */
	bool server_bad = c->code == CLOSING ||
			  (c->phase == PHASE_MAIL && c->code != TOO_LARGE);
	bool good = c->code >= 500 && !server_bad;
	result_set(out, good ? SEND_REFUSED : SEND_LATER, server_bad, c->code,
	    c->text);
}

/* Not this mail's fault: what libcurl says, and what the server said. */
static void
result_failure(const struct smtp *c, CURLcode rc, struct smtp_result *out)
{
	struct err e = { 0 };
	bool greeting = rc == CURLE_WEIRD_SERVER_REPLY && c->code >= 400;
	if (greeting)
		err_set(&e, ERR_RETRY, "smtp", 0,
		    "%s port %d: it does not serve us", c->server->host,
		    c->server->port);
	else
		net_refusal(c->curl, rc, &c->tls, &e);
	result_set(out, SEND_LATER, true, c->code, e.text);
	if (c->code >= 400) {
		size_t n = strlen(out->text);
		snprintf(out->text + n, sizeof(out->text) - n, ": %s", c->text);
	}
}

static void
result_make(struct smtp *c, CURLcode rc, struct smtp_result *out)
{
	bool all_out = c->at == c->len && c->at > 0;
	/* libcurl takes 250 alone; the first digit decides (RFC 5321 4.2.1). */
	bool said_yes = rc == CURLE_WEIRD_SERVER_REPLY && all_out && !c->more &&
			c->code / 100 == 2;
	bool said_no =
	    c->code >= 400 && !c->more &&
	    (rc == CURLE_SEND_ERROR || rc == CURLE_WEIRD_SERVER_REPLY);
	if (rc == CURLE_OK || said_yes)
		result_set(out, SEND_SENT, false, c->code, c->text);
	else if (said_no && c->phase != PHASE_BEGIN)
		result_refusal(c, out);
	else if (all_out)
		/* All went out and no answer came: it may have arrived. */
		result_set(out, SEND_UNKNOWN, false, c->code,
		    "the connection was lost before the final reply");
	else
		result_failure(c, rc, out);
	/* Only after these two does the connection stand where the next mail
	 * may begin; else old replies could be taken for new ones. */
	if (rc == CURLE_OK || said_yes ||
	    (said_no && rc == CURLE_WEIRD_SERVER_REPLY && all_out &&
		c->code != CLOSING))
		c->used = true;
	else
		connection_drop(c);
}

/* A kept connection that the server closed meanwhile: nothing of this mail
 * was sent, so a new one may be tried at once. */
static bool
found_dead(const struct smtp *c, CURLcode rc)
{
	return rc != CURLE_OK && c->used && c->at == 0 &&
	       (c->code == 0 || c->code == CLOSING);
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
