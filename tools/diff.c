/* consultctl diff: what changed between two lookup databases, and which
 * answers of the last year it touches. */
#include "clock.h"
#include "command.h"
#include "compare.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define SHOWN_FEW  8     /* keys of a kind that are listed without --all */
#define CASES_MAX  10000 /* of which the answers are looked at */
#define YEAR_S     (INT64_C(366) * 24 * 3600)
#define CODE_BYTES 8
#define CASE_ARENA (16u << 20)

/* Codes that a difference names. */
struct codes {
	char (*item)[CODE_BYTES];
	size_t n, max;
};
struct report {
	bool all;
	const char *series, *name, *old_edition, *new_edition;
	long count[CHANGE_KINDS];
	struct arena *arena; /* of the lines below */
	const char *shown[CHANGE_KINDS][SHOWN_FEW];
	struct codes codes;
};

static const char *const change_words[CHANGE_KINDS] = { "added", "ended",
	"changed" };
static const char change_signs[] = "+-~";

/* Keys of these begin with something else than a code. */
static bool
series_has_codes(const char *series)
{
	static const char *const others[] = { "gpci", "locality", "zip", "pos",
		"anesthesia.cf", "mcd.contractor", "mcd.jurisdiction",
		"mcd.state", "mcd.lcd", "mcd.ncd", "mcd.article", "gem." };
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (strncmp(series, others[i], strlen(others[i])) == 0 &&
		    strcmp(series, "mcd.article.code") != 0)
			return false;
	}
	return true;
}

static void
code_keep(struct codes *c, const char *code, size_t n)
{
	if (n < 3 || n >= CODE_BYTES || strcspn(code, "0123456789") >= n)
		return;
	if (c->n == c->max) {
		c->max = c->max ? 2 * c->max : 1024;
		c->item = realloc(c->item, c->max * sizeof(*c->item));
		if (c->item == NULL)
			abort();
	}
	memset(c->item[c->n], 0, CODE_BYTES);
	memcpy(c->item[c->n++], code, n);
}

/* "CPT 99201 00000000", "9001T 9002T 20200101", "9001T-26": the codes. */
static void
codes_keep(struct codes *c, const char *series, const char *key)
{
	bool pack = strcmp(series, "pack") == 0;
	bool pair = strncmp(series, "ptp.", 4) == 0;
	const char *at = pack ? strchr(key, ' ') : key;
	if (!series_has_codes(series) || at == NULL)
		return;
	at += pack;
	size_t n = strcspn(at, " -");
	code_keep(c, at, n);
	if (pair && at[n] == ' ')
		code_keep(c, at + n + 1, strcspn(at + n + 1, " "));
}

static int
code_order(const void *a, const void *b)
{
	return memcmp(a, b, CODE_BYTES);
}

static void
series_end(struct report *r)
{
	if (r->series == NULL ||
	    (r->count[0] + r->count[1] + r->count[2] == 0 &&
		strcmp(r->old_edition, r->new_edition) == 0))
		return;
	print_text(r->name);
	fputs(": ", stdout);
	print_text(r->old_edition[0] ? r->old_edition : "not loaded");
	fputs(" -> ", stdout);
	print_text(r->new_edition[0] ? r->new_edition : "not loaded");
	printf(": %ld added, %ld ended, %ld changed\n", r->count[0],
	    r->count[1], r->count[2]);
	for (int k = 0; k < CHANGE_KINDS && !r->all; k++) {
		long shown = r->count[k] < SHOWN_FEW ? r->count[k] : SHOWN_FEW;
		if (shown == 0)
			continue;
		printf("    %s:", change_words[k]);
		for (long i = 0; i < shown; i++) {
			fputs(i > 0 ? ", " : " ", stdout);
			print_text(r->shown[k][i] ? r->shown[k][i] : "");
		}
		puts(r->count[k] > shown ? ", ..." : "");
	}
}

static void
series_begin(void *arg, const char *series, const char *name,
    const char *old_edition, const char *new_edition)
{
	struct report *r = arg;
	series_end(r);
	arena_clear(r->arena);
	memset(r->count, 0, sizeof(r->count));
	r->series = series;
	r->name = name;
	r->old_edition = old_edition;
	r->new_edition = new_edition;
}

static void
row_take(void *arg, const char *series, enum change change, const char *key)
{
	struct report *r = arg;
	if (r->all) {
		printf("%c %s ", change_signs[change], series);
		print_text(key);
		putchar('\n');
	} else if (r->count[change] < SHOWN_FEW) {
		r->shown[change][r->count[change]] =
		    arena_strdup(r->arena, key);
	}
	r->count[change]++;
	codes_keep(&r->codes, series, key);
}

static bool
code_touched(const struct codes *c, const char *code, size_t n)
{
	char key[CODE_BYTES] = { 0 };
	size_t len = 0;
	for (size_t i = 0; i < n && len < CODE_BYTES - 1; i++) {
		if (code[i] != '.')
			key[len++] = code[i];
	}
	return c->n > 0 && bsearch(key, c->item, c->n, sizeof(*c->item),
			       code_order) != NULL;
}

