/* code_rules.c - tables of regular expressions for code.c: what is no code,
 * how codes are written, what belongs to a code. Matched without case unless
 * (?-i:...) says so, on bytes. */
#include "code_rules.h"

#define NUMBER_WORD "(?:\\s*(?:no|nos|nr|number|numbers|num|nbr|id|ids)\\b\\.?)"
#define CITY        "(?-i:[A-Z][A-Za-z.']+(?:[ -][A-Z][A-Za-z.']+){0,3})"
#define ZIP         "\\d{5}(?:-\\d{4})?(?![\\w-])"

/* States whose letters mean nothing else in a chart. */
#define STATE_SURE \
	"(?-i:FL|TX|CA|NY|NJ|NM|NV|NH|OH|IL|IA|KS|KY|TN|UT|WA|WV|WY|MN|MO|AZ|" \
	"WI|RI|NC|ND)"
/* CT is a scan, GA an anesthesia, VA a circuit, OR a room or a word. */
#define STATE_OTHER \
	"(?-i:AL|AK|AR|CO|CT|DE|DC|GA|HI|ID|IN|LA|MA|MD|ME|MI|MS|MT|NE|OK|OR|" \
	"PA|PR|SC|SD|VA|VI|VT|AS|GU)"
#define STATE_NAME \
	"(?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|" \
	"Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|" \
	"Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|" \
	"Mississippi|Missouri|Montana|Nebraska|Nevada|Hampshire|Jersey|" \
	"New\\sMexico|New\\sYork|Carolina|Dakota|Ohio|Oklahoma|Oregon|" \
	"Pennsylvania|Rhode\\sIsland|Tennessee|Texas|Utah|Vermont|Virginia|" \
	"Washington|Wisconsin|Wyoming|Puerto\\sRico|Fla|Calif)"
#define STREET_KIND \
	"(?-i:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Ln|Lane|Hwy|" \
	"Highway|Pkwy|Parkway|Ct|Court|Ter|Terrace|Cir|Circle|Pike|Loop|" \
	"Plaza|Trail|Square|Dr(?!\\.?\\s+[A-Z])|Drive|Way|Route)\\b"

