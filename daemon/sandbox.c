/*
 * sandbox.c - what each kind of process gives up: a seccomp filter from a
 * table of calls, rlimits, Landlock. Home of libseccomp and Landlock. A
 * profile comes in; the calling process goes out smaller.
 */
#include "sandbox.h"

#include "limit.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The headers of Debian 12 know Landlock's second version; a newer kernel has
 * more to deny. The numbers are part of the kernel's interface. */
#define ACCESS_REFER     (1ull << 13) /* version 2 */
#define ACCESS_TRUNCATE  (1ull << 14) /* version 3 */
#define ACCESS_IOCTL_DEV (1ull << 15) /* version 5 */
#define ACCESS_ALL_V1    ((1ull << 13) - 1)
#define ACCESS_READ      (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

#define CALLS_MAX 256 /* more than any profile names */

/* What malloc, libc and an orderly end need. */
#define CALLS_BASE \
	"brk", "clock_gettime", "close", "exit", "exit_group", "futex", \
	    "getpid", "getrandom", "gettid", "gettimeofday", "madvise", \
	    "mmap", "mprotect", "mremap", "munmap", "read", "restart_syscall", \
	    "rt_sigprocmask", "rt_sigreturn", "tgkill", "write"

/* What the address sanitizer asks for when it starts, checks and reports. */
#ifdef SANITIZED
#if !defined(TEST_BUILD) || \
    !(defined(__SANITIZE_ADDRESS__) || defined(__clang__))
#error "a release build never widens the jail: SANITIZED is for tests"
#endif
#define CALLS_SANITIZER \
	, "clone", "dup", "fstat", "getdents64", "getppid", "getrlimit", \
	    "getuid", "lseek", "newfstatat", "openat", "personality", "pipe", \
	    "pipe2", "prctl", "prlimit64", "readlink", "rt_sigaction", \
	    "sched_getaffinity", "sched_yield", "sigaltstack", "uname", \
	    "wait4", "process_vm_readv"
#else
#define CALLS_SANITIZER
#endif

/* Files and SQLite below the folders that Landlock leaves; waiting; signals;
 * beats. Every role has a store. */
#define CALLS_ROLE \
	CALLS_BASE, "access", "clock_getres", "clock_nanosleep", "dup", \
	    "eventfd2", "faccessat", "faccessat2", "fchmod", "fchown", \
	    "fcntl", "fdatasync", "flock", "fstat", "fstatfs", "fsync", \
	    "ftruncate", "getcwd", "getdents64", "getegid", "geteuid", \
	    "getgid", "getppid", "getrusage", "getuid", "ioctl", "lseek", \
	    "lstat", "nanosleep", "newfstatat", "open", "openat", "pipe2", \
	    "poll", "ppoll", "pread64", "prlimit64", "pwrite64", "readlink", \
	    "readlinkat", "readv", "rt_sigaction", "sched_getaffinity", \
	    "sched_yield", "sigaltstack", "stat", "statfs", "statx", \
	    "sysinfo", "uname", "unlink", "unlinkat", "utimensat", "writev"

/* TCP, names, TLS; libcurl's resolver is a thread, the sender has several. */
#define CALLS_NET \
	CALLS_ROLE, "bind", "connect", "getpeername", "getsockname", \
	    "getsockopt", "membarrier", "pselect6", "recvfrom", "recvmmsg", \
	    "recvmsg", "rseq", "select", "sendmmsg", "sendmsg", "sendto", \
	    "set_robust_list", "setsockopt", "shutdown", "socketpair"

static const char *const jail_calls[] = { CALLS_BASE CALLS_SANITIZER, NULL };
/* recvmsg, sendto: to the clean process; pidfd: to end a jail; wait4: it. */
static const char *const worker_calls[] = { CALLS_ROLE, "kill",
	"pidfd_send_signal", "recvmsg", "sendto", "wait4" CALLS_SANITIZER,
	NULL };
static const char *const intake_calls[] = { CALLS_NET CALLS_SANITIZER, NULL };
static const char *const sender_calls[] = { CALLS_NET CALLS_SANITIZER, NULL };

/* A call that is allowed in part: arg masked must equal value. */
struct narrowed {
	const char *call;
	unsigned arg;
	uint64_t mask, value;
};
/* Threads, but no processes; sockets of the net, of systemd's resolver and of
 * the list of interfaces that getaddrinfo(3) reads, but no raw packets. */
