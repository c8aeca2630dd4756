/*
 * imap_probe.c - one IMAP session from the command line, for test_imap.sh. In:
 * a server and what to do there. Out: a line for each result, the error where
 * one came; exit status 0, or 1 after an error.
 *
 *   imap_probe HOST PORT tls|starttls CA_FILE USER TIMEOUT [DO ARGUMENT]...
 *
 * list FROM, sizes FROM, fetch FROM, part BYTES, keyword WORD, move FOLDER,
 * folder NAME, idle MS, search MS; the password is $IMAP_PASSWORD.
 */
#include "arena.h"
#include "err.h"
#include "imap.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct probe {
	struct imap *i;
	struct imap_box box;
	struct arena *a;
	uint32_t *uids;
	size_t n;
	int64_t part, mails, bytes;
	unsigned long long sum;
};

static int
on_begin(void *arg, uint32_t uid, struct err *e)
{
	struct probe *p = arg;
	(void)uid, (void)e;
	p->mails++;
	return 0;
}

static int
on_data(void *arg, const void *data, size_t n, struct err *e)
{
	struct probe *p = arg;
	const unsigned char *at = data;
	(void)e;
	p->bytes += (int64_t)n;
	for (size_t k = 0; k < n; k++)
		p->sum = p->sum * 31 + at[k];
	return 0;
}

static int
on_end(void *arg, struct err *e)
{
	(void)arg, (void)e;
	return 0;
}

static int
do_list(struct probe *p, const char *from, struct err *e)
{
	arena_clear(p->a);
	if (imap_search(p->i, p->a, (uint32_t)atol(from), &p->uids, &p->n, e) <
	    0)
		return -1;
	printf("uids=%zu last=%u\n", p->n, p->n ? p->uids[p->n - 1] : 0);
	return 0;
}

static int
do_sizes(struct probe *p, const char *from, struct err *e)
{
	if (do_list(p, from, e) < 0)
		return -1;
	int64_t *sizes = arena_array(p->a, p->n + 1, sizeof(*sizes)), all = 0;
	if (p->n > 0 && imap_sizes(p->i, p->uids, p->n, sizes, e) < 0)
		return -1;
	for (size_t k = 0; k < p->n; k++)
		all += sizes[k];
	printf("sizes=%lld\n", (long long)all);
	return 0;
}

static int
do_part(struct probe *p, const char *bytes, struct err *e)
{
	(void)e;
	p->part = atol(bytes);
	return 0;
}

static int
do_fetch(struct probe *p, const char *from, struct err *e)
{
	const struct imap_sink sink = { on_begin, on_data, on_end, p };
	if (do_list(p, from, e) < 0)
		return -1;
	p->mails = p->bytes = 0;
	p->sum = 0;
	for (size_t k = 0; k < p->n; k += 50) {
		size_t n = p->n - k < 50 ? p->n - k : 50;
		if (imap_fetch(p->i, p->uids + k, n, p->part, &sink, e) < 0)
			return -1;
	}
	printf("mails=%lld bytes=%lld sum=%llx\n", (long long)p->mails,
	    (long long)p->bytes, p->sum);
	return 0;
}

static int
do_keyword(struct probe *p, const char *word, struct err *e)
{
	return imap_keyword(p->i, p->uids, p->n, word, e);
}

static int
do_move(struct probe *p, const char *folder, struct err *e)
{
	return imap_move(p->i, p->uids, p->n, folder, e);
}

static int
do_folder(struct probe *p, const char *name, struct err *e)
{
	return imap_folder(p->i, name, e);
}

static int
do_idle(struct probe *p, const char *ms, struct err *e)
{
	int rc = imap_idle(p->i, -1, atol(ms), e);
	if (rc >= 0)
		printf("idle=%d\n", rc);
	return rc < 0 ? -1 : 0;
}

static const struct deed {
	const char *name;
	int (*run)(struct probe *p, const char *argument, struct err *e);
} deeds[] = {
	{ "list", do_list },
	{ "sizes", do_sizes },
	{ "part", do_part },
	{ "fetch", do_fetch },
	{ "keyword", do_keyword },
	{ "move", do_move },
	{ "folder", do_folder },
	{ "idle", do_idle },
};

static int
run(struct probe *p, char **at, struct err *e)
{
	for (; at[0] && at[1]; at += 2)
		for (size_t k = 0; k < sizeof(deeds) / sizeof(*deeds); k++)
			if (!strcmp(deeds[k].name, at[0]) &&
			    deeds[k].run(p, at[1], e) < 0)
				return -1;
	return 0;
}

/* print_peak - the most memory that this process ever had. */
static void
print_peak(void)
{
	char line[200];
	FILE *f = fopen("/proc/self/status", "r");
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, "VmHWM:", 6))
			fputs(line, stdout);
	if (f)
		fclose(f);
}

int
main(int argc, char **argv)
{
	struct err e = { 0 };
	struct probe p = { .a = arena_new(64 << 20) };
	if (argc < 7)
		return 64;
	setvbuf(stdout, NULL, _IOLBF, 0);
	const struct imap_server s = { .host = argv[1],
		.port = atoi(argv[2]),
		.starttls = !strcmp(argv[3], "starttls"),
		.ca_file = argv[4],
		.user = argv[5],
		.password = getenv("IMAP_PASSWORD"),
		.timeout_s = atoi(argv[6]) };
	int rc = imap_open(&s, &p.i, &e);
	if (rc == 0)
		rc = imap_select(p.i, "INBOX", &p.box, &e);
	if (rc == 0)
		printf("uidvalidity=%s exists=%u idle=%d move=%d keywords=%d\n",
		    p.box.uidvalidity ? "yes" : "no", p.box.exists,
		    p.box.can_idle, p.box.can_move, p.box.can_keywords);
	if (rc == 0)
		rc = run(&p, argv + 7, &e);
	if (rc < 0)
		printf("error=%s code=%d text=%s\n", err_kind_name(e.kind),
		    e.code, e.text);
	imap_close(p.i);
	arena_free(p.a);
	print_peak();
	return rc < 0;
}