struct code_stop code_stop[] = {
	{ "mail address", "<?[\\w.+=$%&'*/-]+@[\\w.-]+>?", NULL },
	{ "url",
	    "(?:https?://|www\\.)\\S+|\\b[\\w-]+(?:\\.[\\w-]+)*"
	    "\\.(?:com|org|net|gov|edu|example)\\b(?:/\\S*)?",
	    NULL },
	{ "case token", "\\bC-[0-9A-Za-z]{12}\\b", NULL },
	{ "hexadecimal id",
	    "\\b(?=[0-9a-f]*\\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,}\\b", NULL },
	{ "money",
	    "(?:\\$|\\bUSD|\\bUS\\$|\xe2\x82\xac|\xc2\xa3)\\s*\\d[\\d,]*"
	    "(?:\\.\\d+)?",
	    NULL },
	{ "money behind",
	    "\\b\\d[\\d,]*(?:\\.\\d+)?\\s*(?:dollars?|USD|bucks|cents|euros?|"
	    "k\\b)",
	    NULL },
	{ "thousands", "(?<![\\d,])\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?(?![\\d,])",
	    NULL },
	{ "decimal", "(?<![\\w.])\\d{5}\\.\\d+", NULL },
	{ "telephone",
	    "(?<![\\w-])(?:\\+?1[-. ]?)?(?:\\(\\d{3}\\)\\s?|\\d{3}[-. /])"
	    "\\d{3}[-. ]\\d{4}(?!\\d)(?:\\s*(?:x|ext\\.?|extension)\\s*\\d+)?",
	    NULL },
	{ "telephone behind",
	    "\\b(?:tel|telephone|phone|ph|fax|cell|mobile|call|pager|ext|"
	    "extension)\\b\\.?:?\\s*(?:is|at|me at)?\\s*[#:+]?\\s*"
	    "(\\d[\\d() .-]{2,}\\d)",
	    NULL },
	{ "extension", "\\bx\\d{3,6}\\b(?!\\s*(?:units?))", NULL },
	{ "date",
	    "(?<![\\d-])\\d{1,2}([/.-])\\d{1,2}\\1\\d{2}(?:\\d\\d)?(?!\\d)",
	    NULL },
	{ "date by year", "(?<!\\d)(?:19|20)\\d\\d[-/.]\\d{1,2}[-/.]\\d{1,2}",
	    NULL },
	{ "year and number", "(?<![\\w-])(?:19|20)\\d\\d-\\d{3,}", NULL },
	{ "social security", "\\b\\d{3}-\\d{2}-\\d{4}\\b", NULL },
	{ "zip said",
	    "\\b(?:zip|postal)(?:\\s*-?codes?)?\\s*(?:is|of|for|:|=|#)?"
	    "\\s*" ZIP,
	    NULL },
	{ "zip said behind",
	    "\\b" ZIP "\\s*(?:is\\s+(?:our|my|the|a)\\s+)?zip\\b", NULL },
	{ "zip plus four", "(?<![\\w-])\\d{5}-\\d{4}(?![\\w-])", NULL },
	{ "zip of a state", "\\b" STATE_SURE "\\.?,?\\s+" ZIP, NULL },
	{ "zip of a city and state",
	    CITY ",\\s*" STATE_OTHER "\\.?\\s+" ZIP
		 "(?=\\s*(?:$|[\\r\\n|,;)\\xe2\\xc2]|USA|U\\.S|Tel|Ph|Fax))",
	    NULL },
	{ "zip of a named state", "\\b" STATE_NAME "\\.?,?\\s+" ZIP, NULL },
	{ "zip of a city",
	    "\\b(?:in|at|from|near|of|to)\\s+(?!(?-i:CPT|Code|HCPCS|Medi|Mod|"
	    "Level|Cpt|Procedure|Service|Line))(?-i:[A-Z][a-z]{2,}"
	    "(?:\\s[A-Z][a-z]{2,}){0,2}),?\\s+" ZIP,
	    NULL },
	{ "zip under a street",
	    STREET_KIND "[^\\n]{0,40}\\n\\s*" CITY ",?\\s+(" ZIP ")", NULL },
	{ "street",
	    "(?<![\\w-])\\d{1,6}\\s+(?:block\\b|(?-i:[NSEW]\\.?|North|South|"
	    "East|"
	    "West)\\s+(?-i:[A-Z])|(?:(?-i:[A-Z])[a-z']+\\.?\\s+|\\d+(?:st|nd|"
	    "rd|"
	    "th)\\s+){1,3}" STREET_KIND ")",
	    NULL },
	{ "box or room",
	    "\\b(?:P\\.?\\s?O\\.?\\s+)?(?:box|suite|ste|room|rm|bldg|building|"
	    "apt|mail\\s?stop|floor|bed|bay)\\b\\.?\\s*[#:]?\\s*[\\w-]*\\d[\\w-"
	    "]*",
	    NULL },
	{ "record",
	    "\\b(?:MRN|M\\.R\\.N|acct|accounts?|a/c|invoices?|inv|tickets?|"
	    "ICN|DCN|TCN|NPI|TIN|EIN|MBI|HIC|SSN|DEA|CLIA|refs?|reference|"
	    "tax\\s+id|internal\\s+ref|confirmation|tracking|serial|lot|"
	    "form|rev\\.|CFR|case\\s?id|policy|member|subscriber|encounter|"
	    "chart|badge|license|purchase\\s+order|work\\s+order|P\\.?O\\.?"
	    ")" NUMBER_WORD "?\\s*(?:[#:]|is\\b|was\\b)?\\s*#?\\s*"
	    "((?=[\\w/.-]*\\d)[A-Z0-9][\\w/-]*(?:\\.\\d+)?)",
	    NULL },
	{ "record said",
	    "\\b(?:claims?|cases?|patients?|pt|visit|order|batch|group|control|"
	    "auth|authorization|prior\\s+auth|check|cheque|eft|era|remit|file|"
	    "employee|user|record|med\\s*rec|document|message|request)"
	    "(?:" NUMBER_WORD "\\s*[#:]?|\\s*#)\\s*(?:is\\s+|was\\s+)?"
	    "((?=[\\w/-]*\\d)[A-Z0-9][\\w/-]*)",
	    NULL },
	{ "claim bare", "\\bclaim\\s+(\\d{5}(?![\\w-]))", NULL },
	{ "bracketed number", "\\[\\s*#\\s*\\d+\\s*\\]", NULL },
	{ "form number", "(?<![\\w-])\\d{4,6}-[A-Z](?![\\w-])", NULL },
	{ "regulation", "\\b\\d+\\s*C\\.?F\\.?R\\.?\\s*(?:part\\s*)?[\\d.]+",
	    NULL },
	/* "v2.1", "v 10.12"; V72.31 and V43.52XA are diagnoses. */
	{ "version",
	    "\\bv(?:er(?:sion)?\\.?\\s*|\\s+|(?=\\d\\.|\\d+\\.\\d+\\.))"
	    "\\d+\\.\\d[\\d.]*",
	    NULL },
	{ "quantity",
	    "(?<![\\w.-])\\d{5}\\s*(?:mg|mcg|ml|iu|patients|people|members|"
	    "claims|visits|employees|sq\\s?ft|square feet|hours|miles|"
	    "percent|%|(?:int\\w+ )?units?(?=\\s+(?:of|IM|IV|per|vial)\\b))",
	    NULL },
	{ "number of many parts",
	    "(?<![\\w-])(?:\\d+-){2,}\\d{4,}(?![\\w-])|(?<![\\w-])"
	    "(?!(?:CPT|ICD|HCPCS|E/M|codes?)-)[A-Z]{2,}-\\d{5,}(?![\\w-])",
	    NULL },
};
const size_t code_stops = sizeof(code_stop) / sizeof(code_stop[0]);