/* The first code of the list among the words of at[0..end), which blanks,
 * quotes, hyphens, colons, commas and slashes split: "99213-25", "20610/99213",
 * "E11.9","I10". */
static const char *
words_touched(
    const struct codes *c, const char *at, const char *end, size_t *n_out)
{
	static const char split[] = "\"- :,/";
	while (at < end) {
		size_t n = strcspn(at, split);
		if (n > (size_t)(end - at))
			n = (size_t)(end - at);
		if (n > 0 && code_touched(c, at, n)) {
			*n_out = n;
			return at;
		}
		at += n + 1;
	}
	return NULL;
}

/* The record is JSON of our own making: codes stand behind "code" and "row",
 * and in the list "asked". */
static const char *
record_touched(const struct codes *c, const char *record, size_t *n_out)
{
	static const struct {
		const char *key, *end;
	} keys[] = { { "\"code\":\"", "\"" }, { "\"row\":\"", "\"" },
		{ "\"asked\":[", "]" } };
	for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
		const char *at = record;
		while ((at = strstr(at, keys[k].key)) != NULL) {
			at += strlen(keys[k].key);
			const char *code = words_touched(
			    c, at, at + strcspn(at, keys[k].end), n_out);
			if (code != NULL)
				return code;
		}
	}
	return NULL;
}

/* 1 where an answer since then rests on a code of the list. */
static int
case_look(struct command *c, const struct codes *codes,
    const struct case_row *row, struct arena *a, int64_t since, struct err *e)
{
	struct turn *turn;
	size_t n, len;
	char day[21];
	arena_clear(a);
	if (turn_list(c->store, a, row->id, &turn, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const char *code =
		    turn[i].at_unix >= since
			? record_touched(codes, turn[i].record, &len)
			: NULL;
		if (code == NULL)
			continue;
		printf("    case %lld, %.10s: %.*s\n", (long long)row->id,
		    clock_rfc3339(turn[i].at_unix, day), (int)len, code);
		return 1;
	}
	return 0;
}

static int
answers_look(struct command *c, const struct codes *codes, struct err *e)
{
	struct arena *a = arena_new(CASE_ARENA);
	struct case_row *row = NULL;
	size_t n = 0, touched = 0;
	int64_t since = clock_now_unix() - YEAR_S;
	int rc = command_store(c, e) != 0 ||
			 case_queue(c->store, c->arena, true, CASES_MAX, &row,
			     &n, e) != 0
		     ? -1
		     : 0;
	if (rc == 0)
		puts("answers of the last year that rest on one of these "
		     "codes:");
	for (size_t i = 0; i < n && rc >= 0; i++) {
		if (row[i].changed_unix < since)
			continue;
		rc = case_look(c, codes, &row[i], a, since, e);
		touched += rc > 0;
	}
	if (rc >= 0)
		printf("    %zu of %zu cases\n", touched, n);
	arena_free(a);
	return rc < 0 ? -1 : 0;
}

static int
databases_compare(
    const char *before, const char *after, struct report *r, struct err *e)
{
	struct lookup *b = NULL, *a = NULL;
	int rc =
	    lookup_open(before, &b, e) != 0 || lookup_open(after, &a, e) != 0 ||
		    compare_lookups(b, a, series_begin, row_take, r, e) != 0
		? -1
		: 0;
	if (rc == 0)
		series_end(r);
	lookup_close(a);
	lookup_close(b);
	return rc;
}

/* Without settings, or before the daemon's first start, the difference alone
 * is told. */
static bool
store_there(struct command *c)
{
	struct err ignored = { 0 };
	if (command_settings(c, &ignored) != 0)
		return false;
	const char *path = arena_printf(
	    c->arena, "%s/store.db", c->settings->daemon_state_dir);
	return path != NULL && access(path, F_OK) == 0;
}

int
command_diff(struct command *c, struct err *e)
{
	struct report r = { .all = false };
	int from = 0;
	if (c->argc > 0 && strcmp(c->argv[0], "--all") == 0) {
		r.all = true;
		from = 1;
	}
	if (c->argc - from != 2)
		return command_usage(c);
	r.arena = arena_new(1u << 20);
	int rc = databases_compare(c->argv[from], c->argv[from + 1], &r, e);
	if (rc == 0 && r.codes.n > 0)
		qsort(
		    r.codes.item, r.codes.n, sizeof(*r.codes.item), code_order);
	if (rc == 0 && r.codes.n > 0) {
		if (!store_there(c))
			puts("no store, so no stored answers are looked at");
		else
			rc = answers_look(c, &r.codes, e);
	}
	free(r.codes.item);
	arena_free(r.arena);
	return rc == 0 ? 0 : command_failed(e);
}
