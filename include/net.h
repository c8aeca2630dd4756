/* net.h - a verified TLS connection as a stream of bytes. Home of libcurl,
 * with smtp.c. There is no switch that turns verification off. */
#ifndef NET_H
#define NET_H

#include "err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Where to connect. The strings must outlive the connection. */
struct net_target {
	const char *host; /* as in the certificate: a name or an address */
	int port;
	bool
	    imap_starttls; /* IMAP: greeting, then STARTTLS; else TLS at once */
	const char *ca_file; /* PEM; "": the system's authorities */
	int timeout_s;       /* to connect, and for each wait */
	/* called at least every second inside any wait; true: give up */
	bool (*poll)(void *arg);
	void *poll_arg;
};

struct net;

/*
 * net_open - connect, and verify chain and host name, before any byte that
 * the server says is handed on.
 *
 * Gives    *out; with imap_starttls the greeting has been read already.
 * Owns     the caller ends it with net_close().
 * Fails    ERR_RETRY: no such name, refused, timeout, no STARTTLS, a
 *          certificate of an unknown authority, of itself, of another name,
 *          expired: one sentence that says which. ERR_STOP: ca_file cannot be
 *          read.
 * Touches  the network, ca_file.
 */
int net_open(const struct net_target *target, struct net **out, struct err *e);
void net_close(struct net *n); /* NULL is allowed */

/* net_budget - a new exchange begins: the server may send up to max_bytes in
 * it, at LIMIT_NET_RATE or faster. Keeps a server that trickles or floods
 * from holding us. */
void net_budget(struct net *n, int64_t max_bytes);

/* net_read - the next bytes, 1 to size of them; waits. -1: ERR_RETRY: closed,
 * timeout, over the budget, or poll() said to give up. */
ssize_t net_read(struct net *n, void *out, size_t size, struct err *e);
/* net_write - all of p[0..size); fails as net_read(). */
int net_write(struct net *n, const void *p, size_t size, struct err *e);

/* net_wait - until bytes can be read (1), wake_fd is readable (2; -1: none),
 * or timeout_ms passed (0); -1 as net_read(). */
int net_wait(struct net *n, int wake_fd, int64_t timeout_ms, struct err *e);

#endif
