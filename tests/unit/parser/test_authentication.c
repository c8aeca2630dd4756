/* Authentication-Results: which field is our border's, and what it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authentication.h"
#include "mails.h"

#define AR     "Authentication-Results: mx.practice.example; "
#define OURS   "Received: from a.example by mx.practice.example with ESMTPS;\n"
#define INNER  "Received: from mx.practice.example by box.practice.example;\n"
#define THEIRS "Received: from x.example by a.example;\n"
#define END    "From: a@b.example\n\nx\n"

static const struct {
	const char *name, *mail, *spf, *dkim, *dmarc;
} rows[] = {
	{ "above our own Received",
	    AR "spf=pass smtp.mailfrom=b.example; dkim=pass; dmarc=fail\n" OURS
		THEIRS END,
	    "pass", "pass", "fail" },
	{ "below our own Received", OURS AR "dmarc=pass\n" THEIRS END, NULL,
	    NULL, "pass" },
	{ "behind an inner hop", INNER OURS AR "dmarc=pass\n" THEIRS END, NULL,
	    NULL, "pass" },
	{ "above an inner hop", AR "dmarc=fail\n" INNER OURS END, NULL, NULL,
	    "fail" },
	{ "came with the mail", OURS THEIRS AR "dmarc=pass\n" END, NULL, NULL,
	    NULL },
	{ "with a forged hop of ours", OURS OURS AR "dmarc=pass\n" THEIRS END,
	    NULL, NULL, NULL },
	{ "below a real one",
	    OURS AR "dmarc=fail\n" AR "dmarc=pass\n" THEIRS END, NULL, NULL,
	    "fail" },
	{ "an inner hop without a name",
	    "Received: by 2002:a05:6512:3c9c:b0:52c with SMTP id x;\n" OURS AR
	    "dmarc=pass\n" THEIRS END,
	    NULL, NULL, "pass" },
	{ "such a hop that came with the mail",
	    OURS "Received: by 2002:a05::1 with SMTP id x;\n" AR
		 "dmarc=pass\n" END,
	    NULL, NULL, NULL },
	{ "no Received of ours", THEIRS AR "dmarc=fail\n" END, NULL, NULL,
	    NULL },
	{ "somebody else's id",
	    "Authentication-Results: mx.evil.example; dmarc=pass\n" OURS END,
	    NULL, NULL, NULL },
	{ "an id that only begins like ours",
	    "Authentication-Results: mx.practice.example.evil; "
	    "dmarc=pass\n" OURS END,
	    NULL, NULL, NULL },
	{ "case, comments, version, space",
	    "Authentication-Results: (x; dmarc=fail) MX.Practice.example 1 ;\n"
	    " SPF = SoftFail (a (b) c); dkim/1=none (no sig); DMARC = "
	    "Pass\n" OURS END,
	    "softfail", "none", "pass" },
	{ "an unknown version",
	    "Authentication-Results: mx.practice.example 2; dmarc=pass\n" OURS
		END,
	    NULL, NULL, NULL },
	{ "any good signature",
	    AR
	    "dkim=fail header.d=x.example; dkim=pass header.d=b.example\n" OURS
		END,
	    NULL, "pass", NULL },
	{ "several fields", AR "spf=fail\n" AR "dmarc=pass\n" OURS END, "fail",
	    NULL, "pass" },
	{ "an end inside quotes",
	    AR "dkim=fail header.i=\"a; dmarc=pass\"@x; dmarc=fail\n" OURS END,
	    NULL, "fail", "fail" },
	{ "an end inside a coded word",
	    AR "spf=pass smtp.mailfrom==?utf-8?q?a=3B_dmarc=3Dpass_?=@x; "
	       "dmarc=fail\n" OURS END,
	    "pass", NULL, "fail" },
	{ "a quoted id",
	    "Authentication-Results: \"mx.practice.example\"; "
	    "dmarc=fail\n" OURS END,
	    NULL, NULL, "fail" },
	{ "a comment in a quoted reason",
	    AR "dkim=fail reason=\"(\"; dmarc=fail (p=\"none\")\n" OURS END,
	    NULL, "fail", "fail" },
	{ "nothing of it below when it stands above",
	    AR "dkim=fail; dmarc=none\n" OURS AR
	       "spf=pass; dkim=pass; dmarc=pass\n" THEIRS END,
	    NULL, "fail", "none" },
	{ "no result", AR "none\n" OURS END, NULL, NULL, NULL },
	{ "nothing behind the id",
	    "Authentication-Results: mx.practice.example\n" OURS END, NULL,
	    NULL, NULL },
};

static void
check(const char *name, const char *have, const char *want)
{
	if ((have == NULL) != (want == NULL) ||
	    (have != NULL && strcmp(have, want) != 0))
		fail_msg("%s: %s, not %s", name, have ? have : "none",
		    want ? want : "none");
}

static void
test_rows(void **state)
{
	static const char *const id[] = { "mx.practice.example" };
	const struct authentication_rule rule = { id, 1, NULL, 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *a = arena_new(8u << 20);
		struct message m = mail_text(a, rows[i].mail);
		struct authentication found;

		authentication_read(a, &m, &rule, &found);
		check(rows[i].name, found.spf, rows[i].spf);
		check(rows[i].name, found.dkim, rows[i].dkim);
		check(rows[i].name, found.dmarc, rows[i].dmarc);
		arena_free(a);
	}
}

/* Nobody named: nobody believed. Hosts that are named replace the guess. */
static void
test_rule(void **state)
{
	static const char *const id[] = { "Border" };
	static const char *const host[] = { "mx.other.example", ".in.example" };
	static const char mail[] =
	    "Authentication-Results: border; dmarc=fail\n"
	    "Received: from x.example by a.in.example;\n" END;
	const struct authentication_rule none = { NULL, 0, NULL, 0 };
	const struct authentication_rule bare = { id, 1, NULL, 0 };
	const struct authentication_rule named = { id, 1, host, 2 };
	struct arena *a = arena_new(8u << 20);
	struct message m = mail_text(a, mail);
	struct message low = mail_text(a,
	    "Received: from x.example by a.in.example;\n"
	    "Authentication-Results: border; dmarc=fail\n" END);
	struct authentication found;

	(void)state;
	authentication_read(a, &m, &none, &found);
	assert_null(found.by);
	authentication_read(a, &m, &bare, &found);
	assert_string_equal(found.dmarc, "fail");
	authentication_read(a, &low, &bare, &found);
	assert_null(found.dmarc);
	authentication_read(a, &low, &named, &found);
	assert_string_equal(found.dmarc, "fail");
	assert_string_equal(found.by, "border");
	arena_free(a);
}

