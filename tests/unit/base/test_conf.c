/* Settings: what is taken, what is refused and in which words; the sample and
 * the man page against the table. Runs in the top folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "conf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIZE(a) (sizeof(a) / sizeof(*(a)))
#define LEAST \
	"[consult]\naddress = consult@practice.example\n" \
	"[imap]\nhost = mail.practice.example\nuser = consult\n" \
	"[smtp]\nhost = mail.practice.example\n"

static char folder[] = "/tmp/test_conf.XXXXXX";

static const char *
path_of(const char *name)
{
	static char paths[4][200];
	static unsigned turn;
	char *path = paths[turn++ % 4];

	snprintf(path, 200, "%s/%s", folder, name);
	return path;
}

static void
write_file(const char *name, const char *text, size_t n, mode_t mode)
{
	const char *path = path_of(name);
	FILE *f;

	unlink(path);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

/* Read these bytes as a file named f.conf in the test's folder. */
static struct settings *
read_bytes(const char *text, size_t n, struct err *e)
{
	struct settings *s = NULL;

	write_file("f.conf", text, n, 0644);
	if (conf_read(path_of("f.conf"), &s, e)) {
		assert_null(s);
		assert_int_equal(e->kind, ERR_STOP);
		return NULL;
	}
	assert_non_null(s);
	return s;
}

static struct settings *
read_good(const char *text)
{
	struct err e = { 0 };
	struct settings *s = read_bytes(text, strlen(text), &e);

	if (!s)
		fail_msg("%s", e.text);
	return s;
}

/* The whole of a file, as a C string of the caller. */
static char *
slurp(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t n = 0;

	if (!f)
		fail_msg("%s: %s", path, strerror(errno));
	if (getdelim(&text, &n, '\0', f) < 0)
		fail_msg("%s is empty", path);
	fclose(f);
	return text;
}

/* What a function prints. */
static char *
printed(const struct settings *s)
{
	char *text = NULL;
	size_t n;
	FILE *to = open_memstream(&text, &n);

	assert_non_null(to);
	if (s)
		conf_print(s, to);
	else
		conf_sample(to);
	fclose(to);
	return text;
}

static void
test_defaults(void **state)
{
	struct settings *s = read_good(LEAST);

	(void)state;
	assert_string_equal(s->consult_address, "consult@practice.example");
	assert_string_equal(s->imap_mailbox, "INBOX");
	assert_string_equal(s->imap_keyword, "$Consulted");
	assert_int_equal(s->imap_port, 993);
	assert_int_equal(s->imap_max_mail, 26214400);
	assert_true(s->imap_idle);
	assert_false(s->daemon_log_addresses);
	assert_int_equal(s->consult_allow.n, 0);
	assert_string_equal(s->smtp_user, "");
	assert_string_equal(s->smtp_return_path, "null");
	assert_string_equal(s->file, path_of("f.conf"));
	conf_free(s);
	conf_free(NULL);
}

static void
test_values(void **state)
{
	struct settings *s = read_good(
	    "\xEF\xBB\xBF# a file with BOM and CRLF\r\n"
	    ";comment = 1\n\n  \t \n" LEAST "  port=587  \r\n"
	    "\tuser = a ; b # c = d\n"
	    "[consult]\n"
	    "name = Caf\xC3\xA9 \"Coding\"\n"
	    "aliases=x@a.example,y@b.example , z@c.example\t,,\n"
	    "allow = practice.example jane+1@partner.example\n"
	    "plus_addresses = no\n"
	    "notice =\n"
	    "[imap]\nafter = move\nmax_mail = 65536\n"
	    "port = 65535"); /* no LF at the end */

	(void)state;
	assert_int_equal(s->smtp_port, 587);
	assert_string_equal(s->smtp_user, "a ; b # c = d");
	assert_string_equal(s->consult_name, "Caf\xC3\xA9 \"Coding\"");
	assert_int_equal(s->consult_aliases.n, 3);
	assert_string_equal(s->consult_aliases.item[0], "x@a.example");
	assert_string_equal(s->consult_aliases.item[2], "z@c.example");
	assert_int_equal(s->consult_allow.n, 2);
	assert_string_equal(s->consult_allow.item[1], "jane+1@partner.example");
	assert_false(s->consult_plus_addresses);
	assert_string_equal(s->consult_notice, "");
	assert_string_equal(s->imap_after, "move");
	assert_int_equal(s->imap_max_mail, 65536);
	assert_int_equal(s->imap_port, 65535);
	conf_free(s);
}

