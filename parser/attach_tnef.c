/* attach_tnef.c - home of libytnef. In: a winmail.dat ([MS-OXTNEF]), in which
 * Outlook packs a mail for its own kind. Out: the text and the files in it. */
#include "attach.h"
#include "attach_load.h"
#include "charset.h"
#include "html.h"
#include "limit.h"
#include "utf8.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ytnef.h>

/* What is used of it. */
static struct {
	ATTACH_FUNCTION(TNEFInitialize);
	ATTACH_FUNCTION(TNEFParseMemory);
	ATTACH_FUNCTION(TNEFFree);
	ATTACH_FUNCTION(MAPIFindProperty);
	ATTACH_FUNCTION(DecompressRTF);
} lib;
static const struct attach_symbol symbols[] = {
	ATTACH_SYMBOL(TNEFInitialize),
	ATTACH_SYMBOL(TNEFParseMemory),
	ATTACH_SYMBOL(TNEFFree),
	ATTACH_SYMBOL(MAPIFindProperty),
	ATTACH_SYMBOL(DecompressRTF),
};

/* A property's bytes, without the NULs that end it; false where it has none. */
static bool
property(MAPIProps *all, unsigned tag, const char **p, size_t *n)
{
	variableLength *v = lib.MAPIFindProperty(all, tag);

	if (v == MAPI_UNDEFINED || v->data == NULL || v->size <= 0)
		return false;
	*p = (const char *)v->data;
	*n = (size_t)v->size;
	return true;
}

static const char *
plain_body(struct arena *a, TNEFStruct *t)
{
	const char *p;
	bool wrong = false;
	size_t n;

	if (property(&t->MapiProperties, PROP_TAG(PT_UNICODE, PR_BODY), &p, &n))
		return charset_text(a, "utf-8", p, strnlen(p, n), NULL, &wrong);
	if (property(&t->MapiProperties, PROP_TAG(PT_STRING8, PR_BODY), &p, &n))
		return charset_text(a, NULL, p, strnlen(p, n), NULL, &wrong);
	if (t->body.data == NULL || t->body.size <= 0)
		return NULL;
	p = (const char *)t->body.data;
	return charset_text(
	    a, NULL, p, strnlen(p, (size_t)t->body.size), NULL, &wrong);
}

static const char *
html_body(struct arena *a, TNEFStruct *t)
{
	const char *p, *out = NULL;
	struct err ignored = { 0 };
	bool wrong = false;
	size_t n;
	char *text;

	if (!property(
		&t->MapiProperties, PROP_TAG(PT_BINARY, PR_BODY_HTML), &p, &n))
		return NULL;
	text = charset_text(a, NULL, p, strnlen(p, n), &n, &wrong);
	if (text && html_text(a, text, n, &out, &ignored) != 0)
		return NULL;
	return out;
}

static const char *
rtf_body(struct arena *a, TNEFStruct *t)
{
	variableLength *v = lib.MAPIFindProperty(
	    &t->MapiProperties, PROP_TAG(PT_BINARY, PR_RTF_COMPRESSED));
	struct attach rtf = { .name = "", .type = "" };
	int size = 0;
	BYTE *plain;

	if (v == MAPI_UNDEFINED || v->data == NULL || v->size < 16)
		return NULL;
	plain = lib.DecompressRTF(v, &size);
	if (plain == NULL || size <= 0)
		return NULL;
	rtf.p = (const char *)plain;
	rtf.n = (size_t)size;
	attach_rtf(a, &rtf);
	free(plain);
	return rtf.text;
}

/* --- files in it -----------------------------------------------------------*/

/* How an attachment is stored ([MS-OXCMSG] 2.2.2.9). */
#define METHOD_BY_VALUE 1

