/*
 * net.c - the one door to the network. In: a host, a port, authorities. Out:
 * a stream of bytes over verified TLS. libcurl connects and verifies; the
 * waiting is ours, so that every wait beats, can be woken and ends.
 */
#include "net.h"
#include "clock.h"
#include "limit.h"
#include "net_curl.h"
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define AHEAD 16384 /* a TLS record (RFC 8446 5.1) */

struct net {
	CURL *curl;
	curl_socket_t fd;
	struct net_target target;
	struct net_tls tls;
	/* Bytes read ahead: libcurl cannot say whether it holds decrypted
	 * bytes, so a wait must read. */
	char ahead[AHEAD];
	size_t ahead_at, ahead_n;
	int64_t began_ms, got, max; /* the budget */
};

/* Bits of CURLINFO_SSL_VERIFYRESULT where libcurl was built with GnuTLS: its
 * gnutls_certificate_status_t. */
#define CERT_NO_SIGNER     (1 << 6)
#define CERT_NOT_ACTIVATED (1 << 9)
#define CERT_EXPIRED       (1 << 10)
#define CERT_REVOKED       (1 << 5)
#define CERT_WEAK          (1 << 8)

static const struct cert_fault {
	long bit;
	const char *text;
} cert_faults[] = {
	{ CERT_REVOKED, "its certificate was revoked" },
	{ CERT_EXPIRED, "its certificate has expired" },
	{ CERT_NOT_ACTIVATED, "its certificate is not valid yet" },
	{ CERT_WEAK, "its certificate is signed with a weak algorithm" },
	{ CERT_NO_SIGNER, "its certificate comes from an unknown authority" },
};

static const struct code_fault {
	CURLcode code;
	const char *text;
} code_faults[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, "its name is not known to the DNS" },
	{ CURLE_COULDNT_CONNECT, "it cannot be reached" },
	{ CURLE_OPERATION_TIMEDOUT, "it did not answer in time" },
	{ CURLE_USE_SSL_FAILED, "it offers no STARTTLS" },
	{ CURLE_SSL_CONNECT_ERROR, "it does not speak TLS as it should" },
	{ CURLE_WEIRD_SERVER_REPLY, "its greeting makes no sense" },
	{ CURLE_GOT_NOTHING, "it closed the connection" },
	{ CURLE_RECV_ERROR, "it closed the connection" },
	{ CURLE_SEND_ERROR, "it closed the connection" },
	{ CURLE_ABORTED_BY_CALLBACK, "we were asked to stop" },
	{ CURLE_LOGIN_DENIED, "it refused the user name or the password" },
};

void
net_init(void)
{
	static bool done;
	if (!done && curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		abort();
	done = true;
}

int
net_prepare(CURL *c, struct net_tls *tls, struct err *e)
{
	tls->error[0] = '\0';
	if (tls->ca_file && *tls->ca_file) {
		if (access(tls->ca_file, R_OK) != 0)
			return err_set(e, ERR_STOP, "net", errno,
			    "%s: the file of authorities cannot be read: %s",
			    tls->ca_file, strerror(errno));
		curl_easy_setopt(c, CURLOPT_CAINFO, tls->ca_file);
		/* In place of the system's, not beside them. */
		curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
	}
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_SSL_ENABLE_ALPN, 0L);
	curl_easy_setopt(c, CURLOPT_CERTINFO, 1L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, tls->error);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)tls->connect_s);
	curl_easy_setopt(
	    c, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)tls->connect_s);
	return 0;
}

/* cert_field - "Subject:..." of the server's own certificate, or NULL. */
static const char *
cert_field(CURL *c, const char *name)
{
	struct curl_certinfo *info = NULL;
	if (curl_easy_getinfo(c, CURLINFO_CERTINFO, &info) != CURLE_OK ||
	    !info || info->num_of_certs < 1)
		return NULL;
	size_t n = strlen(name);
	for (struct curl_slist *l = info->certinfo[0]; l; l = l->next)
		if (!strncmp(l->data, name, n) && l->data[n] == ':')
			return l->data + n + 1;
	return NULL;
}

static bool
cert_of_itself(CURL *c)
{
	const char *subject = cert_field(c, "Subject");
	const char *issuer = cert_field(c, "Issuer");
	return subject && issuer && !strcmp(subject, issuer);
}