/* The first three characters; a letter second since QA0 of FY2026. */
#define ICD    "(?:[A-Z]\\d[0-9AB]|Q[A-Z]\\d)"
#define BEFORE "(?<![\\w.$#@~])(?<!\\d-)"
#define AFTER  "(?![\\w~@])(?!\\.\\d)"
#define DX_NEAR \
	"\\b(?:dx|diagnos[ei]s|diagnostic\\s+codes?|icd(?:-?10)?(?:-?cm)?)\\b" \
	"[^.?!\\n]{0,40}?"
#define CODE_WORD \
	"\\b(?:CPTs?|HCPCS|codes?|line|service|procedure|what\\s+(?:is|are|" \
	"does)|" \
	"what's|explain|describe|define)" \
	"(?:\\s+(?:is|of|was|for|line|number|no\\.?|#))?\\s*:?\\s*"
#define NO_UNIT \
	"(?!\\s*-?(?:min|m?c?g|kg|ml|cc|cm|mm|sq|y\\b|yo\\b|y/o|yr|year|day|" \
	"week|wk|month|mo\\b|h\\b|hr|hour|unit|time|%|percent|patient|[/" \
	":]\\d))"

/* Codes of ICD-9-CM are numbers like others: only the words "ICD-9" beside
 * them, or the way into ICD-10, make them codes. */
#define ICD9      "\\bICD[- ]?9(?:[- ]?CM)?\\b"
#define ICD9_CODE "(\\d{3}\\.\\d{1,2}|(?:V\\d\\d|E[89]\\d\\d)(?:\\.\\d{1,2})?)"
#define ICD9_END  "(?![\\w~@%])(?!\\.\\d)" NO_UNIT
#define INTO_ICD10 \
	"(?:\\s+(?:is|was|be|maps?|mapped|convert(?:s|ed)?|translate[sd]?|" \
	"crosswalk(?:s|ed)?|equals?|equivalent|the|an?|old|code|now|called|" \
	"goes|what)){0,4}\\s*,?\\s*(?:in|to|into|from)\\s+(?:an?\\s+|the\\s+)" \
	"?" \
	"(?:old\\s+)?\\(?ICD[- ]?(?:10|9)"
#define CROSSWALK "\\b(?:crosswalk|convert|translate|map|gems?)\\b"
/* ICD-10-PCS has neither I nor O. */
#define PCS "[0-9A-HJ-NP-Z]"

