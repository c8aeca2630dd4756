/* message_attach.c - attached files. In: the parts of a mail. Out: their names,
 * the text of those that can be read, and whether one matters that cannot. */
#include "attach.h"
#include "limit.h"
#include "message_text.h"
#include "phrase.h"
#include "utf8.h"
#include <ctype.h>
#include <string.h>

struct files {
	struct arena *a;
	const struct mime *mime;
	enum message_files how;
	struct message *m;
	struct buf text;
	size_t inner; /* part whose mail is the text; part_n: none */
	bool speaks;  /* the mail speaks of what is attached */
};

const char *
attachment_use_name(enum attachment_use use)
{
	static const char *const names[] = { "unread", "read", "aside" };

	return names[use];
}

bool
message_part_is_inner(const struct mime *m, size_t i)
{
	for (int k = m->part[i].parent; k >= 0; k = m->part[k].parent)
		if (strcmp(m->part[k].type, "message/rfc822") == 0)
			return true;
	return false;
}

static bool
is_attachment(const struct mime *m, size_t i)
{
	const struct mime_part *p = &m->part[i];

	if (strncmp(p->type, "multipart/", 10) == 0 ||
	    message_part_is_inner(m, i) ||
	    (mime_part_sealed(p) && i + 1 < m->part_n &&
		m->part[i + 1].parent == (int)i))
		return false;
	if (strstr(p->type, "-signature"))
		return p->name[0] != '\0';
	return !message_part_shown(p, p->parent < 0) || p->name[0] != '\0';
}

/* A mail that names its attachment means it, be it ever so small; so does one
 * without a word. */
static bool
speaks_of_files(const struct message *m)
{
	static const char *const words[] = { "attached", "attachment",
		"attaching", "enclosed", "screenshot", "screen shot",
		"see image", "see the image", "image below", "see picture",
		"see the picture", "picture below", "see photo",
		"see the photo", "photo below", NULL };
	const char *phrase;

	return (m->flaws & MESSAGE_FLAW_EMPTY) ||
	       phrase_last(words, m->visible, strlen(m->visible), 0, &phrase) ||
	       phrase_last(words, m->subject, strlen(m->subject), 0, &phrase);
}

/* Keys, signatures, cards and calendars say nothing of a question. */
static bool
is_formal(const struct mime_part *p)
{
	static const char *const types[] = { "application/pkcs7-signature",
		"application/x-pkcs7-signature", "application/pgp-signature",
		"application/pgp-keys", "application/pgp-encrypted",
		"text/vcard", "text/x-vcard", "text/directory", "text/calendar",
		"application/ics", "message/delivery-status",
		"message/disposition-notification", "text/rfc822-headers",
		NULL };

	for (size_t i = 0; types[i]; i++)
		if (strcmp(types[i], p->type) == 0)
			return true;
	return false;
}

static bool
is_decoration(const struct files *f, const struct mime_part *p)
{
	bool related = p->parent >= 0 && strcmp(f->mime->part[p->parent].type,
					     "multipart/related") == 0;

	return strncmp(p->type, "image/", 6) == 0 && (p->inlined || related) &&
	       p->size < LIMIT_PICTURE_BYTES && !f->speaks;
}

static bool
has_ink(const char *s)
{
	for (; s && *s; s++)
		if (!isspace((unsigned char)*s))
			return true;
	return false;
}

/* Text behind what was attached before it; false where it does not fit. */
static bool
text_add(struct files *f, const char *text)
{
	size_t room = f->text.max - f->text.len, n = strlen(text);

	if (n + 2 > room)
		return false;
	buf_puts(&f->text, text);
	buf_puts(&f->text, n > 0 && text[n - 1] == '\n' ? "\n" : "\n\n");
	return true;
}

