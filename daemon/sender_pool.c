/* sender_pool.c - jobs in, results out; each thread keeps one connection.
 * Threads touch neither store nor log. */
#include "sender_pool.h"
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define DONE_GROUP 16

struct pool {
	const struct smtp_server *server;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct pool_job *waiting, **waiting_end; /* first in, first out */
	struct pool_job *done;
	size_t done_n;
	int fd;
};

/* While more is to be sent, results are told in groups: a switch of threads
 * and a commit for each would cost more than the sending. */
static void
done_add(struct pool *p, struct pool_job *job)
{
	uint64_t one = 1;
	job->next = p->done;
	p->done = job;
	if (++p->done_n % DONE_GROUP != 0 && p->waiting != NULL)
		return;
	ssize_t n = write(p->fd, &one, sizeof(one));
	assert(n == (ssize_t)sizeof(one));
	(void)n;
}

static struct pool_job *
waiting_take(struct pool *p)
{
	struct pool_job *job = p->waiting;
	p->waiting = job->next;
	if (p->waiting == NULL)
		p->waiting_end = &p->waiting;
	return job;
}

static void *
thread_run(void *arg)
{
	struct pool *p = arg;
	struct smtp *smtp = smtp_new(p->server);
	pthread_mutex_lock(&p->lock);
	for (;;) {
		while (p->waiting == NULL)
			pthread_cond_wait(&p->work, &p->lock);
		struct pool_job *job = waiting_take(p);
		const struct outbox_row *row = job->row;
		job->begun = true;
		pthread_mutex_unlock(&p->lock);
		smtp_send(smtp, row->mail_from, row->to, row->bytes, row->len,
		    &job->result);
		pthread_mutex_lock(&p->lock);
		done_add(p, job);
	}
	return NULL;
}

struct pool *
pool_new(const struct smtp_server *server, int n)
{
	struct pool *p = calloc(1, sizeof(*p));
	sigset_t all, before;
	pthread_attr_t attr;
	if (p == NULL)
		abort();
	p->server = server;
	p->waiting_end = &p->waiting;
	p->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attr, (size_t)256 * 1024);
	/* Signals are the role's: the threads take none. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (int i = 0; i < n; i++) {
		pthread_t thread;
		if (p->fd < 0 ||
		    pthread_create(&thread, &attr, thread_run, p) != 0)
			abort();
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	return p;
}

void
pool_put(struct pool *p, struct pool_job *job)
{
	pthread_mutex_lock(&p->lock);
	job->next = NULL;
	*p->waiting_end = job;
	p->waiting_end = &job->next;
	pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
}

struct pool_job *
pool_done(struct pool *p)
{
	uint64_t count;
	pthread_mutex_lock(&p->lock);
	ssize_t n = read(p->fd, &count, sizeof(count));
	struct pool_job *done = p->done;
	p->done = NULL;
	p->done_n = 0;
	pthread_mutex_unlock(&p->lock);
	(void)n;
	return done;
}

int
pool_fd(const struct pool *p)
{
	return p->fd;
}

void
pool_wait(struct pool *p, int timeout_ms)
{
	struct pollfd fd = { p->fd, POLLIN, 0 };
	poll(&fd, 1, timeout_ms);
}

void
pool_stop(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	while (p->waiting != NULL) {
		struct pool_job *job = waiting_take(p);
		memset(&job->result, 0, sizeof(job->result));
		job->result.end = SEND_LATER;
		job->result.server_bad = true;
		memcpy(job->result.text, "stopped before it was begun",
		    sizeof("stopped before it was begun"));
		done_add(p, job);
	}
	pthread_mutex_unlock(&p->lock);
}