struct code_form code_form[] = {
	{ "icd-9 procedure",
	    ICD9 "[^?!\\n]{0,30}?\\bproc(?:edures?|s)?\\b[^?!\\n]{0,20}?" BEFORE
		 "(\\d\\d\\.\\d{1,2})" ICD9_END,
	    AS_ICD9, false, NULL },
	{ "icd-9 said", ICD9 "[^?!]{0,80}?" BEFORE ICD9_CODE ICD9_END, AS_ICD9,
	    false, NULL },
	{ "icd-9 right behind",
	    ICD9 "(?:\\s+(?:codes?|dx|diagnos[ie]s|number|no\\.?|of|is|was|the|"
		 "old))*\\s*[:#(]?\\s*(\\d{3,5})" AFTER,
	    AS_ICD9, false, NULL },
	{ "icd-9 behind",
	    BEFORE ICD9_CODE
	    "(?![\\w~@%])(?=\\)?,?\\s*\\(?(?:(?:is|was|as)\\s+)?"
	    "(?:(?:an?|the|our|my)\\s+)?(?:old\\s+)?" ICD9 "|" INTO_ICD10 ")",
	    AS_ICD9, false, NULL },
	{ "icd-9 mapped",
	    CROSSWALK "[^.?!\\d]{0,40}?" BEFORE ICD9_CODE ICD9_END
		      "(?=[^?!]{0,60}\\bICD)",
	    AS_ICD9, false, NULL },
	{ "pcs said",
	    "\\bPCS\\b[^?!\\n]{0,60}?" BEFORE "((?=[A-Z]*\\d)(?=\\d*[A-Z])" PCS
	    "{7})" AFTER,
	    AS_PCS, false, NULL },
	{ "pcs said behind",
	    BEFORE "((?=[A-Z]*\\d)(?=\\d*[A-Z])" PCS
		   "{7})(?=[^?!\\n]{0,30}\\bPCS\\b)" AFTER,
	    AS_PCS, false, NULL },
	/* Two letters and two digits, a digit first: no word, and no
	 * ICD-10-CM code. */
	{ "pcs behind a word",
	    CODE_WORD "(\\d(?=\\d*[A-Z]\\d*[A-Z])(?=[A-Z]*\\d)" PCS
		      "{6})" AFTER,
	    AS_PCS, false, NULL },
	/* Most end so: no device, no qualifier. */
	{ "pcs with two z",
	    BEFORE "(\\d(?=\\d*[A-Z])(?=[A-Z]*\\d)" PCS "{4}ZZ)" AFTER, AS_PCS,
	    false, NULL },
	{ "pcs alone",
	    "^\\s*(\\d(?=\\d*[A-Z]\\d*[A-Z])(?=[A-Z]*\\d)" PCS
	    "{6})\\s*\\??\\s*$",
	    AS_PCS, false, NULL },
	{ "icd with dot", BEFORE "(" ICD "\\.[0-9A-Z]{1,4})(?![\\w~@])",
	    AS_ICD10, false, NULL },
	{ "cpt", "(?<![\\w.$@~])(?<!\\d-)(?<!\\d,)(\\d{5})" AFTER, false, false,
	    NULL },
	{ "cpt behind a comma", "(?<=\\d{5},)(\\d{5})" AFTER, false, false,
	    NULL },
	{ "cpt of a letter", BEFORE "(\\d{4}[FTUMA])" AFTER, false, false,
	    NULL },
	{ "icd said", BEFORE DX_NEAR "(?<![\\w.])(" ICD "[0-9A-Z]{0,4})" AFTER,
	    AS_ICD10, false, NULL },
	/* A small l in front of four digits is a 1 of a typist more often than
	 * an orthotic, unless the words say so. */
	{ "ell for one",
	    BEFORE "(?-i:(l\\d{4}))" AFTER
		   "(?![\\s\\S]{0,200}\\b(?:HCPCS|ortho|brac|DME|prosth|insol|"
		   "insert|shoe|splint))",
	    AS_SHAPE, true, NULL },
	{ "hcpcs", BEFORE "([ABCDEGHJKLMPQRSTUV]\\d{4})" AFTER, false, false,
	    NULL },
	/* Codes of three characters that offices report; other three are
	 * vertebrae, vitamins and rooms as often. */
	{ "icd of three",
	    BEFORE
	    "(?-i:(A09|A46|B09|B20|B86|C20|C61|C73|D45|D62|E43|E46|F05|F29|F39|"
	    "I10|J00|J13|J14|J22|J36|J40|J42|J80|J90|K30|K36|K37|L22|L42|L52|"
	    "L80|L83|L84|N10|N12|N19|N23|N62|N72|N86|N96|O80|O82|R12|R17|R21|"
	    "R32|R42|R52|R54|R55|R58|R61|R64|R81|Z08|Z09|Z21|Z23|Z66))" AFTER,
	    AS_ICD10, false, NULL },
	/* "What is E11?": a category that is asked for by its number. */
	{ "icd category asked for",
	    "\\b(?:what(?:'s|\\s+is|\\s+does)|explain|define)\\s+(?:the\\s+)?"
	    "(?:code\\s+|category\\s+)?(?!B12|D10|T1[0-2])"
	    "((?-i:[A-TV-Z]\\d[0-9AB]))(?=\\s*[?.]|\\s*$|\\s+(?:mean|stand|and|"
	    "or|in\\s+icd))(?!\\.\\d)",
	    AS_ICD10, false, NULL },
	{ "icd without dot", BEFORE "(" ICD "[0-9X]{3}[0-9A-Z]?)" AFTER,
	    AS_ICD10, false, NULL },
	{ "icd alone", "^\\s*(" ICD "\\d?)\\s*\\??\\s*$", AS_ICD10, false,
	    NULL },
	{ "letters for digits",
	    BEFORE
	    "(?=[JGQ]?[0-9OIL]*\\d[0-9OIL]*\\d[0-9OIL]*\\d)(?!L\\d{4}\\b)"
	    "((?:[0-9][0-9OIL]{4}|O[0-9OIL]{4}|[JGQ][0-9OIL]{4}|"
	    "[0O][0-9OIL]{3}T))" AFTER,
	    AS_SHAPE, true, NULL },
	{ "split behind a word", CODE_WORD "(\\d{4}) (\\d)" AFTER NO_UNIT,
	    AS_SHAPE, true, NULL },
	{ "split in three and two", CODE_WORD "(\\d{3}) (\\d{2})" AFTER NO_UNIT,
	    AS_SHAPE, true, NULL },
	{ "split alone", "^\\s*(\\d{3,4}) (\\d{1,2})\\s*\\??\\s*$", false, true,
	    NULL },
};
const size_t code_forms = sizeof(code_form) / sizeof(code_form[0]);

