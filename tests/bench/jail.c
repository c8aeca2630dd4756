/*
 * jail.c - how many mails a second are read: by GMime alone, by the parser in
 * this process, and by the parser with a jail a mail. One core does the
 * asking; run several at once to fill a machine.
 *
 * usage: jail DATA LOOKUP_DB SECONDS; LOOKUP_DB is made where it is missing.
 */
#include "jail.h"
#include "arena.h"
#include "clock.h"
#include "code.h"
#include "limit.h"
#include "lookup.h"
#include "message.h"
#include "question.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A mail as clients write it: two texts, a thread, some trace fields. */
static const char mail[] =
    "Return-Path: <ann@practice.example>\r\n"
    "Received: from mx.practice.example (mx.practice.example [192.0.2.1])\r\n"
    "\tby mail.practice.example with ESMTPS id 4F1\r\n"
    "\tfor <consult@practice.example>; Sun, 22 Nov 2026 08:30:00 +0000\r\n"
    "From: Ann Example <ann@practice.example>\r\n"
    "To: Coding Consult <consult@practice.example>\r\n"
    "Subject: Re: cannulas\r\n"
    "Date: Sun, 22 Nov 2026 08:30:00 +0000\r\n"
    "Message-ID: <20261122083000.1@practice.example>\r\n"
    "In-Reply-To: <20261121083000.1@practice.example>\r\n"
    "References: <20261120083000.1@practice.example>\r\n"
    "\t<20261121083000.1@practice.example>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n"
    "--b1\r\nContent-Type: text/plain; charset=\"utf-8\"\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    "Hello,\r\n\r\nwhat differs between 33953 and 33954? The patient is 7 =\r\n"
    "years old, and the cannulas were put in through the skin.\r\n\r\n"
    "Thanks,\r\nAnn\r\n-- \r\nAnn Example\r\nPractice Example\r\n\r\n"
    "On Sat, 21 Nov 2026 someone wrote:\r\n> What is 33954?\r\n> Thanks\r\n"
    "--b1\r\nContent-Type: text/html; charset=\"utf-8\"\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<html><body><p>Hello,</p><p>what differs between 33953 and 33954? The "
    "patient is 7 =\r\nyears old, and the cannulas were put in through the "
    "skin.</p><p>Thanks,<br>Ann</p><blockquote>What is 33954?</blockquote>"
    "</body></html>\r\n--b1--\r\n";

struct bench {
	struct question_rules *rules;
	struct jail *jail;
};

static void
die(const struct err *e)
{
	fprintf(stderr, "bench-jail: %s\n", e->text);
	exit(1);
}

static void
work_gmime(struct bench *b)
{
	GMimeStream *s =
	    g_mime_stream_mem_new_with_buffer(mail, sizeof mail - 1);
	GMimeParser *p = g_mime_parser_new_with_stream(s);
	GMimeMessage *m = g_mime_parser_construct_message(p, NULL);
	GMimeObject *text = g_mime_message_get_body(m);
	char *words = NULL;

	(void)b;
	if (GMIME_IS_MULTIPART(text))
		text = g_mime_multipart_get_part(GMIME_MULTIPART(text), 0);
	if (GMIME_IS_TEXT_PART(text))
		words = g_mime_text_part_get_text(GMIME_TEXT_PART(text));
	if (words == NULL || strstr(words, "33954") == NULL)
		abort();
	g_free(words);
	g_object_unref(m);
	g_object_unref(p);
	g_object_unref(s);
}

static void
work_parser(struct bench *b)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m = { 0 };
	struct questions q = { 0 };
	struct err e = { 0 };

	if (message_parse(a, mail, sizeof mail - 1, &m, &e) < 0 ||
	    question_find(a, b->rules, &m, &q, &e) < 0)
		die(&e);
	arena_free(a);
}

static void
work_jail(struct bench *b)
{
	struct arena *a = arena_new(LIMIT_WORK_ARENA);
	struct message m = { 0 };
	struct questions q = { 0 };
	struct err e = { 0 };

	if (jail_read_bytes(
		b->jail, JAIL_MAIL, mail, sizeof mail - 1, a, &m, &q, &e) < 0)
		die(&e);
	if (strstr(m.visible, "33954") == NULL)
		abort();
	arena_free(a);
}

static double
rate(struct bench *b, void (*work)(struct bench *), double seconds)
{
	int64_t start = clock_mono_ms(), end = start + (int64_t)(seconds * 1e3);
	long n = 0;

	do {
		for (int i = 0; i < 20; i++)
			work(b);
		n += 20;
	} while (clock_mono_ms() < end);
	return (double)n * 1e3 / (double)(clock_mono_ms() - start);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new(32u << 20);
	struct bench b = { 0 };
	struct lookup *l;
	struct fact_row *rows;
	struct import_report *reports;
	struct err e = { 0 };
	size_t n;
	double seconds, alone, parsed, jailed;

	if (argc != 4)
		return 64;
	seconds = strtod(argv[3], NULL);
	if (access(argv[2], F_OK) < 0 &&
	    import_run((const char *const *)&argv[1], 1, argv[2], a, &reports,
		&n, &e) < 0)
		die(&e);
	if (jail_start(argv[2], &b.jail, &e) < 0 ||
	    lookup_open(argv[2], &l, &e) < 0 ||
	    lookup_rules(l, a, &rows, &n, &e) < 0 ||
	    question_rules_new(rows, n, &b.rules, &e) < 0 || code_init(&e) < 0)
		die(&e);
	message_init();
	alone = rate(&b, work_gmime, seconds);
	parsed = rate(&b, work_parser, seconds);
	jailed = rate(&b, work_jail, seconds);
	printf("mails/s on one asking core: gmime %.0f  parser %.0f  jail "
	       "%.0f  ratio jail/gmime %.3f\n",
	    alone, parsed, jailed, jailed / alone);
	jail_stop(b.jail);
	return 0;
}
