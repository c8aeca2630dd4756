/*
 * smtp_probe.c - smtp.h from the command line, for test_smtp.py. In: a server
 * and what to do over one connection. Out: a line for each mail.
 *
 *   smtp_probe HOST PORT tls|starttls CA_FILE USER TIMEOUT FROM [DO]...
 *
 * DO: an address to send to; "size=N": mails of N bytes from here on;
 * "sleep=MS"; "wait": until a line comes on standard input. The password is
 * $SMTP_PASSWORD.
 */
#include "smtp.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const ends[] = {
	[SEND_SENT] = "sent",
	[SEND_REFUSED] = "refused",
	[SEND_LATER] = "later",
	[SEND_UNKNOWN] = "unknown",
};

struct probe {
	struct smtp *smtp;
	const char *from;
	char *bytes;
	size_t len;
	int mails;
};

static void
mail_make(struct probe *p, size_t size)
{
	static const char line[] = "No lone line feed stands in here.\r\n";
	char head[200];
	int n = snprintf(head, sizeof(head),
	    "Message-ID: <probe.%d@consult.test>\r\nSubject: probe\r\n\r\n"
	    ".a line that begins with a dot\r\n.\r\n",
	    ++p->mails);
	free(p->bytes);
	p->bytes = malloc((size_t)n + size + sizeof(line));
	if (p->bytes == NULL)
		abort();
	memcpy(p->bytes, head, (size_t)n);
	for (p->len = (size_t)n; p->len < size; p->len += sizeof(line) - 1)
		memcpy(p->bytes + p->len, line, sizeof(line) - 1);
}

static void
do_send(struct probe *p, const char *to, size_t size)
{
	struct smtp_result r = { 0 };
	mail_make(p, size);
	smtp_send(p->smtp, p->from, to, p->bytes, p->len, &r);
	printf("%s end=%s code=%d server_bad=%d text=%s\n", to, ends[r.end],
	    r.code, r.server_bad, r.text);
}

static void
do_one(struct probe *p, const char *what, size_t *size)
{
	char answer[16];
	if (strncmp(what, "size=", 5) == 0)
		*size = strtoul(what + 5, NULL, 10);
	else if (strncmp(what, "sleep=", 6) == 0)
		usleep((useconds_t)strtoul(what + 6, NULL, 10) * 1000);
	else if (strcmp(what, "wait") != 0)
		do_send(p, what, *size);
	else if (fgets(answer, sizeof(answer), stdin) == NULL)
		exit(2);
}

int
main(int argc, char **argv)
{
	if (argc < 8)
		return 64;
	const char *password = getenv("SMTP_PASSWORD");
	struct smtp_server server = { .host = argv[1],
		.port = (int)strtol(argv[2], NULL, 10),
		.starttls = strcmp(argv[3], "starttls") == 0,
		.user = argv[5],
		.password = password ? password : "",
		.ca_file = argv[4],
		.connect_s = (int)strtol(argv[6], NULL, 10),
		.timeout_s = (int)strtol(argv[6], NULL, 10) };
	struct probe p = { .smtp = smtp_new(&server), .from = argv[7] };
	size_t size = 3000;
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 8; i < argc; i++)
		do_one(&p, argv[i], &size);
	smtp_free(p.smtp);
	free(p.bytes);
	return 0;
}