static const char *
cert_fault(CURL *c)
{
	long bits = 0;
	curl_easy_getinfo(c, CURLINFO_SSL_VERIFYRESULT, &bits);
	if ((bits & CERT_NO_SIGNER) && cert_of_itself(c))
		return "its certificate is self-signed";
	for (size_t i = 0; i < sizeof(cert_faults) / sizeof(*cert_faults); i++)
		if (bits & cert_faults[i].bit)
			return cert_faults[i].text;
	/* GnuTLS found no fault in the chain: then libcurl compared names. */
	return bits ? "its certificate cannot be trusted"
		    : "its certificate is for another host name";
}

int
net_refusal(CURL *c, CURLcode code, const struct net_tls *tls, struct err *e)
{
	const char *text = NULL;
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		text = cert_fault(c);
	for (size_t i = 0; i < sizeof(code_faults) / sizeof(*code_faults); i++)
		if (code_faults[i].code == code)
			text = code_faults[i].text;
	if (!text)
		text = tls->error[0] ? tls->error : curl_easy_strerror(code);
	return err_set(e, ERR_RETRY, "net", (int)code, "%s port %d: %s",
	    tls->host, tls->port, text);
}

static int
on_progress(
    void *arg, curl_off_t dt, curl_off_t dn, curl_off_t ut, curl_off_t un)
{
	struct net *n = arg;
	(void)dt, (void)dn, (void)ut, (void)un;
	return n->target.poll && n->target.poll(n->target.poll_arg);
}

