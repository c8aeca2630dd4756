/* message.h - one mail as people and rules see it: parsed, UTF-8, bounded. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "err.h"
#include "wire.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A mailbox of RFC 5322 3.4. */
struct address {
	const char *name;    /* display name, one line of UTF-8, "" if none */
	const char *address; /* local@domain; domain in lower case; checked by
			      * address_check(), never NULL */
};
struct address_list {
	struct address *item;
	size_t n;
};

/* What became of an attachment. */
enum attachment_use {
	ATTACHMENT_UNREAD, /* or not all of it: a person must look */
	ATTACHMENT_READ,   /* its text is in message.attached, or in text */
	ATTACHMENT_ASIDE,  /* nothing that matters: a signature, a business
			    * card, a logo in the text */
	ATTACHMENT_USE_COUNT
};
/* attachment_use_name - "unread", "read", "aside". */
const char *attachment_use_name(enum attachment_use use);

/* An attachment or part: named, its bytes are not kept. */
struct attachment {
	const char *name; /* decoded file name, one line, "" if none */
	const char *type; /* media type in lower case, "application/pdf" */
	int64_t size;     /* decoded bytes */
	enum attachment_use use;
};

/* One header field, in the order of the mail, for guards and for the coder. */
struct header_field {
	const char *name;  /* as written, ASCII */
	const char *value; /* unfolded, decoded, one line of UTF-8 */
};

/* What became of reading the mail: not every flaw is a reason to refuse it. */
enum message_flaw {
	MESSAGE_FLAW_NO_FROM = 1 << 0,     /* no From, or none that parses */
	MESSAGE_FLAW_MANY_FROM = 1 << 1,   /* several From fields or authors */
	MESSAGE_FLAW_BAD_ADDRESS = 1 << 2, /* CR, LF, NUL or the like decoded
					    * inside From or Reply-To */
	MESSAGE_FLAW_TOO_DEEP = 1
				<< 3, /* parts below LIMIT_MIME_DEPTH unread */
	MESSAGE_FLAW_TOO_MANY = 1 << 4, /* parts past LIMIT_MIME_PARTS unread */
	MESSAGE_FLAW_CUT = 1 << 5,      /* text past its limit */
	MESSAGE_FLAW_EMPTY = 1 << 6,    /* no visible text at all */
	MESSAGE_FLAW_CHARSET = 1 << 7,  /* an unknown or wrong charset */
	MESSAGE_FLAW_ENCRYPTED = 1 << 8,  /* S/MIME or PGP encrypted */
	MESSAGE_FLAW_PARTIAL = 1 << 9,    /* intake gave only the first part */
	MESSAGE_FLAW_UNREAD = 1 << 10,    /* an attachment is UNREAD */
	MESSAGE_FLAW_TWO_TEXTS = 1 << 11, /* the mail asks, and so does a file:
					   * question_find_mail() says so */
	MESSAGE_FLAW_HEADER = 1 << 12,    /* header fields past their limit were
					* not seen: a guard may stand there */
};

struct message {
	struct address from; /* the author; .address "" with NO_FROM */
	struct address_list reply_to, to, cc;
	const char *return_path; /* address; "" for <>; NULL where missing */
	const char *message_id;  /* without <>; NULL where missing or broken;
				   * longer than LIMIT_ID_BYTES: "sha256-…" */
	const char *in_reply_to; /* first id without <>, or NULL */
	const char **references; /* ids without <>, oldest first */
	size_t references_n;
	const char *subject; /* one line of UTF-8; "" if none */
	int64_t date_unix;   /* Date field; 0 where missing or broken */
	int date_offset_s;   /* its zone, so that "today" is the asker's */
	struct header_field *header; /* all of them, in order */
	size_t header_n;
	const char *type;        /* media type of the whole, lower case */
	const char *report_type; /* of multipart/report, or what a report part
				  * at the top says; NULL: no report */
	/* of a bounce: what it says of the mail that it is about */
	const char *report_id;      /* its Message-ID, without <>, or NULL */
	const char *report_action;  /* "failed", "delayed", ..., or NULL */
	const char *report_status;  /* "5.1.1" (RFC 3463), or NULL */
	bool calendar;              /* has a text/calendar part with a METHOD */
	const char *text;           /* whole text, UTF-8 with LF; "" if none */
	const char *visible;        /* quotes, signature and footers cut */
	const char *forwarded_from; /* address of a forwarded question's asker,
				     * or NULL */
	struct attachment *attachment;
	size_t attachment_n;
	const char *attached; /* text of the attachments that were read, UTF-8
			       * with LF, in their order; "" if none */
	bool unopened;     /* a file needs a library that this process has not
			* loaded; not part of the record form */
	unsigned flaws;    /* of enum message_flaw */
	const char *guard; /* the robot guard that hit (robot.h) or NULL */
	const char *evidence; /* what it saw, one line; NULL with guard NULL */
	bool asks; /* a question, words that ask, or codes stand in subject or
		    * visible text; false: a machine may have written it */
};

