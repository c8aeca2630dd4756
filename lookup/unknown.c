/* unknown.c - what an operator hands over besides tables: pages of a download
 * that asked for a licence, manuals, workbooks of the old form, lists of what
 * changed. The first bytes and a name come in; what to do goes out. */
#include "unknown.h"
#include <string.h>

/* How a file begins, white space and a byte order mark aside. */
static const struct {
	const char *bytes;
	size_t n;
	const char *say;
} heads[] = {
	{ "%PDF", 4,
	    "is a PDF: only its publisher's txt, csv, xlsx, xml or zip is "
	    "read: leave it out" },
	{ "<!doctype html", 14,
	    "is a web page, not the file: the download asks to accept a "
	    "licence first: accept it in a browser, and save what comes then" },
	{ "<html", 5,
	    "is a web page, not the file: the download asks to accept a "
	    "licence first: accept it in a browser, and save what comes then" },
	{ "\xd0\xcf\x11\xe0", 4,
	    "is of the old form of Office (.xls, .doc): save it as .xlsx or "
	    ".csv, or take the txt beside it" },
	{ "Rar!", 4, "is an archive of another form than zip: unpack it" },
	{ "7z\xbc\xaf", 4,
	    "is an archive of another form than zip: unpack it" },
	{ "BZh", 3, "is compressed in another form than zip: unpack it" },
	{ "\xfd"
	  "7zXZ",
	    5, "is compressed in another form than zip: unpack it" },
	{ "\x28\xb5\x2f\xfd", 4,
	    "is compressed in another form than zip: unpack it" },
};

/* Files that lie beside those that are taken. */
static const struct {
	const char *name, *say;
} names[] = {
	{ "codes_addenda",
	    "tells changes without headers: import the order file "
	    "(icd10cm_order_...), or its addenda" },
	{ "icd10cm_codes",
	    "lists billable codes alone: import the order file beside it "
	    "(icd10cm_order_...), which has them and their headers" },
	{ "icd10pcs_codes",
	    "lists codes alone: import the order file beside it "
	    "(icd10pcs_order_...), which has them and their headers" },
	{ "addcodes", "tells what was added alone: import the whole list" },
	{ "deletecodes", "tells what was taken off alone: import the whole "
			 "list" },
	{ "revisecodes", "tells what was reworded alone: import the whole "
			 "list" },
	{ "_trans", "tells what changed since the release before: import the "
		    "release itself (ANWEB)" },
	{ "changes_by", "tells what changed since the release before: import "
			"the release itself (ANWEB)" },
	{ "pfall", "tells amounts that the values give: import PPRRVU and "
		   "GPCI, from which they are computed" },
	{ "pfrev", "tells amounts that the values give: import PPRRVU and "
		   "GPCI, from which they are computed" },
	{ "nucc_taxonomy", "tells kinds of providers, which no answer needs: "
			   "leave it out" },
	{ ".xsd", "describes the form of XML, and has no codes: leave it out" },
	{ "readme", "is a note of its publisher: leave it out" },
	{ "read_me", "is a note of its publisher: leave it out" },
	{ "proc_notes", "holds notes without codes: leave it out" },
};

static bool
head_is(const char *p, size_t n, const char *bytes, size_t m)
{
	size_t i;

	if (n < m)
		return false;
	for (i = 0; i < m; i++) {
		char c = p[i];

		if (c >= 'A' && c <= 'Z' && bytes[0] == '<')
			c = (char)(c - 'A' + 'a');
		if (c != bytes[i])
			return false;
	}
	return true;
}

static const char *
head_say(const char *p, size_t n)
{
	size_t i;

	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		n -= 3;
	}
	while (n > 0 && strchr(" \t\r\n", *p) != NULL && *p != '\0') {
		p++;
		n--;
	}
	if (n == 0)
		return "is empty: download it again";
	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (head_is(p, n, heads[i].bytes, heads[i].n))
			return heads[i].say;
	return NULL;
}

const char *
unknown_say(const struct document *d)
{
	const char *say = head_say(d->p, d->n);
	size_t i;

	for (i = 0; say == NULL && i < sizeof(names) / sizeof(names[0]); i++)
		if (name_has(d->name, names[i].name))
			say = names[i].say;
	return say ? say
		   : "no kind of file that is known by its first lines: the "
		     "README lists those that are taken; if it is one of them, "
		     "its layout is new: keep the release before. Else leave "
		     "it out";
}
