/* diagnosis_bare.c - is a text without a question a diagnosis and nothing else
 * ("Sprain of right ankle, initial encounter")? Its words come in, those of
 * diagnoses marked; yes or no goes out. */
#include "diagnosis.h"
#include <ctype.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Words of work, and of claims: with one of them a code of work may be meant.
 * Without an s at their end, as the reader of words cuts them. */
static const char *const work[] = { "repair", "repaired", "removal", "removed",
	"remove", "injection", "injected", "inject", "biopsy", "biopsied",
	"drain", "drained", "drainage", "replacement", "replaced", "closure",
	"suture", "sutured", "stitch", "staple", "graft", "grafted", "flap",
	"implant", "implanted", "insertion", "inserted", "placement", "placed",
	"scope", "xray", "ray", "ct", "mri", "us", "ultrasound", "sonogram",
	"film", "view", "imaging", "test", "testing", "lab", "panel", "level",
	"culture", "visit", "consult", "consultation", "exam", "examination",
	"minute", "min", "hour", "infusion", "therapy", "dose", "unit", "mg",
	"mcg", "ml", "cc", "cm", "mm", "sq", "cast", "splint", "strapping",
	"dressing", "surgery", "surgical", "operation", "operated", "operative",
	"procedure", "treatment", "treated", "reduction", "reduced", "fixation",
	"orif", "release", "released", "incision", "incised", "excision",
	"excised", "resection", "resected", "debridement", "debrided",
	"destruction", "destroyed", "ablation", "frozen", "froze", "cautery",
	"cauterized", "laser", "anesthesia", "sedation", "catheter", "stent",
	"guidance", "bill", "billed", "billing", "billable", "modifier",
	"denied", "denial", "medicare", "medicaid", "payer", "insurance", "cpt",
	"hcpc", "hcpcs", "pay", "paid", "payable", "claim", "fee", "global",
	"done", "performed", "shot", "vaccine", "screening", "administration",
	"management", "evaluation", "monitoring", "device", "brace", "supply",
	"aspiration", "aspirated", "tap", "tapped", "lavage", "irrigation",
	"irrigated", "wash", "shave", "shaved", "punch", "trim", "trimmed",
	"avulsion", "amputation" };
static const char *const work_ends[] = { "ectomy", "otomy", "plasty", "scopy",
	"graphy", "gram", "centesis", "desis", "pexy", "tripsy", "metry" };
/* What ends so is done to a patient, but for these. */
static const char *const states[] = { "impacted", "ruptured", "obstructed",
	"incarcerated", "strangulated", "displaced", "nondisplaced", "closed",
	"infected", "controlled", "uncontrolled", "mixed", "combined",
	"related", "unspecified", "complicated", "uncomplicated", "localized",
	"generalized", "enlarged", "perforated", "induced", "disseminated",
	"embedded", "retained", "advanced", "delayed", "inflamed" };
/* Of a diagnosis told by itself: what it is called in a chart. */
static const char *const chart[] = { "encounter", "subsequent", "sequela",
	"adult", "child", "male", "female", "man", "woman", "boy", "girl",
	"without", "no", "not", "mild", "moderate", "severe", "status" };

static bool
listed(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

static bool
work_named(const char *word)
{
	size_t n = strlen(word);
	if (listed(work, COUNT(work), word) ||
	    (n > 4 && strcmp(word + n - 2, "ed") == 0 &&
		!listed(states, COUNT(states), word)))
		return true;
	for (size_t i = 0; i < COUNT(work_ends); i++) {
		size_t m = strlen(work_ends[i]);
		if (n > m && strcmp(word + n - m, work_ends[i]) == 0)
			return true;
	}
	return false;
}

/* "Sling for stress incontinence": what it is done for stands behind it. */
static bool
is_for(const struct dx_case *k, size_t i)
{
	return !k->w[i].stop && !k->w[i].ends && i + 1 < k->n &&
	       strcmp(k->w[i + 1].text, "for") == 0;
}

bool
dx_bare(const struct question *q, const struct dx_case *k)
{
	if (k->items == 0 || q->code_n > 0 || question_fact(q, "topic") != NULL)
		return false;
	/* "Counseling", "immunization": what was done, in one word. */
	for (size_t i = 0; i < k->items; i++)
		if (k->item[i].to == k->item[i].from + 1 &&
		    k->item[i].code != NULL && k->item[i].code[0] == 'Z')
			return false;
	for (size_t i = 0; i < k->n; i++) {
		const char *word = k->w[i].text;
		/* A word of a diagnosis may be one of work, too ("surgical
		 * wound infection"): only what is left speaks. */
		if (k->used[i])
			continue;
		if (work_named(word) || is_for(k, i))
			return false;
		if (!k->w[i].stop && !k->known[i] && !dx_side(word) &&
		    !isdigit((unsigned char)word[0]) &&
		    !listed(chart, COUNT(chart), word))
			return false;
	}
	return true;
}
