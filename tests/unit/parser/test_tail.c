/* Names of people and houses tell no facts; what tells of a case stays. */
#include "../../../parser/question_tail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ASKED "Which code for the excision of a lesion?"

struct tail {
	const char *text;
	const char *gone; /* what is blank afterwards; NULL: nothing is */
};

static const struct tail tails[] = {
	/* behind a sign-off */
	{ ASKED "\n\nBest,\nMarta\nMercy Hospital Outpatient Coding",
	    "Outpatient" },
	{ ASKED
	    " Thanks,\nJo Ann\nOffice Manager\nPremier Spine Surgery Center",
	    "Spine" },
	{ ASKED "\nRegards\nTom\nKnee & Shoulder Institute of Ohio", "Knee" },
	{ ASKED "\n\nThanks! - Lee, Bayview Cancer Center", "Cancer" },
	{ ASKED "\n\nCheers, Dr. Newborn", "Newborn" },
	{ ASKED "\n\nThank you so much,\n\nIlse\nEast Side Dialysis Clinic",
	    "Dialysis" },
	{ ASKED "\n\nMany thanks\nRosa Pell\nRight Hand Billing LLC", "Right" },
	{ ASKED "\nTIA\nPat, Emergency Physicians of Texas", "Emergency" },
	/* a last paragraph */
	{ ASKED "\n\nDana Whitlock\nLeft Coast Billing", "Left" },
	{ ASKED "\n\nDana (Tri-County Hospital)", "Hospital" },
	{ ASKED "\n\nMike, ASC biller", "ASC" },
	{ ASKED "\n\nMaria Gonzalez\nCoder II, Telehealth\nChildren's Hospital",
	    "Telehealth" },
	{ ASKED "\n\nPat Lowe | Coding Lead | Newborn Care Associates",
	    "Newborn" },
	{ ASKED "\n\nJen from First Choice Pediatrics", "First" },
	/* an introduction */
	{ "Hi, this is Dana from Left Coast Billing. " ASKED, "Left" },
	{ "We are Great Lakes Anesthesia Group. " ASKED, "Anesthesia" },
	{ "I work for Bayview Cancer Center. " ASKED, "Cancer" },
	/* the case stays */
	{ ASKED "\n\nLeft Forearm", NULL },
	{ ASKED "\n\nThanks. Percutaneous.", NULL },
	{ ASKED "\nThanks!\nBasal cell, on the forearm", NULL },
	{ ASKED "\nThanks, Medicare patient", NULL },
	{ ASKED "\n\nNew patient, seen in the hospital", NULL },
	{ ASKED "\n\nSeen in the urgent care clinic", NULL },
	{ "We are sending a patient to the Hospital. " ASKED, NULL },
	{ "I am billing for Medicare. " ASKED, NULL },
	{ "WHICH CODE?\n\nSMITH\nLEFT KNEE, OUTPATIENT HOSPITAL", NULL },
	{ "Outpatient hospital", NULL },
	{ "Left Knee\nOutpatient Hospital", NULL },
	{ "", NULL },
};

static void
tail_of_each(void **state)
{
	struct err e = { 0 };
	(void)state;
	assert_int_equal(tail_init(&e), 0);
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		const struct tail *t = &tails[i];
		char s[512];
		snprintf(s, sizeof(s), "%s", t->text);
		tail_blank(s);
		if (t->gone == NULL ? strcmp(s, t->text) != 0
				    : strstr(s, t->gone) != NULL)
			fail_msg("of \"%s\" is left \"%s\"", t->text, s);
		assert_int_equal(strlen(s), strlen(t->text));
		if (strstr(t->text, ASKED) != NULL)
			assert_non_null(strstr(s, ASKED));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tail_of_each),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