static const struct narrowed net_narrowed[] = {
	{ "clone", 0, CLONE_THREAD, CLONE_THREAD },
	{ "socket", 0, UINT64_MAX, AF_INET },
	{ "socket", 0, UINT64_MAX, AF_INET6 },
	{ "socket", 0, UINT64_MAX, AF_UNIX },
	{ "socket", 0, UINT64_MAX, AF_NETLINK },
};

struct limit_row {
	int resource;
	rlim_t soft, hard;
};
#ifdef SANITIZED /* the shadow needs terabytes of addresses, and pipes */
#define JAIL_AS    RLIM_INFINITY
#define JAIL_FILES 64
#else
#define JAIL_AS    LIMIT_JAIL_AS
#define JAIL_FILES 0
#endif
static const struct limit_row jail_limits[] = {
	/* SIGXCPU first, so that the jail can say why it ends; then SIGKILL. */
	{ RLIMIT_CPU, LIMIT_JAIL_CPU_S, LIMIT_JAIL_CPU_S + 1 },
	{ RLIMIT_AS, JAIL_AS, JAIL_AS },
	{ RLIMIT_NOFILE, JAIL_FILES, JAIL_FILES },
	{ RLIMIT_FSIZE, 0, 0 },
	{ RLIMIT_NPROC, 0, 0 },
	{ RLIMIT_CORE, 0, 0 },
};
/* A core would hold mails, keys and passwords. */
static const struct limit_row role_limits[] = { { RLIMIT_CORE, 0, 0 } };

#define ROWS(a) (a), sizeof(a) / sizeof((a)[0])
static const struct profile {
	const char *const *calls;
	const struct narrowed *narrowed;
	size_t narrowed_n;
	const struct limit_row *limit;
	size_t limit_n;
} profiles[SANDBOX_PROFILE_COUNT] = {
	[SANDBOX_INTAKE] = { intake_calls, ROWS(net_narrowed),
	    ROWS(role_limits) },
	[SANDBOX_WORKER] = { worker_calls, NULL, 0, ROWS(role_limits) },
	[SANDBOX_SENDER] = { sender_calls, ROWS(net_narrowed),
	    ROWS(role_limits) },
	[SANDBOX_JAIL] = { jail_calls, NULL, 0, ROWS(jail_limits) },
};

struct sandbox_filter {
	enum sandbox_profile profile;
	struct sock_fprog program;
};

const char *const *
sandbox_calls(enum sandbox_profile p)
{
	assert(p < SANDBOX_PROFILE_COUNT);
	return profiles[p].calls;
}

static int
rules_add(scmp_filter_ctx ctx, const struct profile *p)
{
	int rc = 0;

	for (size_t i = 0; p->calls[i] != NULL && rc == 0; i++) {
		int nr = seccomp_syscall_resolve_name(p->calls[i]);

		/* Some calls do not exist on every processor. */
		if (nr != __NR_SCMP_ERROR && nr >= 0)
			rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, nr, 0);
	}
	for (size_t i = 0; i < p->narrowed_n && rc == 0; i++) {
		const struct narrowed *n = &p->narrowed[i];

		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW,
		    seccomp_syscall_resolve_name(n->call), 1,
		    SCMP_CMP(n->arg, SCMP_CMP_MASKED_EQ, n->mask, n->value));
	}
	/* clone3 has its flags in memory, where no filter can look: glibc
	 * takes clone where it does not exist. */
	if (rc == 0 && p->narrowed_n > 0)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS),
		    seccomp_syscall_resolve_name("clone3"), 0);
	return rc;
}

/* libseccomp 2.5 exports to a descriptor only: a file in memory. */
static int
program_export(scmp_filter_ctx ctx, struct sock_fprog *out)
{
	int fd = memfd_create("filter", MFD_CLOEXEC);
	struct stat st;
	void *p = NULL;

	if (fd < 0)
		return -errno;
	if (seccomp_export_bpf(ctx, fd) == 0 && fstat(fd, &st) == 0 &&
	    st.st_size > 0 && (p = malloc((size_t)st.st_size)) != NULL &&
	    pread(fd, p, (size_t)st.st_size, 0) == st.st_size) {
		out->filter = p;
		out->len =
		    (unsigned short)((size_t)st.st_size / sizeof *out->filter);
		p = NULL;
	}
	free(p);
	close(fd);
	return out->filter == NULL ? -EIO : 0;
}

int
sandbox_filter_new(
    enum sandbox_profile p, struct sandbox_filter **out, struct err *e)
{
	scmp_filter_ctx ctx;
	struct sandbox_filter *f;
	int rc;

