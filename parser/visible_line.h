/* visible_line.h - what each line of a mail's text is. Private to parser/. */
#ifndef PARSER_VISIBLE_LINE_H
#define PARSER_VISIBLE_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum line_kind {
	LINE_EMPTY,
	LINE_TEXT,
	LINE_QUOTE,    /* "> ..." */
	LINE_WROTE,    /* "On ... wrote:"; span lines of it */
	LINE_ORIGINAL, /* "-----Original Message-----" */
	LINE_FORWARD,  /* "---------- Forwarded message ----------" */
	LINE_HEAD,     /* first of a block From:/Sent:/To:/Subject: */
	LINE_RULE,     /* only dashes, stars or the like */
	LINE_DASHES,   /* "-- ": a signature follows (RFC 3676 4.3) */
	LINE_DEVICE,   /* "Sent from my iPhone" */
	LINE_LEGAL,    /* a confidentiality notice begins */
	LINE_ABOVE,    /* "Please type your reply above this line" */
	LINE_LIST,     /* the footer of a list or of a ticket system */
};

struct line {
	const char *p; /* not NUL-terminated */
	size_t n;      /* without the LF and white space before it */
	enum line_kind kind;
	size_t span; /* lines of LINE_WROTE and LINE_HEAD, else 1 */
	size_t own;  /* of LINE_WROTE: bytes before it that are the writer's */
	bool cut;    /* quoted */
};

/* line_classify - set kind, span and own of all n lines. */
void line_classify(struct line *line, size_t n);

/* line_head_kind - which field a header line in a text names: one of
 * HEAD_..., 0 for none; *value_out is what follows the colon. */
enum {
	HEAD_FROM = 1,
	HEAD_DATE = 2,
	HEAD_TO = 4,
	HEAD_SUBJECT = 8,
	HEAD_OTHER = 16
};
int line_head_kind(const struct line *line, const char **value_out);

/* line_bare - the line without white space, quote marks and bold stars at
 * either end. */
struct line line_bare(const struct line *line);
/* line_is_wrote - does an attribution begin here, quoted or not? */
bool line_is_wrote(const struct line *line, size_t n);
/* line_is_notes - does a head begin here as Lotus Notes writes it? */
bool line_is_notes(const struct line *line, size_t n);
/* line_is_signoff - "Thanks," "Best regards": a name may follow. */
bool line_is_signoff(const struct line *line);
/* line_has_contact - a telephone number, ZIP, address of mail or web. */
bool line_has_contact(const struct line *line);
/* line_is_name - could be a person or a practice: begins with a capital, a few
 * words, no digit. line_has_credential - ", CPC" or the like at its end. */
bool line_is_name(const struct line *line);
bool line_has_credential(const struct line *line);
/* line_is_pointer - words that point at a forwarded mail: "FYI", "see below",
 * "can you ask them?". line_has_digit - a code could stand in it. */
bool line_is_pointer(const struct line *line);
bool line_has_digit(const struct line *line);

#endif
