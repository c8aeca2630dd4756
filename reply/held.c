/* held.c - a fixed word for why no table answered in, one sentence for the
 * asker out. */
#include "held.h"
#include <stddef.h>
#include <string.h>

static const struct {
	const char *word, *sentence;
} reasons[] = {
	{ "wants_human",
	    "You asked for a person, or disagree with an answer." },
	{ "no_codes", "No code and no procedure was recognized in your mail." },
	{ "coder_wrote", "A coder wrote about it by mail." },
	{ "no_request", "The mail asks nothing in words that are known here." },
	{ "no_table", "No table decides this kind of question." },
	{ "no_row", "The facts that you gave fit no row of the tables." },
	{ "not_loaded", "The table that decides this is not loaded." },
	{ "outside", "The day lies before the editions that are loaded." },
	{ "unknown_code",
	    "The code is in none of the tables that are loaded." },
	{ "unread_change", "No table here reads what the later mail changes." },
	{ "conflict", "Two facts in your mail contradict each other." },
	{ "unlisted", "An unlisted code needs a person to choose what it is "
		      "compared with." },
	{ "payer", "This depends on a payer's contract or policy, which the "
		   "tables do not hold." },
	{ "too_long", "The mail is longer than what is read here: it was "
		      "partly read, and a person must read the rest." },
	{ "partly_read", "The mail has more parts than are read here: it was "
			 "partly read, and a person must read the rest." },
	{ "attachment", "What matters is in an attachment, which a person must "
			"read." },
	{ "dispute", "Coders are known to disagree on this." },
	{ "partial", "The mail is larger than what is read here: it was "
		     "partly read, and a person must read the rest." },
	{ "encrypted", "The mail is encrypted, and there is no key to it here: "
		       "nothing of it could be read. Sent again without "
		       "encryption, and without anything that tells who the "
		       "patient is, it is answered at once where a table "
		       "decides it." },
	{ "unreadable", "The mail could not be read." },
	{ "too_many", "You have sent many questions within the hour; from here "
		      "on a person looks at them." },
	{ "thread", "Several automatic answers stand in this thread already; "
		    "from here on a person looks at it." },
	{ "which_pays", "Which diagnosis gets paid is not ours to choose: code "
			"what the record shows." },
	{ "upcoding", "A code must follow from the record, not from what it "
		      "pays." },
	{ "after_fact",
	    "A record is written for the patient's care, when the care is "
	    "given; not to fit a code." },
	{ "clinical", "This asks for clinical advice, which only a clinician "
		      "can give." },
};

const char *
held_reason(const char *word)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (word != NULL && strcmp(reasons[i].word, word) == 0)
			return reasons[i].sentence;
	return "The tables alone cannot settle this.";
}

bool
held_partly(const char *word)
{
	static const char *const words[] = { "partial", "too_long",
		"partly_read" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (word != NULL && strcmp(words[i], word) == 0)
			return true;
	return false;
}
