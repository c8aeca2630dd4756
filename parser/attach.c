/* attach.c - which attached files are read, and by what. In: a media type, a
 * file name, bytes. Out: text. One table. */
#include "attach.h"
#include "charset.h"
#include "limit.h"
#include "utf8.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool ready;
/* Of each reader: its library is there. */
static bool loaded[8];

static const char *const plain_types[] = { "text/plain", "text/csv",
	"text/tab-separated-values", "text/markdown",
	"text/comma-separated-values", "application/csv", NULL };
static const char *const plain_ends[] = { ".txt", ".csv", ".tsv", ".md",
	".text", NULL };
static const char *const rtf_types[] = { "text/rtf", "application/rtf",
	"application/x-rtf", "text/richtext", NULL };
static const char *const rtf_ends[] = { ".rtf", NULL };
static const char *const docx_types[] = {
	"application/"
	"vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/vnd.ms-word.document.macroenabled.12", NULL
};
static const char *const docx_ends[] = { ".docx", ".docm", NULL };
static const char *const pdf_types[] = { "application/pdf", "application/x-pdf",
	NULL };
static const char *const pdf_ends[] = { ".pdf", NULL };
static const char *const tnef_types[] = { "application/ms-tnef",
	"application/vnd.ms-tnef", NULL };
static const char *const tnef_ends[] = { "winmail.dat", NULL };

/* Some programs write RTF and call it a Word document (".doc"): how a file
 * begins tells more than its name. */
static const struct attach_reader readers[] = {
	{ "tnef", tnef_types, tnef_ends, "\x78\x9f\x3e\x22", attach_tnef,
	    attach_tnef_init },
	{ "pdf", pdf_types, pdf_ends, "%PDF-", attach_pdf, attach_pdf_init },
	{ "docx", docx_types, docx_ends, "PK\3\4", attach_docx,
	    attach_docx_init },
	{ "rtf", rtf_types, rtf_ends, "{\\rtf", attach_rtf, NULL },
	{ "text", plain_types, plain_ends, NULL, attach_plain, NULL },
};
#define READERS (sizeof(readers) / sizeof(readers[0]))

static bool
ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), k = strlen(end);

	return n >= k && strcasecmp(name + n - k, end) == 0;
}

static bool
fits(const struct attach_reader *r, const char *type, const char *name)
{
	for (size_t i = 0; r->types[i]; i++)
		if (strcmp(r->types[i], type) == 0)
			return true;
	for (size_t i = 0; r->ends[i]; i++)
		if (ends_with(name, r->ends[i]))
			return true;
	return false;
}

const struct attach_reader *
attach_find(const char *type, const char *name)
{
	if (strcmp(type, "application/msword") == 0 || ends_with(name, ".doc"))
		return &readers[3];
	for (size_t i = 0; i < READERS; i++)
		if (fits(&readers[i], type, name))
			return &readers[i];
	return NULL;
}

/* A PDF may have some bytes before its mark (ISO 32000-1 7.5.2, note). */
static bool
begins(const struct attach_reader *r, const struct attach *f)
{
	size_t n = r->magic ? strlen(r->magic) : 0;

	if (n == 0)
		return true;
	if (f->n < n)
		return false;
	if (r->read == attach_pdf)
		return memmem(f->p, f->n < 1024 ? f->n : 1024, r->magic, n) !=
		       NULL;
	return memcmp(f->p, r->magic, n) == 0;
}

bool
attach_read(
    struct arena *a, const struct attach_reader *reader, struct attach *f)
{
	f->text = NULL;
	f->rest = false;
	if (!begins(reader, f))
		return true;
	if (reader->load && !ready)
		return false;
	if (!reader->load || loaded[reader - readers])
		reader->read(a, f);
	return true;
}

/* Bytes that no text holds: a picture, or a program, named .txt. */
static bool
is_binary(const char *p, size_t n)
{
	size_t nul = 0, seen = n < 4096 ? n : 4096;

	if (n >= 2 &&
	    (memcmp(p, "\xff\xfe", 2) == 0 || memcmp(p, "\xfe\xff", 2) == 0))
		return false; /* UTF-16, as Windows' editor writes it */
	for (size_t i = 0; i < seen; i++)
		nul += p[i] == '\0';
	return nul > 0;
}

void
attach_plain(struct arena *a, struct attach *f)
{
	const char *label = NULL, *p = f->p;
	size_t n = f->n;
	bool wrong = false;

	if (is_binary(p, n))
		return;
	if (n >= 2 && memcmp(p, "\xff\xfe", 2) == 0)
		label = "utf-16le";
	else if (n >= 2 && memcmp(p, "\xfe\xff", 2) == 0)
		label = "utf-16be";
	else if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3, n -= 3;
	if (label)
		p += 2, n -= 2;
	if (n > 2 * (size_t)LIMIT_TEXT_BYTES) {
		n = 2 * (size_t)LIMIT_TEXT_BYTES;
		f->rest = true;
	}
	f->text = charset_text(a, label, p, n, NULL, &wrong);
}

void
attach_init(void)
{
	static char room[BUFSIZ];

	if (ready)
		return;
	/* libytnef speaks on standard output, of which stdio would first ask
	 * the kernel what it is: a jail may not. */
	setvbuf(stdout, room, _IOFBF, sizeof(room));
	for (size_t i = 0; i < READERS; i++)
		loaded[i] = readers[i].load && readers[i].load();
	ready = true;
}

bool
attach_ready(void)
{
	return ready;
}
