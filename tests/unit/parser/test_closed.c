/* After message_init() a mail is read in a process that can open no file:
 * charsets, HTML, addresses and guards all work there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "limit.h"
#include "mails.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIELDS "From: Ann <ann@b.example>\nContent-Type: "

static const struct {
	const char *charset, *body, *text;
} rows[] = {
	{ "windows-1252", "\x93q\x94", "“q”" },
	{ "ISO-2022-JP", "\x1b$B$3$s\x1b(B", "こん" },
	{ "GB18030", "\xC4\xE3\xBA\xC3", "你好" },
	{ "gb2312", "\xC4\xE3\xBA\xC3", "你好" },
	{ "gbk", "\xC4\xE3\xBA\xC3", "你好" },
	{ "big5", "\xA7\x41\xA6\x6E", "你好" },
	{ "euc-jp", "\xA4\xB3\xA4\xF3", "こん" },
	{ "shift_jis", "\x82\xB1\x82\xF1", "こん" },
	{ "euc-kr", "\xBE\xC8", "안" },
	{ "koi8-r", "\xC4\xC1", "да" },
	{ "koi8-u", "\xA4", "є" },
	{ "windows-1250", "\xE8", "č" },
	{ "windows-1251", "\xE4\xE0", "да" },
	{ "windows-1253", "\xE1", "α" },
	{ "windows-1254", "\xFD", "ı" },
	{ "windows-1255", "\xE0", "א" },
	{ "windows-1256", "\xC7", "ا" },
	{ "windows-1257", "\xE0", "ą" },
	{ "windows-1258", "\xF0", "đ" },
	{ "iso-8859-2", "\xE8", "č" },
	{ "iso-8859-5", "\xD4\xD0", "да" },
	{ "iso-8859-15", "\xA4", "€" },
	{ "utf-7", "+ZeVnLIqe-", "日本語" },
	{ "macintosh", "\x8E", "é" },
	{ "utf-8", "\xC3\xA9", "é" },
};

/* In the child: 0 when all went well, else which step failed. */
static int
read_all(void)
{
	struct rlimit none = { 0, 0 };
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);

	if (setrlimit(RLIMIT_NOFILE, &none) != 0)
		return 100;
	if (open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0)
		return 101;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *mail = arena_printf(a,
		    FIELDS "text/plain; charset=%s\n\n%s\n", rows[i].charset,
		    rows[i].body);
		const char *expected = arena_printf(a, "%s\n", rows[i].text);
		struct message m;
		struct err e = { 0 };

		if (message_parse(a, mail, strlen(mail), &m, &e) != 0 ||
		    strcmp(m.text, expected) != 0 || m.flaws != 0)
			return (int)i + 1;
	}
	return 0;
}

/* openat(2) ends the process, as in a jail. */
static int
open_kills(void)
{
	struct sock_filter rule[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { 4, rule };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

/* What GMime decodes itself, names and parameters, in charsets that are not
 * loaded or go by another name: it would open files. */
static int
read_strange(void)
{
	static const char mail[] =
	    "From: =?x-none?Q?=E9?= <ann@b.example>\n"
	    "To: =?iso-8859-1?Q?M=FCller?= <c@b.example>\n"
	    "Cc: =?ebcdic-us?Q?=E9?= <d@b.example>,\n"
	    " =?cp1006?Q?=E9?= <e@b.example>, =?iso-8859-3?Q?=E9?= "
	    "<f@b.example>\n"
	    "Subject: =?ibm866?Q?=A4?=\n"
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: text/html; charset=cp437\n\n<p>33954?</p>\n--b\n"
	    "Content-Type: image/png; name*=cp1006''%e9.png\n\nP\n--b--\n";
	struct arena *a = arena_new(LIMIT_PARSE_ARENA);
	struct message m;
	struct err e = { 0 };

	if (open_kills())
		return 100;
	if (message_parse(a, mail, sizeof(mail) - 1, &m, &e) != 0)
		return 1;
	if (strcmp(m.visible, "33954?") != 0)
		return 2;
	if (strcmp(m.from.address, "ann@b.example") != 0)
		return 3;
	if (m.to.n != 1 || strcmp(m.subject, "д") != 0)
		return 4;
	if (strcmp(m.to.item[0].name, "Müller") != 0 || m.cc.n != 3)
		return 6;
	return m.attachment_n == 1 ? 0 : 5;
}

static int
in_child(int (*body)(void))
{
	pid_t child = fork();
	int status = -1;

	assert_true(child >= 0);
	if (child == 0)
		_exit(body());
	while (waitpid(child, &status, 0) < 0)
		assert_int_equal(errno, EINTR);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + status;
}

static void
test_charsets(void **state)
{
	int failed = in_child(read_all);

	(void)state;
	if (failed > 0 && failed < 100)
		print_error("charset %s\n", rows[failed - 1].charset);
	assert_int_equal(failed, 0);
}

static void
test_strange(void **state)
{
	(void)state;
	assert_int_equal(in_child(read_strange), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_charsets),
		cmocka_unit_test(test_strange),
	};

	message_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