/* Exchange Online names nobody: believed only where that is said. */
static void
test_unnamed(void **state)
{
	static const char *const id[] = { "mx.practice.example" };
	static const char *const exchange[] = { "Unnamed" };
	static const char *const host[] = { ".outlook.example" };
	static const char mail[] =
	    "Received: from a.prod.outlook.example by b.prod.outlook.example;\n"
	    "Authentication-Results: spf=pass (sender IP is 192.0.2.1)\n"
	    " smtp.mailfrom=b.example; dkim=none (message not signed)\n"
	    " header.d=none;dmarc=fail action=oreject\n"
	    " header.from=b.example;compauth=fail reason=000\n"
	    "Received: from x.example by a.prod.outlook.example;\n"
	    "Authentication-Results: dmarc=pass\n" END;
	const struct authentication_rule other = { id, 1, host, 1 };
	const struct authentication_rule rule = { exchange, 1, host, 1 };
	struct arena *a = arena_new(8u << 20);
	struct message m = mail_text(a, mail);
	struct authentication found;

	(void)state;
	authentication_read(a, &m, &other, &found);
	assert_null(found.by);
	assert_null(found.dmarc);
	authentication_read(a, &m, &rule, &found);
	assert_string_equal(found.by, "unnamed");
	check("Exchange", found.spf, "pass");
	check("Exchange", found.dkim, "none");
	check("Exchange", found.dmarc, "fail");
	m = mail_text(a, "Received: from x.example by a.prod.outlook.example;\n"
			 "Authentication-Results: dmarc=pass\n" END);
	authentication_read(a, &m, &rule, &found);
	assert_null(found.by);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_rule),
		cmocka_unit_test(test_unnamed),
	};

	message_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