/* A line of text of an attachment: as UTF-8, or in the writer's charset. */
static const char *
file_line(struct arena *a, Attachment *one, unsigned id)
{
	const char *p, *text = NULL;
	bool wrong = false;
	size_t n;

	if (property(&one->MAPI, PROP_TAG(PT_UNICODE, id), &p, &n))
		text = charset_text(a, "utf-8", p, strnlen(p, n), NULL, &wrong);
	else if (property(&one->MAPI, PROP_TAG(PT_STRING8, id), &p, &n))
		text = charset_text(a, NULL, p, strnlen(p, n), NULL, &wrong);
	return text && *text ? utf8_line(a, text, strlen(text)) : NULL;
}

static const char *
file_name(struct arena *a, Attachment *one)
{
	const char *name = file_line(a, one, PR_ATTACH_LONG_FILENAME);
	const char *p = (const char *)one->Title.data;
	bool wrong = false;

	if (!name)
		name = file_line(a, one, PR_ATTACH_FILENAME);
	if (!name)
		name = file_line(a, one, PR_DISPLAY_NAME);
	if (!name && p && one->Title.size > 0) {
		name = charset_text(a, NULL, p,
		    strnlen(p, (size_t)one->Title.size), NULL, &wrong);
		name = name ? utf8_line(a, name, strlen(name)) : NULL;
	}
	return name ? name : "";
}

static const char *
file_type(struct arena *a, Attachment *one)
{
	const char *type = file_line(a, one, PR_ATTACH_MIME_TAG);
	char *low = type ? arena_strdup(a, type) : NULL;

	for (char *p = low; p && *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return low && strlen(low) < 100 ? low : "application/octet-stream";
}

/* Mails and objects are no files, though bytes stand for them. */
static bool
is_by_value(Attachment *one)
{
	const char *p;
	size_t n;

	if (!property(&one->MAPI, PROP_TAG(PT_LONG, PR_ATTACH_METHOD), &p, &n))
		return true;
	return n >= 1 && p[0] == METHOD_BY_VALUE;
}

static void
file_unpack(struct arena *a, Attachment *one, struct attach_packed *out)
{
	*out = (struct attach_packed){ .name = file_name(a, one),
		.type = file_type(a, one),
		.inlined = file_line(a, one, PR_ATTACH_CONTENT_ID) != NULL };
	if (!is_by_value(one) || !one->FileData.data || one->FileData.size <= 0)
		return;
	out->n = (size_t)one->FileData.size;
	out->p = arena_memdup(a, one->FileData.data, out->n);
}

static void
files_unpack(struct arena *a, TNEFStruct *t, struct attach *f)
{
	f->packed = arena_array(a, LIMIT_ATTACHMENTS, sizeof(*f->packed));
	for (Attachment *one = t->starting_attach.next; one; one = one->next) {
		if (!f->packed || f->packed_n == LIMIT_ATTACHMENTS) {
			f->rest = true;
			return;
		}
		file_unpack(a, one, &f->packed[f->packed_n++]);
	}
}

void
attach_tnef(struct arena *a, struct attach *f)
{
	/* It wants bytes that it may write to. */
	BYTE *copy = arena_memdup(a, f->p, f->n);
	TNEFStruct t;

	if (copy == NULL)
		return;
	memset(&t, 0, sizeof(t));
	lib.TNEFInitialize(&t);
	if (lib.TNEFParseMemory(copy, (long)f->n, &t) == 0) {
		f->text = plain_body(a, &t);
		if (f->text == NULL)
			f->text = rtf_body(a, &t);
		if (f->text == NULL)
			f->text = html_body(a, &t);
		t.messageClass[sizeof(t.messageClass) - 1] = '\0';
		f->calendar = strcasestr(t.messageClass, "schedule") != NULL;
		files_unpack(a, &t, f);
	}
	lib.TNEFFree(&t);
}

bool
attach_tnef_init(void)
{
	return attach_load(
	    "libytnef.so.0", symbols, sizeof(symbols) / sizeof(symbols[0]));
}
