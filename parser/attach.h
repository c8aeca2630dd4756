/* attach.h - the text in attached files: which are read, and by what. Private
 * to parser/. */
#ifndef PARSER_ATTACH_H
#define PARSER_ATTACH_H

#include "arena.h"
#include <stdbool.h>
#include <stddef.h>

/* The bytes of one file, and what was read of it. */
struct attach {
	const char *name; /* file name, "" if none */
	const char *type; /* media type, lower case */
	const char *p;    /* decoded bytes */
	size_t n;
	/* from here on: what the reader gives */
	const char *text; /* UTF-8, LF; NULL where nothing could be read */
	bool rest;        /* there is more in it than text tells */
	/* of a file that packs others */
	struct attach_packed *packed;
	size_t packed_n;
	bool calendar; /* it is a meeting request, or the answer to one */
};

/* A file within a file. */
struct attach_packed {
	const char *name; /* one line of UTF-8, "" if none */
	const char *type; /* media type in lower case */
	const char *p;    /* its bytes; NULL: a mail or an object, not a file */
	size_t n;
	bool inlined; /* shown in the text */
};

/* One kind of file. */
struct attach_reader {
	const char *name;         /* "pdf" */
	const char *const *types; /* media types, ended by NULL */
	const char *const *ends;  /* ends of file names: ".pdf" */
	const char *magic;        /* how such a file begins, or NULL */
	void (*read)(struct arena *a, struct attach *f);
	bool (*load)(void); /* its library, in attach_init(); NULL: none */
};

/*
 * attach_find - the reader of a file: by its media type, or, where that says
 * nothing (application/octet-stream and the like), by the end of its name.
 * NULL: nothing here reads it.
 */
const struct attach_reader *attach_find(const char *type, const char *name);

/*
 * attach_read - fill f->text and f->rest.
 *
 * Gives    false where the file needs a library and attach_init() has not run
 *          in this process: nothing was read.
 * Owns     text lives in a; past a's limit it is NULL.
 * Touches  nothing, once attach_init() ran.
 */
bool attach_read(
    struct arena *a, const struct attach_reader *reader, struct attach *f);

/* attach_init - load what readers load at their first use: libarchive,
 * Poppler, libytnef. Once, in a process that reads such files, before it
 * closes. attach_ready - whether it ran. */
void attach_init(void);
bool attach_ready(void);

/* The readers, each in a file of its own. */
void attach_plain(struct arena *a, struct attach *f);
void attach_rtf(struct arena *a, struct attach *f);
void attach_docx(struct arena *a, struct attach *f);
void attach_pdf(struct arena *a, struct attach *f);
void attach_tnef(struct arena *a, struct attach *f);
/* Load what they need; false where a library is not installed. */
bool attach_docx_init(void);
bool attach_pdf_init(void);
bool attach_tnef_init(void);

#endif