static void
test_line_lengths(void **state)
{
	struct buf b;
	struct err e = { 0 };
	struct settings *s;
	size_t n;

	(void)state;
	buf_init(&b, 32768);
	for (n = 150; n <= 900; n += n < 250 ? 1 : 50) {
		buf_clear(&b);
		buf_puts(&b, LEAST "[daemon]\nstate_dir = ");
		while (b.len < strlen(LEAST "[daemon]\n") + n)
			buf_putc(&b, "abc ; "[b.len % 3 * 2]);
		buf_puts(&b, "\n[consult]\nname = after\n");
		s = read_good(buf_text(&b));
		assert_int_equal(strlen(s->daemon_state_dir), n - 12);
		assert_string_equal(s->consult_name, "after");
		conf_free(s);
	}
	buf_clear(&b);
	buf_puts(&b, LEAST "[consult]\n");
	for (n = 0; n < 300; n++)
		buf_printf(
		    &b, "allow = a%03zu.example, b%03zu.example\n", n, n);
	buf_puts(&b, "allow =\n");
	s = read_good(buf_text(&b));
	assert_int_equal(s->consult_allow.n, 600);
	assert_string_equal(s->consult_allow.item[0], "a000.example");
	assert_string_equal(s->consult_allow.item[599], "b299.example");
	conf_free(s);
	buf_clear(&b);
	buf_printf(&b, "%s[daemon]\nstate_dir = %0889d\n", LEAST, 1);
	assert_null(read_bytes(b.data, b.len, &e));
	assert_non_null(
	    strstr(e.text, "f.conf:9: the line is longer than 900 bytes"));
	buf_clear(&b);
	buf_printf(&b, "# %0900d\n", 1);
	assert_null(read_bytes(b.data, b.len, &e));
	assert_non_null(strstr(e.text, "f.conf:1: the line is longer"));
	buf_free(&b);
}

/* Each text stands behind LEAST, which has 7 lines; smtp is open there. */
static const struct {
	const char *text, *says;
} refused[] = {
	{ "[imap]\nport = 70000\n",
	    "f.conf:9: [imap] port: 70000 is out of range 1 to 65535" },
	{ "port = 65536\n", "65536 is out of range" },
	{ "port = 0\n", "f.conf:8: [smtp] port: 0 is out of range 1" },
	{ "port = -1\n", "-1 is out of range" },
	{ "port = 99999999999999999999\n", "is out of range" },
	{ "port = 12x\n", "[smtp] port: 12x is no whole number" },
	{ "port = 0x10\n", "is no whole number" },
	{ "port = 1 2\n", "is no whole number" },
	{ "port = +5\n", "is no whole number" },
	{ "port = 4.5\n", "is no whole number" },
	{ "port =\n", "[smtp] port: an empty value is no whole number" },
	{ "timeout = 5m\n", "5m is no whole number of s; it must be 1 to" },
	{ "security = ssl\n", "[smtp] security: ssl is none of tls|starttls" },
	{ "security = tls|starttls\n", "is none of" },
	{ "security = tl\n", "is none of" },
	{ "security =\n", "is none of" },
	{ "[imap]\nidle = maybe\n", "maybe is neither yes nor no" },
	{ "[imap]\nidle = yess\n", "is neither yes nor no" },
	{ "port = 25\nport = 25\n",
	    "f.conf:9: [smtp] port: stands in line 8 already" },
	{ "host = other.example\n", "stands in line 7 already" },
	{ "prot = 25\n",
	    "f.conf:8: [smtp] prot: there is no such setting; did you mean "
	    "[smtp] port?" },
	{ "mailbox = x\n", "did you mean [imap] mailbox?" },
	{ "zzzzzzzz = x\n", "zzzzzzzz: there is no such setting; "
			    "consultd.conf(5) lists all" },
	{ "PORT = 25\n", "is no name of a setting" },
	{ "p\xC3\xB6rt = 25\n", "is no name of a setting" },
	{ "port: 25\n", "a setting is written name = value" },
	{ "port: 25 = 3\n", "is no name of a setting" },
	{ "port ;x = 3\n", "is no name of a setting" },
	{ "= 3\n", "a setting is written name = value" },
	{ "nonsense\n", "nonsense is not" },
	{ "[imapp]\nport = 1\n",
	    "f.conf:8: [imapp]: there is no such section; did you mean "
	    "[imap]?" },
	{ "[]\n", "there is no such section" },
	{ "[imap\nport = 1\n", "a section is written [name]" },
	{ "[imap] port = 1\n", "a section is written [name]" },
	{ "user = a\x01z\n", "is a control character" },
	{ "user = a\xE2\x80\xAEz\n", "is a control character" },
	{ "user = caf\xE9\n", "f.conf:8: byte 11 is not valid UTF-8" },
	{ "user = a\rb\n", "is a control character" },
	{ "[imap]\nmailbox =\n", "[imap] mailbox: an empty value is not" },
	{ "[imap]\nkeyword = two words\n", "two words is no IMAP keyword" },
	{ "[imap]\nkeyword = \\Seen\n", "is no IMAP keyword" },
	{ "[imap]\nkeyword = caf\xC3\xA9\n", "is no IMAP keyword" },
	{ "[consult]\naliases = a@b.example, nobody\n",
	    "[consult] aliases: nobody is no address" },
	{ "[consult]\nallow = practice.example @x\n", "@x is neither" },
	{ "[imap]\nafter = move\nfolder_held = inbox\n",
	    "[imap] folder_held: it must be another folder" },
	{ "retry_first = 4000\n", "[smtp] retry_first: 4000 is more than" },
};

