/* Two databases side by side, and what a pack lacks: invented rows, one fault
 * each. */
#include "official.h"

#include "compare.h"

#define ROW(n, code, level, letter) \
	n " " code " " level " Made up " letter \
	  "                                                   " \
	  " Made up in full " letter "\r\n"
#define PTP_HEAD \
	"CPT only copyright\t\t\t\t\t\t\r\n" \
	"Column 1\tColumn 2\t*\tEffective\tDeletion\tModifier\tRationale\r\n"

static char *told;
static struct arena *kept;

static void
series_told(void *arg, const char *series, const char *name,
    const char *old_edition, const char *new_edition)
{
	(void)arg;
	(void)name;
	if (strcmp(series, "pack") != 0)
		told = arena_printf(kept, "%s[%s %s>%s]", told, series,
		    old_edition, new_edition);
}

static void
row_told(void *arg, const char *series, enum change change, const char *key)
{
	(void)arg;
	(void)series;
	told = arena_printf(kept, "%s %c%s", told, "+-~"[change], key);
}

static void
compared(struct place *p, struct place *q, const char *what)
{
	struct lookup *before = place_open(p), *after = place_open(q);

	kept = p->a;
	told = arena_strdup(kept, "");
	if (compare_lookups(before, after, series_told, row_told, NULL, &p->e))
		fail_msg("%s", p->e.text);
	assert_string_equal(told, what);
	lookup_close(before);
	lookup_close(after);
}

static void
differences_are_told_once(void **state)
{
	struct place p, q;

	(void)state;
	place_start(&p);
	place_start(&q);
	file_import(&p, file_make(&p, "icd10cm_order_2020.txt",
			    ROW("00001", "U901   ", "1", "A")
				ROW("00002", "U902   ", "1", "B")));
	file_import(&q, file_make(&q, "icd10cm_order_2021.txt",
			    ROW("00001", "U902   ", "1", "C")
				ROW("00002", "U903   ", "1", "D")));
	compared(&p, &q, "[icd10cm FY2020>FY2021] -U901 ~U902 +U903");
	compared(&p, &p, "[icd10cm FY2020>FY2020]");
	/* A series that only one of them has. */
	file_import(
	    &p, file_make(&p, "ccipra-v303r0.txt",
		    PTP_HEAD "9001T\t9002T\t\t20200101\t*\t1\tMade up\r\n"));
	compared(&p, &q,
	    "[icd10cm FY2020>FY2021] -U901 ~U902 +U903"
	    "[ptp.practitioner 2024Q4 (v303r0)>] -9001T 9002T 20200101");
	file_import(&q,
	    file_make(&q, "ccipra-v310r0.txt",
		PTP_HEAD "9001T\t9002T\t\t20200101\t20241231\t1\tMade up\r\n"
			 "9001T\t9003T\t\t20250101\t*\t0\tMade up\r\n"));
	compared(&p, &q,
	    "[icd10cm FY2020>FY2021] -U901 ~U902 +U903"
	    "[ptp.practitioner 2024Q4 (v303r0)>2025Q1 (v310r0)] ~9001T 9002T "
	    "20200101 "
	    "+9001T 9003T 20250101");
	place_end(&q);
	place_end(&p);
}

static void
finding_told(void *arg, enum finding kind, const char *where, const char *what)
{
	(void)arg;
	told = arena_printf(kept, "%s%s %s: %s\n", told,
	    kind == FINDING_WRONG ? "wrong" : "note", where, what);
}

/* A pack of one file more than place_start() made; what is found in it. */
static void
finds(const char *name, const char *text, const char *what)
{
	struct place p;
	struct lookup *l;
	char path[160];

	place_start(&p);
	snprintf(path, sizeof(path), "%s/%s.tsv", p.pack, name);
	bytes_write(path, text, strlen(text));
	file_import(&p, p.pack);
	l = place_open(&p);
	kept = p.a;
	told = arena_strdup(kept, "");
	assert_int_equal(compare_check(l, p.a, finding_told, NULL, &p.e), 0);
	if (what[0] == '\0')
		assert_string_equal(told, "");
	else if (strstr(told, what) == NULL)
		fail_msg("'%s' lacks '%s'", told, what);
	lookup_close(l);
	place_end(&p);
}

#define NORMS \
	"norm\tkey\tlow\thigh\tunit\tvalue\ttext\tvalid_from\tvalid_to\t" \
	"source\trow\n"
#define MODIFIERS "code\tvalid_from\tvalid_to\tsource\tplain\tdetail\n"
#define DIAGNOSES "code\tvalid_from\tvalid_to\tsource\ttitle\tplain\twords\n"
#define CUES      "kind\tweight\tpattern\texample\tsource\n"
#define CODES \
	"system\tcode\tvalid_from\tvalid_to\treplaced_by\tsource\tplain\t" \
	"detail\n"

static void
faults_of_a_pack_are_found(void **state)
{
	(void)state;
	finds("norms",
	    NORMS "made_up\ta\t1\t2\t\tx\t\told\t2020-12-31\tpack\tr\n"
		  "made_up\ta\t1\t2\t\ty\t\t2021-01-02\topen\tpack\tr\n",
	    "");
	finds("norms",
	    NORMS "made_up\ta\t1\t2\t\tx\t\told\t2020-12-31\tpack\tr\n"
		  "made_up\ta\t1\t2\t\tx\t\t2021-01-02\topen\tpack\tr\n",
	    "wrong made_up a x 1000: a gap before 2021-01-02");
	finds("modifiers",
	    MODIFIERS "ZZ\told\t2020-12-31\tpack\tMade up.\tIt is.\n"
		      "ZZ\t2021-02-01\topen\tpack\tMade up.\tIt is.\n",
	    "wrong modifier ZZ: a gap before 2021-02-01");
	finds("cues",
	    CUES "explain\t3\t\\bmade up\\b\tmade up\tpack\n"
		 "compare\t3\t\\bmade up\\b\tmade up\tpack\n",
	    "has the pattern of line 2");
	finds("codes",
	    CODES "CPT\t9001T\told\t2020-12-31\t9002T\tpack\tMade up.\t\n",
	    "note codes:2: 9002T took its place, and no row says");
	finds("codes",
	    CODES "CPT\t9001T\told\t2020-12-31\t9002T\tpack\tMade up.\t\n"
		  "CPT\t9002T\t2021-01-01\topen\t\tpack\tMade up.\t\n",
	    "");
	finds("codes",
	    CODES "CPT\t99901\told\topen\t\tpack\tMade up.\tBeside 99902, "
		  "99901, for 10000 or 999021.\n",
	    "note codes:2: names 99902, and no row says");
	finds("diagnoses",
	    DIAGNOSES "Z9998\told\topen\tpack\tOne\tone\tmade up\n"
		      "Z9999\told\topen\tpack\tTwo\ttwo\tother|made up\n",
	    "wrong diagnoses:3: 'made up' stands for Z9998, too");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differences_are_told_once),
		cmocka_unit_test(faults_of_a_pack_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
