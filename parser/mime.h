/* mime.h - the structure of a mail in plain structs. Home of GMime, whose
 * types stay in mime.c. Private to parser/. */
#ifndef PARSER_MIME_H
#define PARSER_MIME_H

#include "arena.h"
#include "err.h"
#include "message.h"

/* One part. Parts stand in the order of the mail, each behind its parent. */
struct mime_part {
	int parent;              /* index, -1 for the top */
	const char *type;        /* "text/plain", lower case */
	const char *charset;     /* label, NULL where none */
	const char *name;        /* decoded file name, "" if none */
	const char *method;      /* of text/calendar, or NULL */
	const char *report_type; /* of multipart/report, lower case, or NULL */
	const char *smime_type;  /* of application/pkcs7-mime, or NULL */
	const char *message_id;  /* of message/rfc822: the inner mail's, raw */
	bool attachment;         /* Content-Disposition: attachment */
	bool inlined;            /* shown in the text: by Content-ID or place */
	bool flowed, delsp;      /* RFC 3676 */
	const char *data;        /* decoded, of text parts and of files that
				  * attach_find() knows; else NULL */
	size_t data_n;
	int64_t size; /* decoded bytes; of message/rfc822 the raw ones */
};

struct mime {
	struct header_field *header;
	const char **header_raw; /* unfolded, undecoded, beside header */
	size_t header_n;
	struct mime_part *part;
	size_t part_n;
	unsigned flaws; /* of enum message_flaw */
	bool unopened;  /* as in struct message */
};

/* mime_part_sealed - S/MIME: signed with the text inside, or encrypted. Where
 * it could be opened, what was signed is its one child. */
bool mime_part_sealed(const struct mime_part *p);

/* mime_part_packed - Outlook's winmail.dat. Where it could be opened, what is
 * in it stands below it: a text without a name, and files. */
bool mime_part_packed(const struct mime_part *p);

/* mime_init - load GMime. */
void mime_init(void);

/*
 * mime_parse - header fields and parts of raw[0..len).
 *
 * Takes    files: MESSAGE_FILES_NAMED opens no winmail.dat.
 * Gives    *out; at least one part. Text parts are decoded, at most
 *          LIMIT_HTML_BYTES each and LIMIT_TEXT_ALL together (past it a byte
 *          each, MESSAGE_FLAW_CUT); files that are read up to LIMIT_ATTACH_BYTES
 *          and LIMIT_ATTACH_ALL, else not at all; of others only the size is
 *          kept.
 * Owns     a.
 * Fails    ERR_REFUSE past a's limit.
 * Touches  nothing.
 */
int mime_parse(struct arena *a, const char *raw, size_t len,
    enum message_files files, struct mime *out, struct err *e);

/* mime_addresses - the mailboxes of a raw header value that pass
 * address_check(), groups opened, at most LIMIT_ADDRESSES; *bad_out is set
 * where one does not pass. NULL items past a's limit. */
struct address_list mime_addresses(
    struct arena *a, const char *raw, bool *bad_out);

/* mime_date - a Date field; 0 where broken. */
int64_t mime_date(const char *raw, int *offset_out);

/* mime_words - a header value with its encoded words (RFC 2047) decoded and
 * 8-bit bytes repaired; control bytes are kept. */
char *mime_words(struct arena *a, const char *raw, size_t n, size_t *len_out,
    bool *wrong_out);

#endif