#define MODIFIER_WORD "(?:modifiers?|mods?)\\b\\.?"
#define TWO           "([0-9A-Z]{2})(?![\\w~])(?!\\.\\d)"
/* Small letters are words more often than modifiers: "modifiers go on". */
#define SAID \
	"([0-9]{2}|(?-i:[A-Z][A-Z0-9])|rt|lt|tc|qw|x[espu])(?![\\w~])(?!\\." \
	"\\d)"

/* Two digits that are modifiers more often than numbers of something. */
#define KNOWN_TWO "(2[2-7]|5[0-9]|6[26]|7[6-9]|8[0-2]|9[15])"

struct code_side code_side[SIDE_COUNT] = {
	[SIDE_RANGE] = { "\\G\\s*(?:-|\xe2\x80\x93|\xe2\x80\x94|\\bto\\b|"
			 "\\bthrough\\b|\\bthru\\b)\\s*"
			 "([A-Z]?\\d[0-9AB](?:\\.?[0-9A-Z]{1,4}))(?![\\w~@])",
	    NULL },
	[SIDE_MODIFIER_HYPHEN] = { "\\G\\s?-\\s?" TWO, NULL },
	[SIDE_MODIFIER_WORD] = { "\\G[\\s,(]*(?:(?:with|w/|and|plus|\\+|"
				 "append(?:ed)?|using)\\s*)?(?:an?\\s+|the\\s+)"
				 "?"
				 "(?:" MODIFIER_WORD "[\\s:#-]*" SAID
				 "|([0-9]{2}|(?-i:[A-Z][A-Z0-9]))"
				 "\\s+" MODIFIER_WORD ")",
	    NULL },
	[SIDE_MODIFIER_SPACE] = { "\\G\\s+([0-9]{2}|(?-i:[A-Z][A-Z0-9])|rt|lt)"
				  "(?![\\w~/.-])(?!\\s(?-i:[A-Z]{3}))" NO_UNIT
				  "(?!\\s+\\w+\\s+(?:old|units?)\\b)",
	    NULL },
	[SIDE_MODIFIER_COMMA] = { "\\G\\s*[,/&]\\s*-?([0-9]{2}|RT|LT)"
				  "(?![\\w~/.-])" NO_UNIT,
	    NULL },
	[SIDE_UNITS] = { "\\G\\s*[(,]?\\s*(?:(?:x|\xc3\x97|\\*)\\s*(\\d{1,4})"
			 "(?![\\w~]|\\.\\d)(?:\\s*units?)?|(?:(?:with|for|at)"
			 "\\s+)?(\\d{1,4})\\s*units?"
			 "\\b)\\)?",
	    NULL },
	[SIDE_UNITS_BEFORE] = { "(?<![\\d.])(\\d{1,4})\\s*(?:units?\\s+(?:"
				"of\\s+)?"
				"(?:CPT\\s+|HCPCS\\s+|code\\s+)?|(?:x|\xc3\x97)"
				"\\s*)$",
	    NULL },
	[SIDE_NEW_CODE] = { "\\b(?:chang|switch|from|correct|downcod|upcod|"
			    "bump|"
			    "updat|convert|replac|went|instead|compar|refer)"
			    "[^.?!\\n]{0,24}$",
	    NULL },
	[SIDE_LONE] = { "\\b" MODIFIER_WORD
			"\\s*(?:codes?\\s+)?(?:(?:is|was|called|named)\\s+"
			"(?:an?\\s+)?)?[:#-]?\\s*" SAID,
	    NULL },
	[SIDE_LONE_NEXT] = { "\\G\\s*(?:,|/"
			     "|&|\\+|\\bor\\b|\\band\\b|\\bvs\\b\\.?|"
			     "\\bversus\\b)+\\s*(?:or\\s+|and\\s+)?(?"
			     ":" MODIFIER_WORD "\\s*)?-?" SAID NO_UNIT,
	    NULL },
	[SIDE_LONE_SIGN] = { "(?<![\\w~.)])(?<!\\w\\s)-([0-9]{2}|(?-i:[A-Z][A-"
			     "Z0-9]))"
			     "(?![\\w~./:-])" NO_UNIT
			     "|(?<=or |is |an |nd |do |"
			     "he |to |of |ed )-([0-9]{2}|(?-i:[A-Z][A-Z0-9]))"
			     "(?![\\w~./:-])" NO_UNIT,
	    NULL },
	[SIDE_LONE_PAIR] = { "(?|(?<![\\w~./"
			     "$-])(\\d{2})\\s*(?:or|vs\\.?|versus|and"
			     "(?=\\s*\\d{2}\\s*(?:differ|mean)))\\s*"
			     "(\\d{2})(?=\\s*(?:\\?|on\\b|mod|differ\\b|"
			     "mean\\b))|(?<![\\w~./$-])" KNOWN_TWO
			     "\\s+(?:vs\\.?|versus)\\s+" KNOWN_TWO
			     "(?=\\s*(?:$|[,;:]|\\.\\s|\\.$)))",
	    NULL },
	[SIDE_LONE_USE] = { "\\b(?:append|add|attach|with\\s+an?|put\\s+an?|"
			    "use|take|bear|is(?=\\s+\\d\\d\\s+(?:right|"
			    "correct|wrong|allowed|ok(?:ay)?|payable|possible|"
			    "appropriate|needed|the\\s+right))|"
			    "with|when|than|instead\\s+of)\\s+(?:the\\s+|an?"
			    "\\s+)?-?" KNOWN_TWO
			    "(?=\\s*(?:[?;)]|[.,]\\s|[.,]?$"
			    "|"
			    "(?:on|to|for|goes|modifier|rather|right|correct|"
			    "wrong|appropriate|needed|allowed|ok(?:ay)?|"
			    "payable|possible|the\\s+right)\\b))",
	    NULL },
	[SIDE_LONE_LETTER] = { "(?<![\\w~.-])((?-i:X[ESPU]|QW|[A-Z0-9]{2}(?="
			       "\\s+"
			       "(?i:modifier|mod)\\b))"
			       "|(?<=append |ppended )"
			       "(?-i:[A-Z][A-Z0-9])"
			       "|(?-i:G[AXYZ]|Q[KSXYZ]|J[WZ]|TC|KX|F[SQXY]|SG|"
			       "A[ASDG]|C[QOR]|G[CETVW]|RR|NU|GP|GO|GN|AI)(?="
			       "\\s+(?:stands?|means?|"
			       "mean)\\b|\\s*(?:,|or|vs\\.?|versus|and)\\s*"
			       "(?-i:[A-Z][A-Z0-9])\\b(?!\\s+\\d))"
			       "|(?<=does |what is |hat's )"
			       "(?-i:G[AXYZ]|Q[KSXYZ]|J[WZ]|KX|F[SQXY]|C[QO]|"
			       "X[ESPU]|QW)(?=\\s*(?:\\?|$|mean|stand|for|used)"
			       ")"
			       "|(?-i:[A-Z][A-Z0-9])(?=[^.?!]{0,40}[.,]\\s+"
			       "(?:what|which)(?:'s| is)?\\s+(?:that|this|the)"
			       "\\s+modifier\\b))(?![\\w~.-])",
	    NULL },
};
