/* missing.c - an answer rests on an official table that has no edition for its
 * day: the mail goes to a coder, and the reply names the table and the file
 * that would bring it. */
#include "kinds.h"

static const struct {
	const char *name, *file;
} tables[] = {
	[TABLE_ICD10CM] = { "The ICD-10-CM code set",
	    "icd10cm_order_YYYY.txt, from CMS's \"Code Descriptions in "
	    "Tabular Order\"" },
	[TABLE_ICD10PCS] = { "The ICD-10-PCS code set",
	    "icd10pcs_order_YYYY.txt, from CMS's ICD-10-PCS page" },
	[TABLE_TABULAR] = { "The tabular list of ICD-10-CM",
	    "icd10cm_tabular_YYYY.xml, from CDC's or CMS's XML files" },
	[TABLE_HCPCS] = { "The HCPCS Level II code set",
	    "HCPCYYYY_MMM_ANWEB, CMS's \"Alpha-Numeric HCPCS File\"" },
	[TABLE_CPT] = { "The list of CPT codes",
	    "PPRRVUYYYY from CMS's RVU file, or the AMA's own files under a "
	    "licence" },
	[TABLE_PTP] = { "The whole NCCI practitioner table of pairs (PTP)",
	    "ccipra-vNNNrN-f1 to -f4, CMS's \"Practitioner PTP Edits\"" },
	[TABLE_PTP_HOSPITAL] = { "The whole NCCI hospital table of pairs (PTP)",
	    "ccioph-vNNNrN-f1 to -f4, CMS's \"Hospital PTP Edits\"" },
	[TABLE_MUE] = { "The practitioner table of unit limits (MUE)",
	    "MCR_MUE_PractitionerServices" },
	[TABLE_MUE_HOSPITAL] = { "The hospital table of unit limits (MUE)",
	    "MCR_MUE_OutpatientHospitalServices" },
	[TABLE_MUE_SUPPLIER] = { "The suppliers' table of unit limits (MUE)",
	    "MCR_MUE_DMESupplierServices" },
	[TABLE_FEE] = { "Medicare's Physician Fee Schedule",
	    "PPRRVUYYYY, from CMS's RVU file" },
	[TABLE_PAYMENT] = { "The Medicare table that tells this fee",
	    "PPRRVUYYYY, GPCIYYYY and ANESYYYY from CMS's RVU file, or the "
	    "schedule of laboratory, equipment or facility fees" },
	[TABLE_COVERAGE] = { "Medicare's coverage database",
	    "current_article.zip and ncd.zip, the MCD's downloads" },
	[TABLE_OPPS] = { "The OPPS list of hospital outpatient payment",
	    "CMS's OPPS Addendum B" },
	[TABLE_ASC] = { "The list of ASC services",
	    "CMS's ASC Addenda AA and BB" },
	[TABLE_LABORATORY] = { "The Clinical Laboratory Fee Schedule",
	    "CMS's clinical laboratory file (CLFS)" },
	[TABLE_EQUIPMENT] = { "The DMEPOS fee schedule",
	    "CMS's DMEPOS fee schedule file" },
	[TABLE_TELEHEALTH] = { "Medicare's list of telehealth services",
	    "CMS's list of telehealth services" },
	[TABLE_POA] = { "The list of codes exempt from present-on-admission "
			"reporting",
	    "POAexemptCodesFYnn.zip of CMS" },
	[TABLE_HCC] = { "The mapping of diagnoses to risk adjustment "
			"categories (CMS-HCC)",
	    "CMS's ICD-10 mappings of the payment year" },
	[TABLE_ADDON] = { "The table of add-on codes",
	    "CMS's add-on code file (AOC)" },
	[TABLE_ANESTHESIA] = { "The table of anesthesia base units",
	    "CMS's anesthesia base units file" },
	[TABLE_GEM] = { "The map from ICD-9-CM to ICD-10-CM (GEMs)",
	    "2018_I9gem.txt, from CMS's \"Diagnosis Code Set General "
	    "Equivalence Mappings\"" },
	[TABLE_GEM_BACK] = { "The map from ICD-10-CM to ICD-9-CM (GEMs)",
	    "2018_I10gem.txt, from CMS's \"Diagnosis Code Set General "
	    "Equivalence Mappings\"" },
	[TABLE_GEM_PCS] = { "The map from ICD-9-CM procedures to ICD-10-PCS "
			    "(GEMs)",
	    "gem_i9pcs.txt, from CMS's \"ICD-10-PCS General Equivalence "
	    "Mappings\"" },
	[TABLE_GEM_PCS_BACK] = { "The map from ICD-10-PCS to ICD-9-CM "
				 "procedures (GEMs)",
	    "gem_pcsi9.txt, from CMS's \"ICD-10-PCS General Equivalence "
	    "Mappings\"" },
};

int
answer_missing_file(const struct answer_context *c, enum table table,
    bool outside, struct answer *out, struct err *e)
{
	return answer_reason_add(c, out,
	    arena_printf(c->a,
		"For whoever runs this service: consultctl import takes "
		"%s%s.",
		outside ? "an earlier edition of " : "", tables[table].file),
	    NULL, e);
}

int
answer_missing(const struct answer_context *c, enum table table,
    enum known known, struct answer *out, struct err *e)
{
	char on[11];
	bool outside = known == KNOWN_OUTSIDE;
	const char *text =
	    outside ? arena_printf(c->a,
			  "%s that is loaded here begins after %s: a coder "
			  "will look at it.",
			  tables[table].name, date_text(c->on, on))
		    : arena_printf(c->a,
			  "%s is not loaded here: a coder will look at it.",
			  tables[table].name);
	answer_held(out, outside ? "outside" : "not_loaded", text);
	if (text == NULL)
		return answer_full(e);
	return answer_missing_file(c, table, outside, out, e);
}

const char *
answer_absent(const struct answer_context *c, const char *table,
    const char *shown, enum known known, const struct source *source)
{
	char on[11], day[11];
	switch (known) {
	case KNOWN_NONE:
		return arena_printf(c->a, "%s is not in %s, edition %s.", shown,
		    table, source->edition);
	case KNOWN_ENDED:
		return source->to != 0 && source->to < c->on
			   ? arena_printf(c->a,
				 "%s was in %s until %s, and is not on %s.",
				 shown, table, date_text(source->to, day),
				 date_text(c->on, on))
			   : arena_printf(c->a,
				 "%s was taken off %s by edition %s.", shown,
				 table, source->edition);
	case KNOWN_FUTURE:
		return arena_printf(c->a,
		    "%s is in %s from %s on only, not on %s.", shown, table,
		    date_text(source->from, day), date_text(c->on, on));
	default:
		return NULL;
	}
}

enum table
answer_code_table(enum code_system system)
{
	return system == CODE_ICD10CM    ? TABLE_ICD10CM
	       : system == CODE_ICD10PCS ? TABLE_ICD10PCS
	       : system == CODE_HCPCS    ? TABLE_HCPCS
					 : TABLE_CPT;
}
