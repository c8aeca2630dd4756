/* A message as a record: what is written comes back; what a taken-over jail
 * could say instead is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "limit.h"
#include "mails.h"
#include "wire.h"

static const char everything[] =
    "Return-Path: <ann@b.example>\nFrom: =?utf-8?Q?An=C3=A9?= <ann@b.example>\n"
    "To: c@b.example, d@b.example\nCc: e@b.example\nReply-To: f@b.example\n"
    "Subject: Automatic reply: s\nDate: Mon, 16 Nov 2026 09:12:00 -0500\n"
    "Message-ID: <1@b.example>\nIn-Reply-To: <2@b.example>\n"
    "References: <3@b.example> <2@b.example>\n"
    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nfyi\n\n"
    "-----Original Message-----\nFrom: g@b.example\nDate: x\nSubject: y\n\n"
    "33954?\n--b\nContent-Type: image/png; name=\"x.png\"\n\nP\n"
    "--b\nContent-Type: text/calendar; method=REPLY\n\nX\n--b--\n";

static void
same(const char *a, const char *b)
{
	assert_int_equal(a == NULL, b == NULL);
	if (a && b)
		assert_string_equal(a, b);
}

static void
same_list(const struct address_list *a, const struct address_list *b)
{
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		same(a->item[i].name, b->item[i].name);
		same(a->item[i].address, b->item[i].address);
	}
}

static void
same_message(const struct message *a, const struct message *b)
{
	same(a->from.name, b->from.name);
	same(a->from.address, b->from.address);
	same_list(&a->reply_to, &b->reply_to);
	same_list(&a->to, &b->to);
	same_list(&a->cc, &b->cc);
	same(a->return_path, b->return_path);
	same(a->message_id, b->message_id);
	same(a->in_reply_to, b->in_reply_to);
	assert_int_equal(a->references_n, b->references_n);
	for (size_t i = 0; i < a->references_n; i++)
		same(a->references[i], b->references[i]);
	same(a->subject, b->subject);
	assert_int_equal(a->date_unix, b->date_unix);
	assert_int_equal(a->date_offset_s, b->date_offset_s);
	assert_int_equal(a->header_n, b->header_n);
	for (size_t i = 0; i < a->header_n; i++) {
		same(a->header[i].name, b->header[i].name);
		same(a->header[i].value, b->header[i].value);
	}
	same(a->type, b->type);
	same(a->report_type, b->report_type);
	assert_int_equal(a->calendar, b->calendar);
	same(a->text, b->text);
	same(a->visible, b->visible);
	same(a->forwarded_from, b->forwarded_from);
	assert_int_equal(a->attachment_n, b->attachment_n);
	for (size_t i = 0; i < a->attachment_n; i++) {
		same(a->attachment[i].name, b->attachment[i].name);
		same(a->attachment[i].type, b->attachment[i].type);
		assert_int_equal(a->attachment[i].size, b->attachment[i].size);
	}
	assert_int_equal(a->flaws, b->flaws);
	same(a->guard, b->guard);
	same(a->evidence, b->evidence);
}

/* Read record[0..n) from memory of exactly that size. */
static int
read_back(struct arena *a, const char *record, size_t n, struct message *out)
{
	unsigned char *exact = malloc(n ? n : 1);
	struct wire w = { .data = exact, .left = n };
	struct err e = { 0 };
	int rc;

	assert_non_null(exact);
	memcpy(exact, record, n);
	rc = message_read(&w, a, out, &e);
	if (rc != 0) {
		assert_int_equal(e.kind, ERR_REFUSE);
		assert_true(strlen(e.text) > 0);
	}
	free(exact);
	return rc;
}

static struct message
written(struct arena *a, struct buf *b)
{
	struct message m = mail_text(a, everything);

	buf_init(b, LIMIT_RECORD_BYTES);
	message_write(&m, b);
	assert_false(b->full);
	return m;
}

static void
test_round_trip(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m, back;
	struct buf b;

	(void)state;
	m = written(a, &b);
	/* All that can be missing is there. */
	assert_non_null(m.guard);
	assert_true(m.calendar);
	assert_int_equal(m.attachment_n, 2);
	assert_int_equal(m.references_n, 2);
	assert_int_equal(read_back(a, b.data, b.len, &back), 0);
	same_message(&m, &back);
	buf_free(&b);
	arena_free(a);
}

