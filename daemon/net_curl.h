/* net_curl.h - what net.c and smtp.c share: one TLS policy for both
 * directions. The only headers of libcurl's are included here. */
#ifndef NET_CURL_H
#define NET_CURL_H

#include "err.h"
#include <curl/curl.h>

/* The other end, and room for libcurl's own words; lives as long as the
 * handle. */
struct net_tls {
	const char *host;
	int port;
	const char *ca_file; /* "": the system's authorities */
	int connect_s;
	char error[CURL_ERROR_SIZE];
};

/* net_init - libcurl's global state; once a process, before any thread and
 * before the sandbox closes. */
void net_init(void);

/* net_prepare - verified TLS 1.2 or later, our authorities alone, no signals,
 * no proxy or netrc from the environment, the time to connect. Fails with
 * ERR_STOP where ca_file cannot be read. */
int net_prepare(CURL *c, struct net_tls *tls, struct err *e);

/* net_refusal - turn a failed code of that handle into one sentence: which of
 * unknown authority, self-signed, wrong name, expired, unreachable, timeout it
 * was. Always gives -1, with ERR_RETRY. */
int net_refusal(
    CURL *c, CURLcode code, const struct net_tls *tls, struct err *e);

#endif