/* The file's text goes behind the others'. */
static enum attachment_use
file_read(struct files *f, const struct mime_part *p)
{
	const struct attach_reader *reader = attach_find(p->type, p->name);
	struct attach file = {
		.name = p->name, .type = p->type, .p = p->data, .n = p->data_n
	};

	if (!reader || !p->data || f->how != MESSAGE_FILES_READ)
		return ATTACHMENT_UNREAD;
	if (!attach_read(f->a, reader, &file)) {
		f->m->unopened = true;
		return ATTACHMENT_UNREAD;
	}
	if (!has_ink(file.text) || !text_add(f, file.text))
		return ATTACHMENT_UNREAD;
	return file.rest ? ATTACHMENT_UNREAD : ATTACHMENT_READ;
}

/* What is in a winmail.dat stands below it, where it could be opened. */
static enum attachment_use
packed_use(const struct files *f, size_t i)
{
	bool opened = i + 1 < f->mime->part_n &&
		      f->mime->part[i + 1].parent == (int)i;

	if (!opened && f->mime->unopened)
		f->m->unopened = true;
	return opened ? ATTACHMENT_READ : ATTACHMENT_UNREAD;
}

/* Does the mail in part i hold files, other than what is mere form? */
static bool
holds_files(const struct files *f, size_t i)
{
	for (size_t k = i + 1; k < f->mime->part_n; k++) {
		const struct mime_part *p = &f->mime->part[k];
		int up = p->parent;

		while (up > (int)i)
			up = f->mime->part[up].parent;
		if (mime_part_packed(p) && packed_use(f, k) == ATTACHMENT_READ)
			continue;
		if (up == (int)i && strncmp(p->type, "multipart/", 10) != 0 &&
		    !message_part_shown(p, false) && !is_formal(p) &&
		    !is_decoration(f, p))
			return true;
	}
	return false;
}

/* A mail in this mail. Where that has no words of its own, the first such is
 * its text already. */
static enum attachment_use
mail_read(struct files *f, size_t i)
{
	const char *text;
	bool whole = !holds_files(f, i);

	if (i == f->inner)
		return whole ? ATTACHMENT_READ : ATTACHMENT_UNREAD;
	if (f->how != MESSAGE_FILES_READ)
		return ATTACHMENT_UNREAD;
	text = message_inner_text(f->a, f->mime, i, f->m);
	return has_ink(text) && text_add(f, text) && whole ? ATTACHMENT_READ
							   : ATTACHMENT_UNREAD;
}

static enum attachment_use
part_use(struct files *f, size_t i)
{
	const struct mime_part *p = &f->mime->part[i];

	if (is_formal(p) || is_decoration(f, p))
		return ATTACHMENT_ASIDE;
	if (message_part_shown(p, p->parent < 0))
		return ATTACHMENT_READ;
	if (strcmp(p->type, "message/rfc822") == 0)
		return mail_read(f, i);
	if (mime_part_packed(p))
		return packed_use(f, i);
	return file_read(f, p);
}

int
message_attach(struct arena *a, const struct mime *mime, size_t inner,
    enum message_files files, struct message *m, struct err *e)
{
	struct files f = {
		.a = a, .mime = mime, .how = files, .m = m, .inner = inner
	};

	f.speaks = speaks_of_files(m);
	buf_init(&f.text, LIMIT_TEXT_BYTES);
	m->attachment =
	    arena_array(a, LIMIT_ATTACHMENTS, sizeof(*m->attachment));
	for (size_t i = 0; m->attachment && i < mime->part_n; i++) {
		const struct mime_part *p = &mime->part[i];
		enum attachment_use use;

		if (!is_attachment(mime, i))
			continue;
		if (m->attachment_n == LIMIT_ATTACHMENTS) {
			m->flaws |= MESSAGE_FLAW_TOO_MANY;
			break;
		}
		use = part_use(&f, i);
		m->attachment[m->attachment_n++] =
		    (struct attachment){ p->name, p->type, p->size, use };
		if (use == ATTACHMENT_UNREAD)
			m->flaws |= MESSAGE_FLAW_UNREAD;
	}
	m->attached = arena_memdup(a, buf_text(&f.text), f.text.len);
	buf_free(&f.text);
	return m->attachment && m->attached && !arena_full(a)
		   ? 0
		   : err_set(e, ERR_REFUSE, "message", 0,
			 "the attachments of this mail need more memory than "
			 "a mail may have");
}