	assert(p < SANDBOX_PROFILE_COUNT);
	f = calloc(1, sizeof *f);
	ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (f == NULL || ctx == NULL)
		abort();
	f->profile = p;
	/* Level 2: a tree in place of a list, fewer steps a call. */
	rc = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (rc == 0)
		rc = rules_add(ctx, &profiles[p]);
	if (rc == 0)
		rc = program_export(ctx, &f->program);
	seccomp_release(ctx);
	if (rc != 0) {
		sandbox_filter_free(f);
		return err_set(e, ERR_STOP, "sandbox", -rc,
		    "the seccomp filter cannot be made: %s", strerror(-rc));
	}
	*out = f;
	return 0;
}

void
sandbox_filter_free(struct sandbox_filter *f)
{
	if (f == NULL)
		return;
	free(f->program.filter);
	free(f);
}

static int
limits_set(const struct profile *p, struct err *e)
{
	for (size_t i = 0; i < p->limit_n; i++) {
		struct rlimit r = { p->limit[i].soft, p->limit[i].hard };

		if (setrlimit((__rlimit_resource_t)p->limit[i].resource, &r) <
		    0)
			return err_set(e, ERR_STOP, "sandbox", errno,
			    "a limit (%d) cannot be set: %s",
			    p->limit[i].resource, strerror(errno));
	}
	return 0;
}

static int
folder_allow(int ruleset, const char *path, uint64_t access, struct err *e)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access };
	long rc;

	rule.parent_fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (rule.parent_fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0; /* nothing there, nothing to allow */
	if (rule.parent_fd < 0)
		return err_set(e, ERR_STOP, "sandbox", errno,
		    "folder %s cannot be opened: %s", path, strerror(errno));
	rc = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
	    &rule, 0);
	close(rule.parent_fd);
	if (rc < 0)
		return err_set(e, ERR_STOP, "sandbox", errno,
		    "Landlock refuses folder %s: %s", path, strerror(errno));
	return 0;
}

static uint64_t
access_known(long version)
{
	uint64_t all = ACCESS_ALL_V1;

	if (version >= 2)
		all |= ACCESS_REFER;
	if (version >= 3)
		all |= ACCESS_TRUNCATE;
	if (version >= 5)
		all |= ACCESS_IOCTL_DEV;
	return all;
}

static int
folders_allow(
    int ruleset, const char *const *folder, uint64_t access, struct err *e)
{
	int rc = 0;

	for (; folder != NULL && *folder != NULL && rc == 0; folder++)
		rc = folder_allow(ruleset, *folder, access, e);
	return rc;
}

int
sandbox_files(const char *const *write, const char *const *read, struct err *e)
{
	struct landlock_ruleset_attr attr = { 0 };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	int ruleset, rc;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_set(e, ERR_STOP, "sandbox", errno,
		    "no_new_privs cannot be set: %s", strerror(errno));
	if (version < 1)
		return 0; /* a kernel without Landlock */
	attr.handled_access_fs = access_known(version);
	ruleset =
	    (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
	if (ruleset < 0)
		return err_set(e, ERR_STOP, "sandbox", errno,
		    "Landlock cannot be used: %s", strerror(errno));
	rc = folders_allow(ruleset, write,
	    attr.handled_access_fs & ~(uint64_t)LANDLOCK_ACCESS_FS_EXECUTE, e);
	if (rc == 0)
		rc = folders_allow(ruleset, read, ACCESS_READ, e);
	if (rc == 0 && syscall(SYS_landlock_restrict_self, ruleset, 0) < 0)
		rc = err_set(e, ERR_STOP, "sandbox", errno,
		    "Landlock cannot be entered: %s", strerror(errno));
	close(ruleset);
	return rc;
}

int
sandbox_enter(const struct sandbox_filter *f, const char *const *write,
    const char *const *read, struct err *e)
{
	/* Other threads get the filter too; a jail has none to reach. */
	unsigned flags = f->profile == SANDBOX_JAIL ? 0
						    : SECCOMP_FILTER_FLAG_TSYNC;

	if ((write != NULL || read != NULL) &&
	    sandbox_files(write, read, e) < 0)
		return -1;
	if (limits_set(&profiles[f->profile], e) < 0)
		return -1;
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &f->program) !=
		0)
		return err_set(e, ERR_STOP, "sandbox", errno,
		    "the seccomp filter cannot be installed: %s",
		    strerror(errno));
	return 0;
}
