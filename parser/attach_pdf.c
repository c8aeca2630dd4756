/* attach_pdf.c - home of Poppler. In: the bytes of a PDF. Out: the text that
 * its pages show. */
#include "attach.h"
#include "attach_load.h"
#include "buf.h"
#include "limit.h"
#include "utf8.h"
#include <ctype.h>
#include <glib.h>
#include <poppler.h>
#include <string.h>

/* What is used of it. */
static struct {
	ATTACH_FUNCTION(poppler_document_new_from_bytes);
	ATTACH_FUNCTION(poppler_document_get_n_pages);
	ATTACH_FUNCTION(poppler_document_has_attachments);
	ATTACH_FUNCTION(poppler_document_get_page);
	ATTACH_FUNCTION(poppler_page_get_text);
} lib;
static const struct attach_symbol symbols[] = {
	ATTACH_SYMBOL(poppler_document_new_from_bytes),
	ATTACH_SYMBOL(poppler_document_get_n_pages),
	ATTACH_SYMBOL(poppler_document_has_attachments),
	ATTACH_SYMBOL(poppler_document_get_page),
	ATTACH_SYMBOL(poppler_page_get_text),
};

/* A page with a line of text, to make Poppler load what it loads but once. */
static const char sample[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
    "/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 31>>stream\nBT /F 9 Tf 9 9 Td (warm) Tj ET \n"
    "endstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    "trailer<</Root 1 0 R/Size 6>>\n%%EOF\n";

static bool
has_ink(const char *s)
{
	for (; *s; s++)
		if (!isspace((unsigned char)*s))
			return true;
	return false;
}

/* A page without text may be a picture of one. */
static void
page_read(PopplerDocument *doc, int i, struct buf *out, bool *rest)
{
	PopplerPage *page = lib.poppler_document_get_page(doc, i);
	char *text = page ? lib.poppler_page_get_text(page) : NULL;

	if (text && has_ink(text)) {
		buf_puts(out, text);
		buf_puts(out, "\n");
	} else {
		*rest = true;
	}
	g_free(text);
	if (page)
		g_object_unref(page);
}

/* One under a password is an error, and stays unread. */
static PopplerDocument *
document_open(const struct attach *f)
{
	GBytes *bytes = g_bytes_new_static(f->p, f->n);
	PopplerDocument *doc =
	    lib.poppler_document_new_from_bytes(bytes, NULL, NULL);

	g_bytes_unref(bytes);
	return doc;
}

void
attach_pdf(struct arena *a, struct attach *f)
{
	PopplerDocument *doc = document_open(f);
	struct buf out;
	int pages;

	if (!doc)
		return;
	buf_init(&out, LIMIT_TEXT_BYTES);
	pages = lib.poppler_document_get_n_pages(doc);
	if (pages > LIMIT_PDF_PAGES ||
	    lib.poppler_document_has_attachments(doc))
		f->rest = true;
	for (int i = 0; i < pages && i < LIMIT_PDF_PAGES && !out.full; i++)
		page_read(doc, i, &out, &f->rest);
	f->rest |= out.full;
	if (out.len > 0)
		f->text = utf8_clean(a, buf_text(&out), out.len, NULL);
	buf_free(&out);
	g_object_unref(doc);
}

bool
attach_pdf_init(void)
{
	static PopplerDocument *kept;
	struct arena *a;
	struct attach f = { .p = sample, .n = sizeof(sample) - 1 };

	if (!attach_load("libpoppler-glib.so.8", symbols,
		sizeof(symbols) / sizeof(symbols[0])))
		return false;
	/* What is common to all documents goes with the last one: this stays. */
	kept = document_open(&f);
	a = arena_new(1u << 20);
	attach_pdf(a, &f);
	arena_free(a);
	return kept != NULL;
}
