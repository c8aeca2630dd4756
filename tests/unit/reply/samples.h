/* samples.h - answers as they come from the tables, for the reply tests. */
#ifndef SAMPLES_H
#define SAMPLES_H

#include "reply.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define PACK(row_name) \
	{ \
		.name = "starter pack", .publisher = "consultd", \
		.edition = "2026.11", .row = row_name \
	}

static const char *ecmo_heading[] = { "Code", "Age", "Approach", "Site" };
static const char *ecmo_cell[] = {
	"33951",
	"birth through 5 years",
	"through the skin",
	"peripheral", //
	"33952",
	"6 years and older",
	"through the skin",
	"peripheral", //
	"33953",
	"birth through 5 years",
	"open",
	"peripheral", //
	"33954",
	"6 years and older",
	"open",
	"peripheral", //
	"33955",
	"birth through 5 years",
	"sternotomy or thoracotomy",
	"central", //
	"33956",
	"6 years and older",
	"sternotomy or thoracotomy",
	"central",
};
static struct answer_table ecmo_table = { "33954 and its neighbours",
	ecmo_heading, 4, ecmo_cell, 6 };

static struct answer_reason explain_reason[] = {
	{ "33954 is for peripheral cannulas put in by an open operation, in "
	  "a patient of 6 years or more. Fluoroscopic guidance is part of it.",
	    PACK("ecmo_cannula_in:33954") },
	{ "The code counts once a session, however many cannulas are put in.",
	    { .name = "National Correct Coding Initiative Policy Manual",
		.publisher = "CMS",
		.edition = "2026",
		.row = "chapter 5" } },
	{ "Read as one code, not as a ZIP code.", { .name = NULL } },
	{ "An age on the day of the service counts.",
	    PACK("ecmo_cannula_in:33954") },
};
static const char *explain_change[] = {
	"If the patient is under 6 years: 33953.",
	"If the cannulas go in through the skin: 33952.",
};
static struct answer explain = {
	.verdict = VERDICT_INFO,
	.kind = "explain",
	.understood = "What is 33954?",
	.headline = "33954: putting in ECMO cannulas, open, peripheral, "
		    "6 years and older.",
	.reason = explain_reason,
	.reason_n = COUNT(explain_reason),
	.change = explain_change,
	.change_n = COUNT(explain_change),
	.table = &ecmo_table,
	.table_n = 1,
	.as_of = 20261122,
	.vintage = "starter pack 2026.11",
	.shows_cpt = true,
};

static const char *compare_heading[] = { "Code", "What it is" };
static const char *compare_cell[] = {
	"33953",
	"Putting in ECMO cannulas in an open way, peripheral, birth through "
	"5 years; fluoroscopic guidance is part of it.",
	"33954",
	"Putting in ECMO cannulas in an open way, peripheral, 6 years and "
	"older; fluoroscopic guidance is part of it.",
};
static struct answer_table compare_table = { "Side by side", compare_heading, 2,
	compare_cell, 2 };
static struct answer_reason compare_reason[] = {
	{ "They differ in age: 33953 is for birth through 5 years, 33954 is "
	  "for 6 years and older.",
	    PACK("ecmo_cannula_in:33953") },
};
static struct answer compare = {
	.verdict = VERDICT_INFO,
	.kind = "compare",
	.understood = "What is the difference between 33953 and 33954?",
	.headline = "They differ in age: 33953 is for birth through 5 years, "
		    "33954 is for 6 years and older.",
	.reason = compare_reason,
	.reason_n = COUNT(compare_reason),
	.table = &compare_table,
	.table_n = 1,
	.as_of = 20261103,
	.as_of_named = true,
	.vintage = "starter pack 2026.11",
	.shows_cpt = true,
};

static struct answer_option age_option[] = {
	{ "birth through 5 years", "33951" },
	{ "6 years and older", "33952" },
};
static struct answer_option side_option[] = {
	{ "one side", "20610" },
	{ "both sides, at the same session, by the same person", "20610-50" },
	{ "one side now, the other on another day", "20610" },
};
static struct answer_ask asks[] = {
	{ "age", "How old is the patient?", age_option, 2 },
	{ "side", "Which side was treated?", side_option, 3 },
};
static struct answer_reason ask_reason[] = {
	{ "Two rows of the table fit the facts so far: 33951, 33952.",
	    PACK("ecmo_cannula_in") },
};
static struct answer ask_back = {
	.verdict = VERDICT_NEED_FACTS,
	.kind = "choose",
	.understood = "Which code: putting in ECMO cannulas",
	.headline = "One fact is missing: please answer the question below.",
	.ask = asks,
	.ask_n = 1,
	.reason = ask_reason,
	.reason_n = 1,
	.as_of = 20261122,
	.vintage = "starter pack 2026.11",
	.shows_cpt = true,
};

static struct answer held = {
	.verdict = VERDICT_HELD,
	.kind = "unclear",
	.understood = "No table of ours decides this question.",
	.headline = "A coder will answer this in this thread.",
	.why_held = "no_table",
	.as_of = 20261122,
	.vintage = "starter pack 2026.11",
};
static struct answer refused = {
	.verdict = VERDICT_REFUSED,
	.kind = "refuse",
	.understood = "Which diagnosis gets a claim paid.",
	.headline = "This is not something that can be answered here.",
	.why_held = "which_pays",
	.as_of = 20261122,
	.vintage = "starter pack 2026.11",
};

static struct answer_line choose_line[] = {
	{ .code = "99213",
	    .modifier = { "25", "GC" },
	    .units = 1,
	    .plain = "Office visit of a known patient, low level of "
		     "decision-making or 20 to 29 minutes." },
	{ .code = "20610",
	    .modifier = { "50" },
	    .units = 2,
	    .plain = "Putting a needle into a large joint, without "
		     "ultrasound." },
};
static struct answer choose = {
	.verdict = VERDICT_CODES,
	.kind = "choose",
	.understood = "Which code: office visit; joint injection",
	.headline = "Report 99213-25-GC and 20610-50 x 2.",
	.line = choose_line,
	.line_n = COUNT(choose_line),
	.reason = compare_reason,
	.reason_n = 1,
	.as_of = 20261122,
	.vintage = "starter pack 2026.11",
	.shows_cpt = true,
};

#endif