static void
test_nothing_at_all(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m = mail_text(a, ""), back;
	struct buf b;

	(void)state;
	buf_init(&b, LIMIT_RECORD_BYTES);
	message_write(&m, &b);
	assert_int_equal(read_back(a, b.data, b.len, &back), 0);
	same_message(&m, &back);
	buf_free(&b);
	arena_free(a);
}

/* Cut at every byte: refused, or a shorter message that is whole. */
static void
test_truncated(void **state)
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message back;
	size_t refused = 0;
	struct buf b;

	(void)state;
	written(a, &b);
	for (size_t n = 0; n < b.len; n++) {
		struct arena *inner = arena_new(LIMIT_WORK_ARENA);

		memset(&back, 0, sizeof(back));
		if (read_back(inner, b.data, n, &back) != 0) {
			refused++;
			assert_null(back.text);
		} else {
			assert_non_null(back.visible);
		}
		arena_free(inner);
	}
	assert_true(refused > b.len * 9 / 10);
	buf_free(&b);
	arena_free(a);
}

/* Every byte changed in turn: nothing but a refusal or a valid message. */
static void
test_flipped(void **state)
{
	static const unsigned char masks[] = { 0x01, 0x80, 0xFF };
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message back;
	struct buf b;

	(void)state;
	written(a, &b);
	for (size_t i = 0; i < b.len * sizeof(masks); i++) {
		struct arena *inner = arena_new(LIMIT_WORK_ARENA);
		char *at = &b.data[i / sizeof(masks)];
		unsigned char mask = masks[i % sizeof(masks)];

		*at = (char)((unsigned char)*at ^ mask);
		if (read_back(inner, b.data, b.len, &back) == 0) {
			assert_null(strpbrk(back.from.address, "\r\n <>"));
			assert_null(strpbrk(back.subject, "\r\n"));
		}
		*at = (char)((unsigned char)*at ^ mask);
		arena_free(inner);
	}
	buf_free(&b);
	arena_free(a);
}

/* Lies that are well formed: each alone is refused. */
static void
lie(void (*change)(struct message *m))
{
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m = mail_text(a, everything), back;
	struct buf b;

	change(&m);
	buf_init(&b, 64u << 20);
	message_write(&m, &b);
	assert_false(b.full);
	assert_int_equal(read_back(a, b.data, b.len, &back), -1);
	buf_free(&b);
	arena_free(a);
}

static void
bad_address(struct message *m)
{
	m->from.address = "a@b.example\r\nBcc: z@z.example";
}

static void
bad_name(struct message *m)
{
	m->from.name = "Ann\nBcc: z@z.example";
}

static void
bad_subject(struct message *m)
{
	m->subject = "s\r\nBcc: z@z.example";
}

static void
bad_id(struct message *m)
{
	m->message_id = "a@b> <c@d";
}

static void
bad_guard(struct message *m)
{
	m->guard = "no-such-guard";
}

static void
guard_alone(struct message *m)
{
	m->evidence = NULL;
}

static void
bad_flaw(struct message *m)
{
	m->flaws = 1u << 20;
}

static void
bad_utf8(struct message *m)
{
	m->visible = "\xFF";
}

static void
bad_size(struct message *m)
{
	m->attachment[0].size = -1;
}

static void
bad_zone(struct message *m)
{
	m->date_offset_s = 1000000;
}

static void
no_text(struct message *m)
{
	m->text = NULL;
}

static void
many_addresses(struct message *m)
{
	static struct address item[LIMIT_ADDRESSES + 1];

	for (size_t i = 0; i <= LIMIT_ADDRESSES; i++)
		item[i] = (struct address){ "", "a@b.example" };
	m->to = (struct address_list){ item, LIMIT_ADDRESSES + 1 };
}

static void
long_text(struct message *m)
{
	static char text[LIMIT_TEXT_BYTES + 100];

	memset(text, 'x', sizeof(text) - 1);
	m->text = text;
}

static void
test_lies(void **state)
{
	static void (*const changes[])(struct message * m) = { bad_address,
		bad_name, bad_subject, bad_id, bad_guard, guard_alone, bad_flaw,
		bad_utf8, bad_size, bad_zone, no_text, many_addresses,
		long_text };

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		lie(changes[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_nothing_at_all),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_flipped),
		cmocka_unit_test(test_lies),
	};

	message_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
