/* attach_tnef.c - home of libytnef. In: a winmail.dat ([MS-OXTNEF]), in which
 * Outlook packs a mail for its own kind. Out: the text in it; where it also
 * holds files, the caller is told that there is more. */
#include "attach.h"
#include "attach_load.h"
#include "charset.h"
#include "html.h"
#include "limit.h"
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
		f->rest = t.starting_attach.next != NULL;
	}
	lib.TNEFFree(&t);
}

bool
attach_tnef_init(void)
{
	return attach_load(
	    "libytnef.so.0", symbols, sizeof(symbols) / sizeof(symbols[0]));
}
