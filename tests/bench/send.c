/*
 * send.c - how many replies a second the sender's pool hands over. In: a
 * server, connections, mails. Out: one number.
 *
 * usage: send HOST PORT CA_FILE USER CONNECTIONS MAILS BYTES; the password is
 * $SMTP_PASSWORD. With $CONSULTD_PLAIN_PORT = PORT without TLS (smtp-sink).
 */
#include "../../daemon/net_curl.h"
#include "../../daemon/sender_pool.h"
#include "clock.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AHEAD 128 /* in the pool at once: two batches of the sender */

static char *
mail_make(size_t size)
{
	static const char head[] = "From: consult@consult.test\r\n"
				   "To: ann@askers.test\r\n"
				   "Subject: Re: a question\r\n\r\n";
	static const char line[] = "A line of a reply as long as replies have "
				   "them, more or less.\r\n";
	char *bytes = malloc(size + sizeof(line));
	if (bytes == NULL)
		abort();
	memcpy(bytes, head, sizeof(head) - 1);
	for (size_t n = sizeof(head) - 1; n < size; n += sizeof(line) - 1)
		memcpy(bytes + n, line, sizeof(line));
	return bytes;
}

/* Results that came; each that was not sent ends the run. */
static size_t
take(struct pool *pool, struct pool_job **unused)
{
	size_t n = 0;
	pool_wait(pool, POOL_LOOK_MS);
	for (struct pool_job *j = pool_done(pool), *next; j; j = next, n++) {
		next = j->next;
		if (j->result.end != SEND_SENT) {
			fprintf(stderr, "send: %s\n", j->result.text);
			exit(1);
		}
		j->next = *unused;
		*unused = j;
	}
	return n;
}

int
main(int argc, char **argv)
{
	if (argc != 8)
		return 64;
	const char *password = getenv("SMTP_PASSWORD");
	struct smtp_server server = { .host = argv[1],
		.port = (int)strtol(argv[2], NULL, 10),
		.user = argv[4],
		.password = password ? password : "",
		.ca_file = argv[3],
		.connect_s = 10,
		.timeout_s = 60 };
	size_t mails = strtoul(argv[6], NULL, 10), put = 0, done = 0;
	struct outbox_row row = { .to = "ann@askers.test", .mail_from = "" };
	struct pool_job job[AHEAD] = { 0 }, *unused = NULL;
	char *bytes = mail_make(strtoul(argv[7], NULL, 10));
	row.bytes = bytes;
	row.len = strlen(bytes);
	net_init();
	struct pool *pool = pool_new(&server, (int)strtol(argv[5], NULL, 10));
	for (int i = 0; i < AHEAD; i++) {
		job[i].row = &row;
		job[i].next = unused;
		unused = &job[i];
	}
	int64_t from = clock_mono_ms();
	while (done < mails) {
		while (unused != NULL && put < mails) {
			struct pool_job *j = unused;
			unused = j->next;
			pool_put(pool, j);
			put++;
		}
		done += take(pool, &unused);
	}
	printf("%lld\n", (long long)(mails * 1000) /
			     (long long)(clock_mono_ms() - from + 1));
	return 0;
}
