/* diagnosis_left.c - what a text says beside the diagnoses that were read, and
 * whether it may change their codes. */
#include "diagnosis.h"
#include <ctype.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Words that ask, greet or thank: with these alone around it, a diagnosis is
 * the whole question. */
static const char *const courtesy[] = { "hi", "hello", "hey", "thank", "thanks",
	"please", "pl", "icd", "10", "cm", "code", "diagnosi", "diagnosis",
	"dx", "what", "which", "quick", "one", "question", "need", "help",
	"for", "dear", "team", "you", "i", "we", "coding", "do", "use", "right",
	"correct", "full", "documented", "note", "says", "say", "me", "can",
	"regard", "best", "desk", "morning", "good", "there", "new", "order",
	"sequence", "first", "episode", "initial", "documentation", "chart",
	"office", "patient", "pt", "seen", "today", "outpatient", "inpatient",
	"clinic", "er", "ed" };

/* Places in the body: where one is told that no code has, the code is not the
 * one that was meant. */
static const char *const places[] = { "abdomen", "ankle", "arm", "back",
	"bladder", "brain", "breast", "buttock", "calf", "cheek", "chest",
	"chin", "colon", "ear", "elbow", "eye", "eyelid", "face", "finger",
	"foot", "forearm", "forehead", "groin", "hand", "heel", "hip", "jaw",
	"kidney", "knee", "leg", "lip", "liver", "lung", "mouth", "neck",
	"nose", "ovary", "pelvis", "rectum", "rib", "scalp", "shoulder", "skin",
	"spine", "stomach", "thigh", "throat", "thumb", "toe", "tongue",
	"tooth", "trunk", "wrist", "cervical", "thoracic", "lumbar", "radius",
	"ulna", "tibia", "fibula", "femur", "humerus", "patella", "clavicle",
	"metatarsal", "metacarpal", "meniscus", "tendon", "ligament" };

/* Words that often lead to another code. */
static const char *const qualifiers[] = { "acute", "chronic", "subacute",
	"recurrent", "intractable", "refractory", "severe", "mild", "moderate",
	"persistent", "intermittent", "exacerbation", "complicated",
	"complication", "upper", "lower", "outer", "inner", "quadrant",
	"medial", "lateral", "proximal", "distal", "anterior", "posterior",
	"stage", "grade", "type", "class", "primary", "secondary", "metastatic",
	"malignant", "benign", "infected", "perforated", "obstruction",
	"obstructed", "bleeding", "gangrene", "abscess", "bilateral",
	"remission", "trimester", "pregnant", "pregnancy", "postpartum",
	"newborn", "neonatal", "congenital", "traumatic", "postoperative",
	"induced", "ulcer", "neuropathy", "nephropathy", "retinopathy",
	"nonunion", "malunion", "open", "displaced", "hypoxia", "sepsi",
	"septic", "perforation", "overdose", "poisoning", "underdosing",
	"noncompliance", "hypertensive", "diabetic", "partial", "complete",
	"incomplete", "thickness", "total", "insulin", "sequela", "sequelae",
	"residual", "bmi", "coli", "klebsiella", "pseudomona", "proteu",
	"claudication", "revision", "reversal", "takedown", "closure",
	"clearance", "preoperative", "preop", "foreign", "forgot", "forgets",
	"skipped", "skipping", "noncompliant", "nonadherent", "nonadherence",
	"afford", "rationing", "staph", "staphylococcu", "aureu", "mrsa",
	"mssa", "strep", "streptococcu", "pylori", "enterococcu", "difficile",
	"fungal", "viral", "bacterial" };

