/* mime_encode.c - a reply's identity and two bodies in, the bytes of an RFC
 * 5322 message out: multipart/alternative, quoted-printable, strict CRLF. */
#include "clock.h"
#include "digest.h"
#include "header.h"
#include "limit.h"
#include "reply.h"
#include <string.h>

#define QP_COLUMNS    75 /* of 76, RFC 2045 6.7: one is kept for "=" */
#define BOUNDARY_HASH 15 /* bytes: 24 characters in base 32 */
#define ENCODED_MAX \
	((size_t)8 * LIMIT_REPLY_BYTES) /* quoted-printable triples */

static int
encode_full(struct err *e)
{
	return err_set(e, ERR_REFUSE, "reply", 0,
	    "the reply needs more memory than one mail may take");
}

/* Whether the byte at s may stand for itself in column `column`. A dot or
 * "From " first on a line is changed by some servers on the way. */
static bool
qp_plain(const char *s, size_t column)
{
	if (*s == ' ' || *s == '\t')
		return s[1] != '\n' && s[1] != '\0';
	if (column == 0 && (*s == '.' || strncmp(s, "From ", 5) == 0))
		return false;
	return *s > 0x20 && *s < 0x7F && *s != '=';
}

/* How many bytes from s on stand for themselves, within the line. */
static size_t
qp_run(const char *s, size_t column)
{
	size_t n = 0;

	while (column + n < QP_COLUMNS && qp_plain(s + n, column + n))
		n++;
	return n;
}

static void
qp_add(struct buf *b, const char *s)
{
	static const char digit[] = "0123456789ABCDEF";
	size_t column = 0, n;

	while (*s != '\0') {
		unsigned char c = (unsigned char)*s;

		if (c == '\n') {
			buf_add(b, "\r\n", 2);
			column = 0;
			s++;
		} else if ((n = qp_run(s, column)) > 0) {
			buf_add(b, s, n);
			column += n;
			s += n;
		} else if (column + 3 > QP_COLUMNS) {
			buf_add(b, "=\r\n", 3);
			column = 0;
		} else {
			char hex[3] = { '=', digit[c >> 4], digit[c & 15] };

			buf_add(b, hex, sizeof(hex));
			column += sizeof(hex);
			s++;
		}
	}
}

static void
part_add(
    struct buf *b, const char *boundary, const char *type, const char *body)
{
	buf_printf(b,
	    "--%s\r\n"
	    "Content-Type: text/%s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n",
	    boundary, type);
	qp_add(b, body);
	buf_puts(b, "\r\n");
}

/* From the Message-ID, so that the same reply has the same bytes; "=_" cannot
 * occur in quoted-printable text. */
static const char *
boundary_make(struct arena *a, const char *message_id)
{
	unsigned char hash[DIGEST_BYTES];
	char text[(8 * BOUNDARY_HASH + 4) / 5 + 1];

	digest_of(message_id, strlen(message_id), hash);
	digest_base32(hash, BOUNDARY_HASH, text);
	return arena_printf(a, "=_consultd_%s", text);
}

static int
people_add(struct arena *a, struct buf *b, const struct reply_envelope *env,
    struct err *e)
{
	if (header_address(a, b, "From", env->from_name, env->from, e) == -1 ||
	    header_address(a, b, "To", env->to_name, env->to, e) == -1)
		return -1;
	if (env->reply_to != NULL &&
	    header_address(
		a, b, "Reply-To", env->from_name, env->reply_to, e) == -1)
		return -1;
	return 0;
}

/* RFC 5322 3.6.4: the last ids of References, and the parent at the end. */
static int
thread_add(struct arena *a, struct buf *b, const struct reply_envelope *env)
{
	const char *parent = env->in_reply_to;
	size_t n = 0, from = 0;
	const char **id = arena_array(a, env->references_n + 1, sizeof(*id));

	if (id == NULL)
		return -1;
	for (size_t i = 0; i < env->references_n; i++)
		if (header_id_check(env->references[i]) &&
		    (parent == NULL || strcmp(env->references[i], parent) != 0))
			id[n++] = env->references[i];
	if (parent != NULL && header_id_check(parent))
		id[n++] = parent;
	if (n > LIMIT_REFERENCES)
		from = n - LIMIT_REFERENCES;
	header_ids(b, "In-Reply-To", &parent, parent != NULL ? 1 : 0);
	header_ids(b, "References", id + from, n - from);
	return 0;
}

/* RFC 3834 3.1.7 and 5; the second field is Microsoft's way to ask for no
 * automatic answers ([MS-OXCMAIL] 2.1.3.2.20). */
static void
robot_add(struct buf *b, const struct reply_envelope *env)
{
	if (env->generated)
		header_word(b, "Auto-Submitted", "auto-generated");
	else if (env->automatic)
		header_word(b, "Auto-Submitted", "auto-replied");
	header_word(b, "X-Auto-Response-Suppress", "All");
	if (env->loop != NULL)
		header_word(b, "X-Consultd-Loop", env->loop);
}

static int
headers_add(struct arena *a, struct buf *b, const struct reply_envelope *env,
    const struct reply *r, const char *boundary, struct err *e)
{
	char when[32];

	if (!header_id_check(r->message_id) ||
	    strchr(r->message_id, '@') == NULL)
		return err_set(e, ERR_REFUSE, "reply", 0,
		    "the Message-ID of the reply cannot stand in a field");
	buf_printf(b, "Date: %s\r\n", clock_rfc5322(env->now_unix, when));
	if (people_add(a, b, env, e) == -1)
		return -1;
	if (header_text(a, b, "Subject", r->subject) == -1)
		return encode_full(e);
	header_ids(b, "Message-ID", &r->message_id, 1);
	if (thread_add(a, b, env) == -1)
		return encode_full(e);
	robot_add(b, env);
	buf_printf(b,
	    "Content-Language: en\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/alternative;\r\n"
	    " boundary=\"%s\"\r\n"
	    "\r\n",
	    boundary);
	return 0;
}

int
mime_encode(struct arena *a, const struct reply_envelope *env,
    struct reply *out, struct err *e)
{
	const char *boundary = boundary_make(a, out->message_id);
	struct buf b;
	char *bytes = NULL;

	if (boundary == NULL)
		return encode_full(e);
	buf_init(&b, ENCODED_MAX);
	if (headers_add(a, &b, env, out, boundary, e) == -1) {
		buf_free(&b);
		return -1;
	}
	part_add(&b, boundary, "plain", out->text);
	part_add(&b, boundary, "html", out->html);
	buf_printf(&b, "--%s--\r\n", boundary);
	if (!b.full)
		bytes = arena_memdup(a, b.data, b.len);
	if (bytes != NULL) {
		out->bytes = bytes;
		out->len = b.len;
	}
	buf_free(&b);
	return bytes == NULL ? encode_full(e) : 0;
}