static int
net_connect(struct net *n, struct err *e)
{
	char url[512];
	/* https is a bare pipe once CONNECT_ONLY has shaken hands; imap does
	 * greeting and STARTTLS. No user is given: no login is tried. */
	int len = snprintf(url, sizeof(url), "%s://%s:%d/",
	    n->target.imap_starttls ? "imap" : "https", n->target.host,
	    n->target.port);
	if (len < 0 || (size_t)len >= sizeof(url))
		return err_set(e, ERR_STOP, "net", 0, "host name too long");
	n->tls = (struct net_tls){ .host = n->target.host,
		.port = n->target.port,
		.ca_file = n->target.ca_file,
		.connect_s = n->target.timeout_s };
	if (net_prepare(n->curl, &n->tls, e) < 0)
		return -1;
	curl_easy_setopt(n->curl, CURLOPT_URL, url);
	curl_easy_setopt(n->curl, CURLOPT_PROTOCOLS_STR, "imap,https");
	curl_easy_setopt(n->curl, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(n->curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	curl_easy_setopt(n->curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(n->curl, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(n->curl, CURLOPT_XFERINFODATA, n);
	CURLcode code = curl_easy_perform(n->curl);
	if (code == CURLE_OK)
		code =
		    curl_easy_getinfo(n->curl, CURLINFO_ACTIVESOCKET, &n->fd);
	return code == CURLE_OK ? 0 : net_refusal(n->curl, code, &n->tls, e);
}

int
net_open(const struct net_target *target, struct net **out, struct err *e)
{
	assert(target->timeout_s > 0);
	net_init();
	struct net *n = calloc(1, sizeof(*n));
	if (!n || !(n->curl = curl_easy_init()))
		abort();
	n->target = *target;
	n->fd = CURL_SOCKET_BAD;
	if (net_connect(n, e) < 0) {
		net_close(n);
		return -1;
	}
	net_budget(n, LIMIT_IMAP_LINE);
	*out = n;
	return 0;
}

void
net_close(struct net *n)
{
	if (!n)
		return;
	curl_easy_cleanup(n->curl);
	free(n);
}

void
net_budget(struct net *n, int64_t max_bytes)
{
	n->began_ms = clock_mono_ms();
	n->got = 0;
	n->max = max_bytes;
}

static int
net_lost(struct net *n, int code, const char *text, struct err *e)
{
	return err_set(e, ERR_RETRY, "net", code, "%s port %d: %s",
	    n->target.host, n->target.port, text);
}

/* poll_once - poll(2) for at most a second, with a beat: 1 ready, 2 woken, 0
 * neither, -1 asked to give up. */
static int
poll_once(
    struct net *n, short events, int wake_fd, int64_t left_ms, struct err *e)
{
	struct pollfd p[2] = { { n->fd, events, 0 }, { wake_fd, POLLIN, 0 } };
	int ms = left_ms > 1000 ? 1000 : (int)left_ms;
	int rc = poll(p, wake_fd >= 0 ? 2 : 1, ms < 0 ? 0 : ms);
	if (rc < 0 && errno != EINTR)
		return net_lost(n, errno, strerror(errno), e);
	if (n->target.poll && n->target.poll(n->target.poll_arg))
		return net_lost(n, ECANCELED, "we were asked to stop", e);
	if (rc > 0 && p[0].revents)
		return 1;
	return rc > 0 && p[1].revents ? 2 : 0;
}

/* poll_deadline - until the socket is ready; -1 at the deadline. */
static int
poll_deadline(struct net *n, short events, int64_t deadline_ms, struct err *e)
{
	for (;;) {
		int64_t left = deadline_ms - clock_mono_ms();
		if (left <= 0)
			return net_lost(
			    n, ETIMEDOUT, "it did not answer in time", e);
		int rc = poll_once(n, events, -1, left, e);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
	}
}

/* recv_some - bytes into out, 0 where none are there yet, -1. */
static ssize_t
recv_some(struct net *n, void *out, size_t size, struct err *e)
{
	size_t got = 0;
	CURLcode code = curl_easy_recv(n->curl, out, size, &got);
	if (code == CURLE_AGAIN)
		return 0;
	if (code != CURLE_OK)
		return net_refusal(n->curl, code, &n->tls, e);
	if (got == 0)
		return net_lost(n, 0, "it closed the connection", e);
	n->got += (int64_t)got;
	if (n->got > n->max)
		return net_lost(
		    n, EMSGSIZE, "it sends more than was asked for", e);
	return (ssize_t)got;
}

static int64_t
read_deadline(const struct net *n)
{
	int64_t wait = (int64_t)n->target.timeout_s * 1000;
	int64_t next = clock_mono_ms() + wait;
	int64_t all = n->began_ms + wait + n->got * 1000 / LIMIT_NET_RATE;
	return next < all ? next : all;
}

ssize_t
net_read(struct net *n, void *out, size_t size, struct err *e)
{
	if (n->ahead_at < n->ahead_n) {
		size_t have = n->ahead_n - n->ahead_at;
		size = size < have ? size : have;
		memcpy(out, n->ahead + n->ahead_at, size);
		n->ahead_at += size;
		return (ssize_t)size;
	}
	int64_t deadline = read_deadline(n);
	for (;;) {
		ssize_t got = recv_some(n, out, size, e);
		if (got != 0)
			return got;
		if (poll_deadline(n, POLLIN, deadline, e) < 0)
			return -1;
	}
}

int
net_write(struct net *n, const void *p, size_t size, struct err *e)
{
	int64_t deadline =
	    clock_mono_ms() + (int64_t)n->target.timeout_s * 1000;
	const char *at = p;
	while (size > 0) {
		size_t done = 0;
		CURLcode code = curl_easy_send(n->curl, at, size, &done);
		if (code != CURLE_OK && code != CURLE_AGAIN)
			return net_refusal(n->curl, code, &n->tls, e);
		if (code == CURLE_AGAIN &&
		    poll_deadline(n, POLLOUT, deadline, e) < 0)
			return -1;
		at += done;
		size -= done;
	}
	return 0;
}

int
net_wait(struct net *n, int wake_fd, int64_t timeout_ms, struct err *e)
{
	int64_t deadline = clock_mono_ms() + timeout_ms;
	for (;;) {
		if (n->ahead_at < n->ahead_n)
			return 1;
		ssize_t got = recv_some(n, n->ahead, sizeof(n->ahead), e);
		if (got < 0)
			return -1;
		n->ahead_at = 0;
		n->ahead_n = (size_t)got;
		if (got > 0)
			return 1;
		int64_t left = deadline - clock_mono_ms();
		if (left <= 0)
			return 0;
		int rc = poll_once(n, POLLIN, wake_fd, left, e);
		if (rc < 0 || rc == 2)
			return rc;
	}
}