static bool
listed(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

/* "Without spontaneous rupture of ear drum" says neither of them; a comma or
 * "with" ends what is not there. */
static bool
behind_without(const char *title, const char *at)
{
	bool behind = false;
	for (const char *s = title; s < at; s++) {
		if (strncasecmp(s, "without ", 8) == 0)
			behind = true;
		else if (*s == ',' || strncasecmp(s, " with ", 6) == 0)
			behind = false;
	}
	return behind;
}

/* "Not intractable" does not say "intractable", nor "unspecified as to partial
 * versus complete" either of them. */
bool
dx_says(const char *title, const char *word)
{
	static const char *const not [] = { "not ", "without ", "as to ",
		"versus " };
	const char *at = strcasestr(title, word);
	for (size_t i = 0; i < COUNT(not ) && at != NULL; i++) {
		size_t n = strlen(not [i]);
		if (at >= title + n && strncasecmp(at - n, not [i], n) == 0)
			return false;
	}
	return at != NULL && !behind_without(title, at);
}

/* "Appendicitis with perforation": what is tied to a diagnosis and was not
 * read may lead to another code. */
static bool
tied_left(const struct dx_case *k, const struct dx *d)
{
	static const char *const ties[] = { "with", "due", "by", "of", "from",
		"without", "causing", "secondary" };
	bool tied = false, out = false; /* "without obstruction" */
	for (size_t i = d->to; i < k->n && !k->w[i - 1].ends; i++) {
		const char *word = k->w[i].text;
		if (listed(ties, COUNT(ties), word)) {
			tied = true;
			out = out || strcmp(word, "without") == 0;
		} else if (tied && strcmp(word, "no") == 0) {
			return false;
		} else if (!k->w[i].stop && !dx_side(word)) {
			return tied && !k->used[i] &&
			       !(out && strcasestr(d->row.plain, word));
		}
	}
	return false;
}

/* Treatments that a visit may be for: then the visit has a code of its own, in
 * front (Guidelines I.C.2.e.2). */
static const char *const treatments[] = { "chemotherapy", "radiation",
	"immunotherapy", "brachytherapy" };

/* Who has it, and that he has it: no part of a diagnosis. */
static const char *const having[] = { "man", "woman", "male", "female", "boy",
	"girl", "child", "baby", "infant", "adult", "lady", "gentleman", "guy",
	"year", "yr", "yo", "old", "month", "week", "day", "complain",
	"complaining", "complaint", "presents", "present", "presented",
	"presenting", "has", "have", "had", "came", "come", "in", "here",
	"admitted", "diagnosed", "visit", "followup", "follow", "up",
	"worsening", "worse", "ongoing", "increased", "increasing", "known",
	"stable", "established", "same", "also", "only", "just", "and", "plu",
	"plus", "plain", "simple", "classic", "typical", "active", "current",
	"main", "daughter", "son", "mother", "father", "history", "hx",
	"report", "problem", "condition", "case", "side", "started", "onset",
	"treatment", "treated", "still", "managed" };

static bool
unread(const struct dx_case *k, size_t i)
{
	const char *word = k->w[i].text;
	return !k->used[i] && !k->w[i].stop && k->known[i] && !dx_side(word) &&
	       strlen(word) > 2 && !isdigit((unsigned char)word[0]) &&
	       !listed(courtesy, COUNT(courtesy), word) &&
	       !listed(having, COUNT(having), word);
}

/* "Colon cancer, here for chemo" */
static bool
treatment_told(const struct dx_case *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (!k->used[i] &&
		    listed(treatments, COUNT(treatments), k->w[i].text))
			return true;
	return false;
}

/* "GERD and Barrett's": what is joined to a diagnosis as another one, and was
 * not read. */
static bool
joined_left(const struct dx_case *k, const struct dx *d)
{
	static const char *const joins[] = { "and", "plu", "plus" };
	static const char *const acts[] = { "want", "wants", "need", "needs",
		"asked", "asking", "told", "took", "takes", "taking", "feels",
		"doing", "other", "then", "now" };
	size_t i = d->to;
	if (i == 0 || i + 1 >= k->n || k->w[i - 1].ends || k->w[i].ends ||
	    !listed(joins, COUNT(joins), k->w[i].text))
		return false;
	const char *word = k->w[i + 1].text;
	return !k->used[i + 1] && !k->w[i + 1].stop && !dx_side(word) &&
	       strlen(word) > 2 && !isdigit((unsigned char)word[0]) &&
	       !listed(acts, COUNT(acts), word) &&
	       !listed(courtesy, COUNT(courtesy), word) &&
	       !listed(having, COUNT(having), word);
}

/* "Cigarette dependence": one word by itself is a main term of the index, and
 * the unread word before it leads elsewhere. */
static bool
term_narrowed(const struct dx_case *k, const struct dx *d)
{
	size_t i = d->from;
	return d->to == i + 1 && i > 0 && !k->w[i - 1].ends && unread(k, i - 1);
}

/* "Disc herniation with radiculopathy": what stands before the tie was not
 * read, and may be what the code is named after. */
static bool
tied_before(const struct dx_case *k, const struct dx *d)
{
	static const char *const ties[] = { "with", "due", "causing" };
	bool tied = false;
	for (size_t i = d->from; d->to > 0 && i-- > 0 && !k->w[i].ends;) {
		const char *word = k->w[i].text;
		if (listed(ties, COUNT(ties), word))
			tied = true;
		/* "C5-6" lies between the two */
		else if (!k->w[i].stop && !dx_side(word) &&
			 strpbrk(word, "0123456789") == NULL)
			return tied && unread(k, i);
	}
	return false;
}

/* "History of polyps, screening": for what, the word alone does not say. */
static bool
purpose_alone(const struct dx_case *k, const struct dx *d)
{
	static const char *const purposes[] = { "screening", "screen",
		"examination", "exam", "checkup", "encounter", "dependence",
		"abuse" };
	return d->to == d->from + 1 &&
	       listed(purposes, COUNT(purposes), k->w[d->from].text);
}

/* "Without perforation or bleeding": what is not there changes no code. */
static bool
absent(const struct dx_case *k, size_t i)
{
	static const char *const no[] = { "no", "without", "not", "denies" };
	static const char *const or [] = { "or", "nor" };
	for (size_t back = 0; back < 4 && i-- > 0 && !k->w[i].ends; back++) {
		const char *word = k->w[i].text;
		if (listed(no, COUNT(no), word))
			return true;
		if (!k->w[i].stop && !listed(or, COUNT(or), word) &&
		    !listed(qualifiers, COUNT(qualifiers), word))
			return false;
	}
	return false;
}

/* Both sides of one diagnosis, each with its code. */
static bool
sides_coded(const struct dx_case *k)
{
	for (size_t i = 0; i + 1 < k->items; i++)
		if (strncmp(k->item[i].code, k->item[i + 1].code, 4) == 0 &&
		    dx_says(k->item[i].row.plain, "right") &&
		    dx_says(k->item[i + 1].row.plain, "left"))
			return true;
	return false;
}

/* Whether something was told that belongs to no diagnosis and no code, and
 * may change them. */
bool
dx_more_told(const struct dx_case *k)
{
	/* Where the stitches were, their removal's code does not say. */
	bool aftercare = k->items == 1 &&
			 strncmp(k->item[0].code, "Z480", 4) == 0;
	for (size_t i = 0; i < k->n; i++) {
		const char *word = k->w[i].text;
		bool told = k->used[i] || k->w[i].stop ||
			    (aftercare && listed(places, COUNT(places), word));
		if (!listed(places, COUNT(places), word) &&
		    !listed(qualifiers, COUNT(qualifiers), word))
			continue;
		if (absent(k, i) ||
		    (strcmp(word, "bilateral") == 0 && sides_coded(k)))
			continue;
		/* "28 weeks pregnant": "in pregnancy". */
		if (strncmp(word, "pregnan", 7) == 0)
			word = "pregnan";
		for (size_t j = 0; j < k->items && !told; j++)
			told = dx_says(k->item[j].row.plain, word);
		if (!told)
			return true;
	}
	if (treatment_told(k))
		return true;
	for (size_t i = 0; i < k->items && k->items > 1; i++)
		if (purpose_alone(k, &k->item[i]))
			return true;
	for (size_t i = 0; i < k->items; i++)
		if (!aftercare && k->item[i].to > 0 &&
		    (tied_left(k, &k->item[i]) || joined_left(k, &k->item[i]) ||
			tied_before(k, &k->item[i]) ||
			term_narrowed(k, &k->item[i])))
			return true;
	return false;
}

#define CATEGORY 3
#define SIBLINGS 2500 /* titles of a category that are looked at */
#define NEAR     4    /* words from a diagnosis that may belong to it */

/* Whether word i stands near the diagnosis, in its sentence. */
static bool
near(const struct dx_case *k, const struct dx *d, size_t i)
{
	size_t from = i < d->from ? i : d->to - 1;
	size_t to = i < d->from ? d->from : i;
	if (to - from > NEAR)
		return false;
	for (size_t w = from; w < to; w++)
		if (k->w[w].ends)
			return false;
	return true;
}

static bool
title_word(const char *title, const char *word)
{
	struct word w[SEARCH_WORDS];
	size_t n = words_cut(title, w, SEARCH_WORDS);
	for (size_t i = 0; i < n; i++)
		if (strcmp(w[i].text, word) == 0)
			return true;
	return false;
}

/* The codes of its category; of the subcategory where those are too many. */
static int
siblings(const struct answer_context *c, const char *code,
    struct code_row **row, size_t *n, struct err *e)
{
	for (size_t keep = CATEGORY; keep <= CATEGORY + 1; keep++) {
		char head[CATEGORY + 2] = "";
		size_t all = 0;
		strncpy(head, code, keep);
		if (icd_billable(c->lookup, c->a, head, c->on, SIBLINGS, row, n,
			&all, e) != 0)
			return -1;
		if (all <= *n)
			return 0;
	}
	return 0;
}

int
dx_sibling_told(
    const struct answer_context *c, const struct dx_case *k, struct err *e)
{
	for (size_t i = 0; i < k->items; i++) {
		const struct dx *d = &k->item[i];
		struct code_row *row = NULL;
		size_t n = 0;
		if (d->to == 0 || d->code == NULL)
			continue;
		if (siblings(c, d->code, &row, &n, e) != 0)
			return -1;
		for (size_t w = 0; w < k->n; w++)
			for (size_t s = 0; s < n && unread(k, w) &&
					   near(k, d, w) && !absent(k, w) &&
					   !dx_says(d->row.plain, k->w[w].text);
			     s++)
				if (title_word(row[s].plain, k->w[w].text) &&
				    dx_says(row[s].plain, k->w[w].text))
					return 1;
	}
	return 0;
}

/* No code of the category names this place, none of the subcategory any. */
static bool
no_places(
    const struct code_row *row, size_t n, const struct dx *d, const char *place)
{
	for (size_t s = 0; s < n; s++) {
		struct word w[SEARCH_WORDS];
		size_t words = words_cut(row[s].plain, w, SEARCH_WORDS);
		bool close = strncmp(row[s].code, d->code, CATEGORY + 1) == 0;
		for (size_t i = 0; i < words; i++)
			if (strcmp(w[i].text, place) == 0 ||
			    (close && listed(places, COUNT(places), w[i].text)))
				return false;
	}
	return true;
}

/* The place right behind a diagnosis: "shingles on the trunk", "nail fungus,
 * both feet"; k->n where none is. */
static size_t
place_behind(const struct dx_case *k, const struct dx *d)
{
	for (size_t i = d->to; i < k->n && !k->w[i - 1].ends; i++) {
		if (listed(places, COUNT(places), k->w[i].text))
			return i;
		if (!k->w[i].stop && !dx_side(k->w[i].text))
			break;
	}
	return k->n;
}

/* "Age-related nuclear cataract, bilateral": that of one side names the eye. */
static bool
side_names(
    const struct code_row *row, size_t n, const struct dx *d, const char *place)
{
	size_t len = strlen(d->code);
	if (!dx_says(d->row.plain, "bilateral"))
		return false;
	for (size_t s = 0; s < n; s++)
		if (strncmp(row[s].code, d->code, len - 1) == 0 &&
		    title_word(row[s].plain, place))
			return true;
	return false;
}

/* Pain of a place has codes in other chapters, and what is unspecified may be
 * told by the place. */
static bool
place_apart(const struct dx *d)
{
	static const char *const elsewhere[] = { "R", "Z", "G89", "M" };
	for (size_t x = 0; x < COUNT(elsewhere); x++)
		if (strncmp(d->code, elsewhere[x], strlen(elsewhere[x])) == 0)
			return true;
	return strcasestr(d->row.plain, "unspecified") != NULL;
}

int
dx_places_read(const struct answer_context *c, struct dx_case *k, struct err *e)
{
	for (size_t i = 0; i < k->items; i++) {
		const struct dx *d = &k->item[i];
		struct code_row *row = NULL;
		size_t n = 0;
		size_t at = d->to == 0 || d->code == NULL ? k->n
							  : place_behind(k, d);
		if (at == k->n)
			continue;
		if (siblings(c, d->code, &row, &n, e) != 0)
			return -1;
		const char *place = k->w[at].text;
		if (n > 0 &&
		    (side_names(row, n, d, place) ||
			(!place_apart(d) && no_places(row, n, d, place))))
			k->used[at] = true;
	}
	return 0;
}

/* Nothing but diagnoses was told. */
bool
dx_all_read(const struct dx_case *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (!k->used[i] && !k->w[i].stop &&
		    !listed(courtesy, COUNT(courtesy), k->w[i].text))
			return false;
	return true;
}