static void
test_refused(void **state)
{
	char text[1000];
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(refused); i++) {
		e = (struct err){ 0 };
		snprintf(text, sizeof(text), "%s%s", LEAST, refused[i].text);
		assert_null(read_bytes(text, strlen(text), &e));
		if (!strstr(e.text, refused[i].says) ||
		    strncmp(e.text, folder, strlen(folder)))
			fail_msg("row %zu says: %s", i, e.text);
	}
}

static void
test_refused_files(void **state)
{
	struct settings *s = NULL;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(conf_read(path_of("none"), &s, &e), -1);
	assert_int_equal(e.kind, ERR_STOP);
	assert_non_null(strstr(e.text, "none: cannot be opened: No such"));
	assert_non_null(strstr(e.text, "-c names another file"));
	assert_int_equal(conf_read(folder, &s, &e), -1);
	assert_non_null(strstr(e.text, ": cannot be read: Is a directory"));
	assert_null(s);
	assert_null(read_bytes("port = 1\n", 9, &e));
	assert_non_null(strstr(e.text, "port stands before the first"));
	assert_null(read_bytes("[imap]\nuser = a\0b\n", 18, &e));
	assert_non_null(strstr(e.text, "f.conf:2: byte 9 is a control"));
}

static void
test_required(void **state)
{
	struct err e = { 0 };
	const char *one = "[consult]\naddress = a@b.example\n[imap]\n"
			  "host = h\nuser =\n[smtp]\nhost = h\n";

	(void)state;
	assert_null(read_bytes("", 0, &e));
	assert_non_null(strstr(e.text,
	    "f.conf: [consult] address, [imap] host, [imap] user, "
	    "[smtp] host are required and not set"));
	assert_null(read_bytes(one, strlen(one), &e));
	assert_non_null(
	    strstr(e.text, "f.conf: [imap] user is required and not set"));
}

