/* icd.h - what the tabular list of ICD-10-CM says at a code: what it includes,
 * excludes and asks for besides. */
#ifndef ICD_H
#define ICD_H

#include "lookup.h"

/* Official Guidelines I.A.10 to I.A.17 say what each of them means. */
enum icd_kind {
	ICD_INCLUSION, /* terms for which this code stands */
	ICD_INCLUDES,
	ICD_EXCLUDES1,      /* not coded here: never both */
	ICD_EXCLUDES2,      /* not included here: both where both are there */
	ICD_CODE_FIRST,     /* the etiology goes before this code */
	ICD_USE_ADDITIONAL, /* goes behind this code, where it is known */
	ICD_CODE_ALSO,      /* two codes; which goes first depends */
	ICD_SEVENTH_NOTE,
	ICD_SEVENTH, /* a seventh character */
	ICD_NOTES,
	ICD_KINDS
};
struct icd_note {
	enum icd_kind kind;
	const char *text; /* as printed: "gestational diabetes (O24.4-)" */
	const char *node; /* where it stands: "E11", "S52.5", "E08-E13",
			   * "chapter 4" */
	char character;   /* ICD_SEVENTH: 'A'; else 0 */
};
struct icd_notes {
	enum known known;      /* KNOWN_VALID: the list is loaded */
	struct icd_note *item; /* item[0..n): from the code outwards */
	size_t n;
	struct source source;
};
#define ICD_NOTES_MAX 400 /* of one code; the rest is left out */

/*
 * icd_notes - all that the list says of a code on a day.
 *
 * Takes    code: without dot, header or billable, with or without its seventh
 *          character.
 * Gives    1 where the list is loaded, with its own notes and those that it
 *          inherits: from each code above it, its section and its chapter.
 *          Inclusion terms are not inherited; seventh characters come from
 *          the nearest node that has them. Else 0, see known.
 * Owns     a. Fails: as lookup_code().
 */
int icd_notes(struct lookup *l, struct arena *a, const char *code, date on,
    struct icd_notes *out, struct err *e);

/* icd_covers - true where the codes that a note names ("(E08.-)",
 * "(I60-I69)") hold this one, whatever other condition the note makes. */
bool icd_covers(const char *note, const char *code);

/* One code's notes of a kind that name another code. */
struct icd_clash {
	const char *code, *other; /* the one that has the note; the named one */
	struct icd_note note;
	struct source source;
};
/*
 * icd_clash - whether a note of that kind at one of two codes names the other.
 *
 * Gives    1 with *out, whichever of both has it; 0: none, or not loaded, see
 *          known_out; -1 as icd_notes(). Notes with a condition in words
 *          ("with fifth or sixth character 5") do not count.
 */
int icd_clash(struct lookup *l, struct arena *a, enum icd_kind kind,
    const char *one, const char *other, date on, struct icd_clash *out,
    enum known *known_out, struct err *e);

/* icd_billable - lookup_children(); where no order file is loaded, the codes
 * of the starter pack that begin as the header does. */
int icd_billable(struct lookup *l, struct arena *a, const char *header, date on,
    size_t max, struct code_row **out, size_t *n_out, size_t *all_out,
    struct err *e);

/* icd_exempt - whether a code is exempt from present-on-admission reporting on
 * a day: 1 with the list that says so; 0: see known_out, and *out is the list
 * where one is loaded; -1 as lookup_code(). */
int icd_exempt(struct lookup *l, struct arena *a, const char *code, date on,
    struct source *out, enum known *known_out, struct err *e);

/* icd_show - "S52531A" as "S52.531A", in a; NULL past its limit. */
const char *icd_show(struct arena *a, const char *code);

#endif