/* What is done with attached files. */
enum message_files {
	MESSAGE_FILES_READ,  /* their text is read, where something can */
	MESSAGE_FILES_NAMED, /* named alone, and UNREAD */
};

/*
 * message_parse - turn the bytes of one mail into text that rules can read.
 *
 * Takes    raw[0..len): RFC 5322 bytes as fetched; CRLF, LF or CR; NUL
 *          allowed; an mbox "From " line or empty lines before the first
 *          field; len at most LIMIT_MAIL_BYTES, 0 allowed.
 * Gives    *out filled; every pointer but those said to be NULL is set.
 * Owns     all strings live in a; raw may be freed at once.
 * Fails    ERR_REFUSE when a's limit is passed. Any flaw of the mail is a
 *          flag, not a failure. The same bytes give the same result.
 * Touches  nothing once message_init() ran: safe in the jail.
 * message_parse_files - the same; message_parse() reads files. PDF, docx and
 *          TNEF need message_init_files(); without it unopened is set.
 */
int message_parse(struct arena *a, const void *raw, size_t len,
    struct message *out, struct err *e);
int message_parse_files(struct arena *a, const void *raw, size_t len,
    enum message_files files, struct message *out, struct err *e);

/* message_parse_body - the same for a decoded body alone, without headers:
 * html or plain UTF-8 text; only text and visible are filled. */
int message_parse_body(struct arena *a, const char *body, size_t len, bool html,
    struct message *out, struct err *e);

/* message_init - load GMime, libxml2, patterns and each charset that
 * iconv(3) would otherwise open files for. Once, before the jail closes. */
void message_init(void);
/* message_init_files - load what reading attached files needs, too. After
 * message_init(), before the jail closes. */
void message_init_files(void);

/* message_field - value of the first field of that name (any case), or NULL;
 * *nth counts up, so that a loop sees each: start with size_t nth = 0. */
const char *message_field(
    const struct message *m, const char *name, size_t *nth);

/* message_write, message_read - to the record form and back. Reading checks
 * every length, count, address and text against limit.h: a jail that was
 * taken over can lie, but not break out. Fails: ERR_REFUSE. */
void message_write(const struct message *m, struct buf *out);
int message_read(
    struct wire *w, struct arena *a, struct message *out, struct err *e);

/* address_check - a plain local@domain that may go into a header or to
 * libcurl: no white space, control byte, comma, <, >, quote or backslash;
 * UTF-8 allowed (RFC 6531); at most LIMIT_ADDRESS_BYTES. */
bool address_check(const char *address);
/* address_domain - what stands after the last @, or "". */
const char *address_domain(const char *address);
/* address_equal - the domain compared without case, the local part too (no
 * real server tells Anna from anna); a "+detail" is kept. */
bool address_equal(const char *a, const char *b);
/* address_base - the address without its "+detail", in lower case, in a. */
const char *address_base(struct arena *a, const char *address);
/* address_detail - "x" of "local+x@domain" in a, or NULL. */
const char *address_detail(struct arena *a, const char *address);

#endif
