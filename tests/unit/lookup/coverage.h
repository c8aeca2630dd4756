/* coverage.h - an invented export of the coverage database. */
#ifndef TEST_COVERAGE_H
#define TEST_COVERAGE_H

#include "official.h"

#define ARTICLE \
	"article_id,article_version,title,article_pub_date,article_eff_date," \
	"article_end_date,description,last_updated\n" \
	"100,3,\"Billing: <i>Invented</i>\ncare\",2026-01-01,2026-01-01 " \
	"00:00:00,,\"<p>a, \"\"b\"\"\n\n<br>9001T</p>\",2026-07-01 00:00:00\n" \
	"100,2,Billing: Invented care,,2020-01-01 00:00:00,2025-12-31 " \
	"00:00:00,x,2025-12-31\n" \
	"101,1,RETIRED - Older,,2019-01-01,,x,2026-06-01\n" \
	"102,1,Yet to come,,2027-01-01,,x,2026-06-01\n"
#define CODES \
	"article_id,article_version,hcpc_code_id,hcpc_code_version," \
	"hcpc_code_group,range,last_updated,long_description,short_" \
	"description\n" \
	"100,3,9001T,1,1,,2026-07-01,SECRET LONG,SECRET\n" \
	"100,3,9001T,1,2,,2026-07-01,SECRET LONG,SECRET\n" \
	"100,2,9001T,1,1,,2025-12-31,SECRET LONG,SECRET\n" \
	"101,1,9001T,1,1,,2026-07-01,SECRET LONG,SECRET\n" \
	"102,1,9001T,1,1,,2026-07-01,SECRET LONG,SECRET\n"
#define COVERED \
	"article_id,article_version,icd10_code_id,icd10_code_version," \
	"icd10_covered_group,range,last_updated,description,sort_order," \
	"asterisk\n" \
	"100,3,U90.1,1,1,,2026-07-01,Made up,1,*\n" \
	"100,2,U90.2,1,1,,2025-12-31,Made up,1,\n"
#define NONCOVERED \
	"article_id,article_version,icd10_code_id,icd10_code_version," \
	"icd10_noncovered_group,range,last_updated\n" \
	"100,3,U90.9,1,1,,2026-07-01\n"
#define GROUP \
	"article_id,article_version,icd10_covered_group,paragraph," \
	"icd10_covered_ast\n100,3,1,<p>words</p>,\n"
#define OF_CONTRACTOR \
	"article_id,article_version,article_type,contractor_id," \
	"contractor_type_id,contractor_version,last_updated\n" \
	"100,3,1,10,12,1,2026-07-01\n100,3,1,11,12,1,2026-07-01\n" \
	"100,2,1,10,12,1,2026-07-01\n"
#define CONTRACTOR \
	"contractor_id,contractor_type_id,contractor_version," \
	"contractor_bus_name,contractor_number,status,last_updated\n" \
	"10,12,1,Invented MAC,00001,Active,2026-07-01\n" \
	"11,12,1,Other MAC,00002,Active,2026-07-01\n"
#define JURISDICTION \
	"contractor_id,contractor_type_id,contractor_version,state_id," \
	"last_updated,active_date,term_date\n" \
	"10,12,1,1,2026-07-01,2020-01-01,\n" \
	"11,12,1,2,2026-07-01,2020-01-01,\n" \
	"11,12,1,1,2026-07-01,2020-01-01,2021-12-31\n"
#define STATE \
	"state_id,state_abbrev,description,last_updated\n" \
	"1,NY,New York,2026-07-01\n2,CA,California,2026-07-01\n"
#define RELATED \
	"article_id,article_version,r_article_id,r_lcd_id,r_lcd_version," \
	"last_updated\n100,3,0,555,7,2026-07-01\n100,3,101,0,0,2026-07-01\n"
#define LCD \
	"lcd_id,lcd_version,title,orig_det_eff_date,ent_det_end_date," \
	"rev_eff_date,rev_end_date,status,date_retired,last_updated\n" \
	"555,7,Invented care,2015-10-01,,2026-01-01,,A,,2026-07-01\n" \
	"555,6,Invented care,2015-10-01,,,2025-12-31,A,,2026-07-01\n"
#define NCD \
	"NCD_id,NCD_vrsn_num,natl_cvrg_type,cvrg_lvl_cd,NCD_mnl_sect,NCD_mnl_" \
	"sect_title,NCD_efctv_dt,NCD_impltn_dt,NCD_trmntn_dt,indctn_lmtn," \
	"last_updt_tmstmp\n" \
	"1,1,True,2,990.1,Made up,2020-01-01,2020-02-01,,<p>x</p>," \
	"2026-05-27 12:20:33\n" \
	"2,1,False,2,990.2,Made up - RETIRED,1980-01-01,,,x,2026-05-27\n"

/* The inner archive holds the tables beside a readme of no known kind. */
static inline const char *
export_make(struct place *p)
{
	const char *const tables[] = { "article.csv", ARTICLE,
		"article_x_hcpc_code.csv", CODES, "article_x_icd10_covered.csv",
		COVERED, "article_x_icd10_noncovered.csv", NONCOVERED,
		"article_x_icd10_covered_group.csv", GROUP,
		"article_x_contractor.csv", OF_CONTRACTOR, "contractor.csv",
		CONTRACTOR, "contractor_jurisdiction.csv", JURISDICTION,
		"state_lookup.csv", STATE, "article_related_documents.csv",
		RELATED, NULL };
	size_t size[2] = { 0, 6 };
	const char *inner = zip_make(p, "inner.zip", tables, NULL);
	const char *outer[] = { "current_article_csv.zip",
		file_bytes(p, inner, &size[0]), "readme.txt", "a text", NULL };

	return zip_make(p, "current_article.zip", outer, size);
}

#endif
