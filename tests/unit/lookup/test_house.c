/* House rules: an operator's own tables go before the pack's, by name. */
#include "official.h"

#define SOURCES \
	"id\tkind\tname\tpublisher\tedition\tvalid_from\tvalid_to\tnotice\t" \
	"licence\n"
#define CODES \
	"system\tcode\tvalid_from\tvalid_to\treplaced_by\tsource\tplain\t" \
	"detail\n"
#define MODIFIERS "code\tvalid_from\tvalid_to\tsource\tplain\tdetail\n"
#define NORMS \
	"norm\tkey\tlow\thigh\tunit\tvalue\ttext\tvalid_from\tvalid_to\t" \
	"source\trow\n"

static void
pack_write(struct place *p, const char *name, const char *text)
{
	char *path = arena_printf(p->a, "%s/%s", p->pack, name);

	bytes_write(path, text, strlen(text));
}

static void
house_write(struct place *p, const char *name, const char *text)
{
	char *folder = arena_printf(p->a, "%s/house", p->folder);

	mkdir(folder, 0700);
	p->order.house = folder;
	bytes_write(
	    arena_printf(p->a, "%s/%s", folder, name), text, strlen(text));
}

static void
place_fill(struct place *p)
{
	place_start(p);
	pack_write(p, "codes.tsv",
	    CODES "CPT\t9001T\told\topen\t\tpack\tThe pack's words.\t\n"
		  "CPT\t9002T\told\topen\t\tpack\tThe pack's other.\t\n");
	pack_write(p, "modifiers.tsv",
	    MODIFIERS "ZZ\told\topen\tpack\tThe pack's.\tIt is.\n");
	pack_write(p, "norms.tsv",
	    NORMS "made_up\ta\t1\t9\t\tx\tthe pack's\told\topen\tpack\tr\n"
		  "made_up\tb\t1\t9\t\tx\tthe pack's\told\topen\tpack\tr\n");
	house_write(p, "house.tsv",
	    SOURCES "ours\thouse\tHouse rules of Made-up\tMade-up\t2026\told\t"
		    "open\t\tours\n");
}

static void
house_goes_before_the_pack(void **state)
{
	struct modifier_row m;
	struct norm_row *norm;
	struct code_row row;
	struct lookup *l;
	struct place p;
	size_t n;

	(void)state;
	place_fill(&p);
	house_write(&p, "codes.tsv",
	    CODES "CPT\t9001T\told\topen\t\tours\tOur own words.\t\n");
	house_write(&p, "modifiers.tsv",
	    MODIFIERS "ZZ\told\topen\tours\tOurs.\tIt is.\n");
	house_write(&p, "norms.tsv",
	    NORMS "made_up\ta\t5\t6\t\ty\tours\told\topen\tours\tr\n");
	file_import(&p, p.pack);
	l = place_open(&p);
	assert_int_equal(
	    lookup_code(l, p.a, CODE_CPT, "9001T", 20260101, &row, &p.e), 1);
	assert_string_equal(row.plain, "Our own words.");
	assert_string_equal(row.source.name, "House rules of Made-up");
	assert_int_equal(
	    lookup_code(l, p.a, CODE_CPT, "9002T", 20260101, &row, &p.e), 1);
	assert_string_equal(row.plain, "The pack's other.");
	assert_int_equal(lookup_modifier(l, p.a, "ZZ", 20260101, &m, &p.e), 1);
	assert_string_equal(m.plain, "Ours.");
	assert_int_equal(
	    lookup_norms(l, p.a, "made_up", NULL, 20260101, &norm, &n, &p.e),
	    0);
	assert_int_equal(n, 2);
	assert_string_equal(norm[0].text, "ours");
	assert_string_equal(norm[1].key, "b");
	/* Every reply says that house rules answer, too. */
	assert_non_null(strstr(lookup_vintage(l), "House rules of Made-up"));
	lookup_close(l);
	/* Without the folder, the pack alone answers again. */
	p.order.house = NULL;
	file_import(&p, p.pack);
	l = place_open(&p);
	lookup_code(l, p.a, CODE_CPT, "9001T", 20260101, &row, &p.e);
	assert_string_equal(row.plain, "The pack's words.");
	assert_null(strstr(lookup_vintage(l), "House"));
	lookup_close(l);
	place_end(&p);
}

static void
house_rules_are_named_as_such(void **state)
{
	struct place p;

	(void)state;
	place_fill(&p);
	house_write(&p, "codes.tsv",
	    CODES "CPT\t9001T\told\topen\t\tpack\tOur own words.\t\n");
	file_refused(&p, p.pack, "names a source of kind 'house'");
	house_write(&p, "codes.tsv",
	    CODES "CPT\t9001T\told\topen\t\tours\tOur own words.\t\n"
		  "CPT\t9001T\told\topen\t\tours\tTwice.\t\n");
	file_refused(&p, p.pack, "for one of these days already");
	house_write(&p, "codes.tsv", "no table of a pack\n");
	file_refused(&p, p.pack, "no table of a pack by its header");
	p.order.house = NULL;
	pack_write(&p, "more.tsv",
	    SOURCES "ours\thouse\tHouse\tMade-up\t1\told\topen\t\tours\n");
	file_refused(&p, p.pack, "the kind of all sources of house rules");
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(house_goes_before_the_pack),
		cmocka_unit_test(house_rules_are_named_as_such),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
