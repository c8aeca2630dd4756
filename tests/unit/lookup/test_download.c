/* Downloads as operators have them: pages in place of files, manuals beside
 * them, compressed ones, ones that were cut short between two rows, and what is
 * said of each. Codes and numbers are invented. */
#include "official.h"

#include <archive.h>

/* What is no table is refused with what it is, and what to do. */
static void
other_files_are_named(void **state)
{
	static const struct {
		const char *name, *text, *why;
	} file[] = {
		{ "ccipra-v323r0-f1.zip",
		    "\xef\xbb\xbf\r\n<!DOCTYPE HTML><html>accept</html>",
		    "is a web page, not the file" },
		{ "ccipra-v323r0-f2.zip", "<HTML><body>accept</body></HTML>",
		    "accept it in a browser" },
		{ "RVU26D.pdf", "%PDF-1.7 ...", "is a PDF" },
		{ "GPCI2026.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		    "save it as .xlsx" },
		{ "edits.rar", "Rar!\x1a\x07", "another form than zip" },
		{ "blanks.txt", " \r\n \r\n", "is empty: download it again" },
		{ "icd10cm_codes_2026.txt", "A000    Made up\r\n",
		    "import the order file beside it" },
		{ "icd10cm_codes_addenda_2026.txt",
		    "Add:         U9001   Made up\r\n",
		    "import the order file" },
		{ "HCPC2026_OCT_Trans_Alpha.txt", "ACTION,HCPC\nN,Q9701\n",
		    "import the release itself" },
		{ "POAexemptDeleteCodesFY26.txt",
		    "Order26\tPOAexemptCode\tDescription\n1\tU90.1\tx\n",
		    "import the whole list" },
		{ "icd10cm_index.xsd", "<?xml version=\"1.0\"?><xs:schema/>",
		    "describes the form" },
		{ "list.csv", "a,b,c\n1,2,3\n",
		    "list.csv:1:1: no kind of file that is known by its first "
		    "lines: the README lists" },
	};
	struct place p;
	size_t i;

	(void)state;
	place_start(&p);
	for (i = 0; i < sizeof(file) / sizeof(file[0]); i++)
		file_refused(
		    &p, file_make(&p, file[i].name, file[i].text), file[i].why);
	place_end(&p);
}

#define GPCI_HEAD \
	"Medicare Administrative Contractor (MAC),State,Locality Number," \
	"Locality Name,2026 PW GPCI,2026 PE GPCI,2026 MP GPCI\n"

static const char *
gpci(struct place *p, int rows)
{
	char *text = arena_strdup(p->a, GPCI_HEAD);
	int i;

	for (i = 1; i <= rows; i++)
		text = arena_printf(
		    p->a, "%s%05d,XX,01,PLACE %d,1,1,1\n", text, i, i);
	return text;
}

/* Nothing of it names what a whole file has, but the count does. */
static void
files_cut_between_rows_are_refused(void **state)
{
	struct place p;

	(void)state;
	place_start(&p);
	file_refused(&p, file_make(&p, "GPCI2026.csv", gpci(&p, 51)),
	    "51 rows where a whole release has over 80: cut short: download "
	    "it again");
	assert_string_equal(
	    file_import(&p, file_make(&p, "GPCI2026.csv", gpci(&p, 3)))->note,
	    "an excerpt: a whole release has over 80 rows");
	assert_null(
	    file_import(&p, file_make(&p, "GPCI2026.csv", gpci(&p, 109)))
		->note);
	p.order.fewer = true;
	assert_null(
	    file_import(&p, file_make(&p, "GPCI2027.csv", gpci(&p, 51)))->note);
	place_end(&p);
}

static void
entries_that_are_left_are_named(void **state)
{
	const char *item[] = { "GPCI2026.csv", "", "RVU26D.pdf", "%PDF-1.7",
		"sub/readme.txt", "words", NULL };
	struct place p;

	(void)state;
	place_start(&p);
	item[1] = gpci(&p, 2);
	file_import(&p, zip_make(&p, "RVU26D.zip", item, NULL));
	assert_string_equal(p.report[0].kind, "GPCI");
	assert_string_equal(p.report[0].passed, "RVU26D.pdf, sub/readme.txt");
	/* Where none is known, the first says what is wrong. */
	item[0] = "another.pdf";
	item[1] = "%PDF-1.7";
	file_refused(&p, zip_make(&p, "RVU26E.zip", item, NULL),
	    "RVU26E.zip:1:1: is a PDF");
	place_end(&p);
}

static const char *
gzip_make(struct place *p, const char *name, const char *text)
{
	char *path = arena_printf(p->a, "%s/%s", p->folder, name);
	struct archive *z = archive_write_new();
	struct archive_entry *entry = archive_entry_new();

	assert_int_equal(archive_write_add_filter_gzip(z), ARCHIVE_OK);
	assert_int_equal(archive_write_set_format_raw(z), ARCHIVE_OK);
	assert_int_equal(archive_write_open_filename(z, path), ARCHIVE_OK);
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	assert_int_equal(archive_write_header(z, entry), ARCHIVE_OK);
	assert_int_equal(
	    archive_write_data(z, text, strlen(text)), strlen(text));
	archive_entry_free(entry);
	assert_int_equal(archive_write_close(z), ARCHIVE_OK);
	archive_write_free(z);
	return path;
}

static void
compressed_files_are_opened(void **state)
{
	struct place p;
	const char *path;
	char *bytes;
	size_t n;

	(void)state;
	place_start(&p);
	path = gzip_make(&p, "GPCI2026.csv.gz", gpci(&p, 109));
	assert_int_equal(file_import(&p, path)->rows, 109);
	assert_string_equal(p.report[0].file, "GPCI2026.csv");
	bytes = file_bytes(&p, path, &n);
	path = arena_printf(p.a, "%s/GPCI2027.csv.gz", p.folder);
	bytes_write(path, bytes, n / 2);
	file_refused(&p, path, "damaged or cut short: download it again");
	place_end(&p);
}

/* The day may be anywhere in a name, and the row that was sent last without a
 * line end is a row; the row with half of its cells is none. */
static void
one_row_is_told_from_half_of_one(void **state)
{
	struct place p;
	const char *whole = GPCI_HEAD
	    "00001,XX,01,HERE,1,1,1\n00002,XX,01,THERE,1,1,1";
	const struct import_report *r;

	(void)state;
	place_start(&p);
	r = file_import(&p, file_make(&p, "GPCI2026.csv", whole));
	assert_int_equal(r->rows, 2);
	assert_int_equal(r->bad, 0);
	p.order.fewer = true;
	file_refused(&p,
	    file_make(&p, "GPCI2026.csv",
		arena_strndup(p.a, whole, strlen(whole) - 5)),
	    "the file ends within this row: it is cut short");
	place_end(&p);
}

/* The same bytes, given another first day, are another edition: a list that did
 * not change for a year. */
static void
unchanged_lists_are_editions(void **state)
{
	const char *path;
	struct place p;

	(void)state;
	place_start(&p);
	path = file_make(&p, "pos.csv",
	    "Place of Service Code(s),Place of Service Name,"
	    "Place of Service Description\n1,Here,x\n");
	p.order.effective = 20250101;
	assert_string_equal(file_import(&p, path)->edition, "2025");
	assert_string_equal(file_import(&p, path)->said, "loaded already");
	p.order.effective = 20260101;
	assert_null(file_import(&p, path)->said);
	assert_string_equal(p.report[0].edition, "2026");
	p.order.effective = 0;
	assert_string_equal(file_import(&p, path)->said, "loaded already");
	place_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_files_are_named),
		cmocka_unit_test(files_cut_between_rows_are_refused),
		cmocka_unit_test(entries_that_are_left_are_named),
		cmocka_unit_test(compressed_files_are_opened),
		cmocka_unit_test(unchanged_lists_are_editions),
		cmocka_unit_test(one_row_is_told_from_half_of_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