static void
test_addresses(void **state)
{
	static const char *const good[] = { "a@b", "consult@practice.example",
		"a.b+c@x-1.example", "o'neil@EXAMPLE.com", "1@2.example" };
	static const char *const bad[] = { "consult", "@b.example", "a@",
		"a b@c.example", "a@b@c.example", ".a@b.example",
		"a.@b.example", "a..b@c.example", "a@-b.example",
		"a@b-.example", "a@b..example", "a@b.example.", "a@[10.0.0.1]",
		"<a@b.example>", "a@b.example>", "\"a\"@b.example",
		"caf\xC3\xA9@b.example", "a@b_c.example",
		("a@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		 "aaaaa.example"),
		("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		 "aaaa@b.example") };
	char text[500];
	struct settings *s;
	struct err e = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(good) + SIZE(bad); i++) {
		snprintf(text, sizeof(text),
		    "[consult]\naddress = %s\n[imap]\nhost = h\nuser = u\n"
		    "[smtp]\nhost = h\n",
		    i < SIZE(good) ? good[i] : bad[i - SIZE(good)]);
		s = read_bytes(text, strlen(text), &e);
		if ((s != NULL) != (i < SIZE(good)))
			fail_msg("%s", text);
		if (!s)
			assert_non_null(
			    strstr(e.text, "f.conf:2: [consult] address: "));
		conf_free(s);
	}
}

/* What is printed is a file again, that says the same. */
static void
test_print_round_trip(void **state)
{
	struct settings *s = read_good(
	    LEAST "port = 587\n[consult]\nallow = a.example b.example\n"
		  "notice =\n[imap]\nidle = no\n");
	char *first = printed(s), *second;

	(void)state;
	conf_free(s);
	assert_non_null(strstr(
	    first, "\n# set in the file; the default is 465\nport = 587\n"));
	assert_non_null(strstr(first, "\nport = 993\n"));
	assert_non_null(strstr(first, "\nallow = a.example, b.example\n"));
	assert_non_null(strstr(first, "\nnotice =\n"));
	assert_non_null(strstr(
	    first, "\n# set in the file; the default is yes\nidle = no\n"));
	assert_null(strstr(first, "default is 993"));
	s = read_good(first);
	second = printed(s);
	assert_string_equal(first, second);
	conf_free(s);
	free(first);
	free(second);
}

static void
test_sample(void **state)
{
	char *sample = printed(NULL), *shipped = slurp("config/consultd.conf");
	char *p;
	struct settings *s;
	struct err e = { 0 };

	(void)state;
	if (strcmp(sample, shipped))
		fail_msg("config/consultd.conf is out of date: run "
			 "scripts/settings-table");
	/* As it is, it lacks just what a person must give ... */
	assert_null(read_bytes(sample, strlen(sample), &e));
	assert_non_null(strstr(e.text, "[consult] address, [imap] host, "));
	/* ... and with all defaults switched on, every one of them is taken. */
	for (p = sample; (p = strstr(p, "\n#")); p++)
		if (p[2] != ' ')
			p[1] = ' ';
	assert_null(read_bytes(sample, strlen(sample), &e));
	assert_non_null(strstr(e.text, "[consult] address, [imap] host, "));
	free(shipped);
	free(sample);
	s = read_good(LEAST);
	conf_free(s);
}

static void
replace_all(char *text, const char *from, char to)
{
	size_t n = strlen(from);
	char *p = text;

	while ((p = strstr(p, from))) {
		*p = to;
		memmove(p + 1, p + n, strlen(p + n) + 1);
		p++;
	}
}

/* The part of the page on one row, or NULL; cut out of page in place. */
static char *
page_part(const char *page, const struct conf_row *c)
{
	char mark[200], *part;
	const char *section, *item, *end;

	snprintf(mark, sizeof(mark), " .Ss [%s] ", c->section);
	section = strstr(page, mark);
	if (!section)
		return NULL;
	end = strstr(section, " .El ");
	snprintf(mark, sizeof(mark), " .It Ic %s ", c->key);
	item = strstr(section, mark);
	if (!item || !end || item > end)
		return NULL;
	if (strstr(item + 1, " .It ") && strstr(item + 1, " .It ") < end)
		end = strstr(item + 1, " .It ");
	part = strndup(item, (size_t)(end - item));
	assert_non_null(part);
	return part;
}

static bool
is_number(const struct conf_row *c)
{
	return !strcmp(c->type, "INT") || !strcmp(c->type, "SECONDS") ||
	       !strcmp(c->type, "BYTES");
}

static void
test_man_page(void **state)
{
	char *page = slurp("man/consultd.conf.5"), *part, want[700];
	const struct conf_row *c;
	size_t i, n = 0;

	(void)state;
	replace_all(page, "\\(aq", '\'');
	replace_all(page, "\n", ' ');
	for (i = 0; i < conf_row_count; i++) {
		c = &conf_rows[i];
		part = page_part(page, c);
		if (!part)
			fail_msg("[%s] %s is missing", c->section, c->key);
		snprintf(want, sizeof(want), " .It Ic %s %s Type .Cm %s ;",
		    c->key, c->sentence, c->type);
		if (!strstr(part, want))
			fail_msg("lacks:%s", want);
		if (*c->def)
			snprintf(
			    want, sizeof(want), " default .Ql %s .", c->def);
		else
			snprintf(want, sizeof(want), " no default.");
		if (!strstr(part, want))
			fail_msg("[%s] %s lacks:%s", c->section, c->key, want);
		snprintf(want, sizeof(want), "; %lld to %lld%s%s;",
		    (long long)c->min, (long long)c->max, *c->unit ? " " : "",
		    c->unit);
		if (is_number(c) && !strstr(part, want))
			fail_msg("[%s] %s lacks:%s", c->section, c->key, want);
		assert_int_equal(!strstr(part, "needs a restart"), c->reload);
		free(part);
	}
	for (part = page; (part = strstr(part, " .It Ic ")); part++)
		n++;
	assert_int_equal(n, conf_row_count);
	free(page);
}

static void
test_rows(void **state)
{
	const struct conf_row *c;
	size_t i, k;

	(void)state;
	for (i = 0; i < conf_row_count; i++) {
		c = &conf_rows[i];
		for (k = 0; k < i; k++)
			assert_true(strcmp(c->section, conf_rows[k].section) ||
				    strcmp(c->key, conf_rows[k].key));
		/* Sections stand together: conf_print() heads each once. */
		for (k = 0; k + 1 < i; k++)
			if (!strcmp(c->section, conf_rows[k].section))
				assert_string_equal(
				    c->section, conf_rows[k + 1].section);
		assert_int_equal(is_number(c), c->min < c->max);
		assert_int_equal(c->sentence[strlen(c->sentence) - 1], '.');
		if (strstr(c->sentence, "Required."))
			assert_string_equal(c->def, "");
	}
}

static int
folder_make(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int
folder_remove(void **state)
{
	(void)state;
	unlink(path_of("f.conf"));
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_line_lengths),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_refused_files),
		cmocka_unit_test(test_required),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_print_round_trip),
		cmocka_unit_test(test_sample),
		cmocka_unit_test(test_man_page),
		cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
