/* sender_pool.h - threads that send, one connection each. */
#ifndef SENDER_POOL_H
#define SENDER_POOL_H

#include "outbox.h"
#include "smtp.h"
#include <poll.h>
#include <stdint.h>

#define POOL_READABLE POLLIN
#define POOL_LOOK_MS  100

struct batch;

/* One reply on its way through the pool; the owner's memory throughout. */
struct pool_job {
	const struct outbox_row *row;
	struct batch *owner;
	struct smtp_result result; /* set when it comes out of pool_done() */
	bool begun; /* a thread took it: result tells of the server */
	struct pool_job *next;
};

struct pool;

/* pool_new - start n threads; server must outlive the process. Aborts where
 * the system has no thread left. There is no pool_free(): the process ends. */
struct pool *pool_new(const struct smtp_server *server, int n);
/* pool_put - hand a job over; it comes back once from pool_done(). */
void pool_put(struct pool *p, struct pool_job *job);
/* pool_done - all jobs that ended since the last call, linked by next; NULL:
 * none. */
struct pool_job *pool_done(struct pool *p);
/* pool_fd - readable when pool_done() has several results, or the last one;
 * ask every POOL_LOOK_MS as well, in case a thread waits for a slow server.
 * pool_wait - until then, or timeout_ms. */
int pool_fd(const struct pool *p);
void pool_wait(struct pool *p, int timeout_ms);
/* pool_stop - jobs that no thread has begun come back as "later". */
void pool_stop(struct pool *p);

#endif
