/* attach_docx.c - Word documents (ECMA-376 part 1, 17). In: the archive. Out:
 * the text of its main part: paragraphs, tables, no deleted words. */
#include "attach.h"
#include "attach_load.h"
#include "buf.h"
#include "limit.h"
#include "utf8.h"
#include <archive.h>
#include <archive_entry.h>
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What is used of libarchive. */
static struct {
	ATTACH_FUNCTION(archive_read_new);
	ATTACH_FUNCTION(archive_read_support_format_zip_seekable);
	ATTACH_FUNCTION(archive_read_open_memory);
	ATTACH_FUNCTION(archive_read_next_header);
	ATTACH_FUNCTION(archive_entry_pathname);
	ATTACH_FUNCTION(archive_read_data);
	ATTACH_FUNCTION(archive_read_free);
} lib;
static const struct attach_symbol symbols[] = {
	ATTACH_SYMBOL(archive_read_new),
	ATTACH_SYMBOL(archive_read_support_format_zip_seekable),
	ATTACH_SYMBOL(archive_read_open_memory),
	ATTACH_SYMBOL(archive_read_next_header),
	ATTACH_SYMBOL(archive_entry_pathname),
	ATTACH_SYMBOL(archive_read_data),
	ATTACH_SYMBOL(archive_read_free),
};

#define MAIN_PART "word/document.xml"

/* Parts of the document that hold text, and are no look. */
static bool
is_note(const char *name)
{
	return strcmp(name, "word/footnotes.xml") == 0 ||
	       strcmp(name, "word/endnotes.xml") == 0;
}

/* One entry of the archive: 1, or 0 where it is too large or damaged. */
static int
entry_read(struct archive *z, struct buf *out)
{
	char block[16384];
	la_ssize_t got;

	while ((got = lib.archive_read_data(z, block, sizeof(block))) > 0)
		if (buf_add(out, block, (size_t)got) != 0)
			return 0;
	return got == 0;
}

struct docx {
	struct buf text;
	bool rest;
};

/* Elements of the main part, and what they are as text. */
static const char *
mark_of(const char *name, bool end)
{
	static const struct {
		const char *name;
		bool end;
		const char *text;
	} rows[] = { { "p", true, "\n" }, { "br", false, "\n" },
		{ "cr", false, "\n" }, { "tab", false, "\t" },
		{ "tc", true, "\t" }, { "tr", true, "\n" },
		{ "noBreakHyphen", false, "-" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].end == end && strcmp(rows[i].name, name) == 0)
			return rows[i].text;
	return NULL;
}

/* Below these stands nothing that is to be read: the same once more for older
 * programs, and what was struck out. */
static bool
is_aside(const char *name)
{
	return strcmp(name, "Fallback") == 0 || strcmp(name, "del") == 0 ||
	       strcmp(name, "moveFrom") == 0;
}

struct xml {
	xmlTextReader *r;
	struct docx *d;
	bool take; /* within <w:t> */
	int aside; /* depth of an element to pass over; -1: none */
};

static void
element_read(struct xml *x, const char *name, bool end)
{
	bool empty = !end && xmlTextReaderIsEmptyElement(x->r) == 1;
	int depth = xmlTextReaderDepth(x->r);
	const char *mark;

	if (x->aside >= 0) {
		if (end && depth == x->aside)
			x->aside = -1;
		return;
	}
	if (!end && !empty && is_aside(name)) {
		x->aside = depth;
		return;
	}
	if (strcmp(name, "t") == 0)
		x->take = !end && !empty;
	if (!end && (strcmp(name, "drawing") == 0 || strcmp(name, "pict") == 0))
		x->d->rest = true; /* it may be a scanned note */
	mark = mark_of(name, end || empty);
	if (!mark && empty)
		mark = mark_of(name, false);
	if (mark)
		buf_puts(&x->d->text, mark);
}

/* false: damaged, or with a DTD, which no document has. */
static bool
node_read(struct xml *x)
{
	const char *name = (const char *)xmlTextReaderConstLocalName(x->r);
	const char *value = (const char *)xmlTextReaderConstValue(x->r);
	int type = xmlTextReaderNodeType(x->r);

	if (type == XML_READER_TYPE_DOCUMENT_TYPE ||
	    type == XML_READER_TYPE_ENTITY_REFERENCE)
		return false;
	if (type == XML_READER_TYPE_ELEMENT && name)
		element_read(x, name, false);
	else if (type == XML_READER_TYPE_END_ELEMENT && name)
		element_read(x, name, true);
	else if (x->take && x->aside < 0 && value)
		buf_puts(&x->d->text, value);
	return true;
}

static void
xml_quiet(void *arg, const char *text, xmlParserSeverities severity,
    xmlTextReaderLocatorPtr at)
{
	(void)arg;
	(void)text;
	(void)severity;
	(void)at;
}

static bool
xml_read(struct docx *d, const struct buf *part)
{
	struct xml x = { .d = d, .aside = -1 };
	bool good;
	int rc;

	x.r = xmlReaderForMemory(buf_text(part), (int)part->len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (!x.r)
		return false;
	xmlTextReaderSetErrorHandler(x.r, xml_quiet, NULL);
	while ((rc = xmlTextReaderRead(x.r)) == 1)
		if (!node_read(&x))
			break;
	good = rc == 0;
	xmlFreeTextReader(x.r);
	return good;
}

/* Each part that holds text, in the order of the archive. 1: the main part was
 * among them and all could be read. */
static int
parts_read(struct archive *z, struct docx *d)
{
	struct archive_entry *entry;
	int items = 0, found = 0;

	while (lib.archive_read_next_header(z, &entry) == ARCHIVE_OK) {
		const char *name = lib.archive_entry_pathname(entry);
		bool main_part = name && strcmp(name, MAIN_PART) == 0;
		struct buf part;
		bool good;

		if (++items > LIMIT_UNPACK_ITEMS)
			return 0;
		if (!main_part && !(name && is_note(name)))
			continue;
		buf_init(&part, LIMIT_DOCX_BYTES);
		good = entry_read(z, &part) && xml_read(d, &part);
		buf_free(&part);
		if (!good)
			return 0;
		found |= main_part;
	}
	return found;
}

void
attach_docx(struct arena *a, struct attach *f)
{
	struct archive *z = lib.archive_read_new();
	struct docx d = { .rest = false };

	if (!z)
		abort();
	buf_init(&d.text, LIMIT_TEXT_BYTES);
	lib.archive_read_support_format_zip_seekable(z);
	if (lib.archive_read_open_memory(z, f->p, f->n) == ARCHIVE_OK &&
	    parts_read(z, &d) == 1)
		f->text = utf8_clean(a, buf_text(&d.text), d.text.len, NULL);
	f->rest = d.rest || d.text.full;
	lib.archive_read_free(z);
	buf_free(&d.text);
}

bool
attach_docx_init(void)
{
	/* It puts the archive's times into our zone, whose file a jail may not
	 * look for. */
	setenv("TZ", "UTC0", 1);
	tzset();
	return attach_load(
	    "libarchive.so.13", symbols, sizeof(symbols) / sizeof(symbols[0]));
}
