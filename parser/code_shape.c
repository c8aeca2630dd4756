/* code_shape.c - characters come in, the code that has this shape goes out;
 * what stands round them is code.c's affair. */
#include "code_shape.h"

#include "code.h"
#include <stdio.h>
#include <string.h>

const char *
code_system_name(enum code_system system)
{
	static const char *const name[] = { "CPT", "HCPCS", "ICD-10-CM",
		"modifier", "ICD-9-CM", "ICD-10-PCS", "place of service" };
	return system < CODE_SYSTEM_COUNT ? name[system] : "unknown";
}

/* Locale-free: the C library's ctype follows the environment. */
static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Numbers of modifiers in use, each with a space behind it. CPT Appendix A;
 * HCPCS II modifiers that professional claims bear. */
static const char modifiers[] =
    "22 23 24 25 26 27 32 33 47 50 51 52 53 54 55 56 57 58 59 62 63 66 73 74 "
    "76 77 78 79 80 81 82 90 91 92 93 95 96 97 99 "
    "A1 A2 A3 A4 A5 A6 A7 A8 A9 AA AD AE AF AG AI AJ AK AM AO AP AQ AR AS AT "
    "AU "
    "AV AW AX AY AZ BA BL BO BP BR BU CA CB CC CG CH CI CJ CK CL CM CN CO CQ "
    "CR CS CT DA E1 E2 E3 E4 EA EB EC ED EE EJ EM EP ER ET EX EY F1 F2 F3 F4 "
    "F5 F6 F7 F8 F9 FA FB FC FP FQ FR FS FT FX FY G0 G1 G2 G3 G4 G5 G6 G7 G8 "
    "G9 GA GB GC GE GF GG GH GJ GK GL GM GN GO GP GQ GR GS GT GU GV GW GX GY "
    "GZ "
    "H9 HA HB HC HD HE HF HG HH HI HJ HK HL HM HN HO HP HQ HR HS HT HU HV HW "
    "J1 J2 J3 J4 J5 JA JB JC JD JE JF JG JW JZ K0 K1 K2 K3 K4 KA KB KC KD KE "
    "KF KG KH KI KJ KK KL KM KN KO KP KQ KR KS KT KU KV KW KX KY KZ LC LD LL "
    "LM LR LS LT LU M2 MA MB MC MD ME MF MG MH MS N1 N2 N3 NB NR NU P1 P2 P3 "
    "P4 P5 P6 PA PB PC PD PI PL PM PN PO PS PT Q0 Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8 Q9 "
    "QA QB QC QD QE QF QG QH QJ QK QL QM QN QP QQ QR QS QT QW QX QY QZ RA RB "
    "RC "
    "RD RE RI RR RT SA SB SC SD SE SF SG SH SJ SK SL SM SN SQ SS ST SU SV SW "
    "SZ "
    "SY T1 T2 T3 T4 T5 T6 T7 T8 T9 TA TB TC TD TE TF TG TH TJ TK TL TM TN TP "
    "TQ TR TS TT TU TV TW U1 U2 U3 U4 U5 U6 U7 U8 U9 UA UB UC UD UE UF UG UH "
    "UJ UK UN UP UQ UR US V1 V2 V3 V5 V6 V7 V8 V9 VM VP X1 X2 X3 X4 X5 XE XP "
    "XS XU ZA ZB ZC ";

bool
shape_modifier(const char *s, char out[3])
{
	char word[4] = { upper(s[0]), s[0] != '\0' ? upper(s[1]) : '\0', ' ',
		'\0' };
	if (word[1] == '\0' || word[0] == ' ' || word[1] == ' ')
		return false;
	const char *hit = strstr(modifiers, word);
	if (hit == NULL)
		return false;
	out[0] = word[0];
	out[1] = word[1];
	out[2] = '\0';
	return true;
}

static bool
shape_cpt(const char *s, size_t n)
{
	if (n != 5 || !digit(s[0]) || !digit(s[1]) || !digit(s[2]) ||
	    !digit(s[3]))
		return false;
	if (digit(s[4]))
		return memcmp(s, "00000", 5) != 0;
	/* Category III, PLA, M and A codes all begin with 0 so far; category
	 * II goes up to 9. "1000U" is a dose of heparin. */
	return s[4] == 'F' || (strchr("TUMA", s[4]) != NULL && s[0] == '0');
}

static bool
shape_hcpcs(const char *s, size_t n)
{
	if (n != 5 || strchr("ABCDEGHJKLMPQRSTUV", s[0]) == NULL)
		return false;
	return digit(s[1]) && digit(s[2]) && digit(s[3]) && digit(s[4]);
}

/* Characters of an ICD-10-CM code without its dot (Official Guidelines
 * I.A.2): letter, digit, digit or A or B, and up to four more. Since FY2026 a
 * category has a letter second: QA0. */
static bool
shape_diagnosis(const char *s, size_t n)
{
	bool pair = s[0] == 'Q' && letter(s[1]) && digit(s[2]);

	if (n < 3 || n > 7 || !letter(s[0]) || (!digit(s[1]) && !pair))
		return false;
	if (!digit(s[2]) && s[2] != 'A' && s[2] != 'B')
		return false;
	for (size_t i = 3; i < n; i++)
		if (!digit(s[i]) && !letter(s[i]))
			return false;
	return true;
}

/* Upper case without a dot in fourth place; 0 where it does not fit. */
static size_t
shape_plain(const char *s, size_t n, char out[9], bool *dotted_out)
{
	size_t len = 0;
	bool dotted = false;
	*dotted_out = false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.' && i == 3 && n > 4) {
			dotted = true;
			continue;
		}
		if (len == 8)
			return 0;
		out[len++] = upper(s[i]);
	}
	out[len] = '\0';
	*dotted_out = dotted;
	return len;
}

bool
shape_code(const char *s, size_t n, enum code_system *system_out, char out[9],
    bool *dotted_out)
{
	char word[9];
	bool dotted;
	size_t len = shape_plain(s, n, word, &dotted);
	enum code_system system;
	if (!dotted && shape_cpt(word, len))
		system = CODE_CPT;
	else if (!dotted && shape_hcpcs(word, len))
		system = CODE_HCPCS;
	else if (shape_diagnosis(word, len))
		system = CODE_ICD10CM;
	else
		return false;
	*system_out = system;
	memcpy(out, word, len + 1);
	*dotted_out = dotted;
	return true;
}

bool
shape_icd(const char *s, size_t n, char out[9])
{
	char word[9];
	bool dotted;
	size_t len = shape_plain(s, n, word, &dotted);
	if (!shape_diagnosis(word, len))
		return false;
	memcpy(out, word, len + 1);
	return true;
}

/* ICD-9-CM: three digits, V and two, E and three, each with up to two more
 * behind a dot (E: one); procedures have two before it. */
bool
shape_icd9(const char *s, size_t n, char out[9])
{
	char word[9], first = n > 0 ? upper(s[0]) : '\0';
	size_t len = 0, before = first == 'E' ? 4 : 3, i;
	const char *dot = memchr(s, '.', n);
	if (n < 3 || n > 6)
		return false;
	if (dot != NULL && dot - s == 2 && digit(first))
		before = 2;
	for (i = 0; i < n; i++) {
		if (s[i] == '.' && i == before && i + 1 < n)
			continue;
		if (len == before)
			word[len++] = '.';
		word[len++] = upper(s[i]);
		if (!digit(s[i]) && (i > 0 || (first != 'V' && first != 'E')))
			return false;
	}
	if (len < before || len > before + (first == 'E' ? 2 : 3))
		return false;
	word[len] = '\0';
	memcpy(out, word, len + 1);
	return true;
}

/* ICD-10-PCS: the letters I and O are not used. */
bool
shape_pcs(const char *s, size_t n, char out[9])
{
	if (n != 7)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = upper(s[i]);
		if ((!digit(c) && !letter(c)) || c == 'I' || c == 'O')
			return false;
		out[i] = c;
	}
	out[n] = '\0';
	return true;
}

void
shape_add(struct code *c, const char modifier[3])
{
	if (c->modifiers >= 4)
		return;
	for (int i = 0; i < c->modifiers; i++)
		if (strcmp(c->modifier[i], modifier) == 0)
			return;
	memcpy(c->modifier[c->modifiers++], modifier, 3);
}

bool
shape_check(const struct code *c)
{
	char text[9], m[3];
	enum code_system system;
	bool dotted;
	size_t n = strnlen(c->text, sizeof(c->text));
	size_t end = strnlen(c->end, sizeof(c->end));
	if (n == sizeof(c->text) || end == sizeof(c->end))
		return false;
	if (c->system == CODE_MODIFIER)
		return n == 2 && end == 0 && c->modifiers == 0 &&
		       shape_modifier(c->text, m) && strcmp(m, c->text) == 0;
	if (c->system == CODE_ICD9CM || c->system == CODE_ICD10PCS)
		return end == 0 && c->modifiers == 0 && c->units == 1 &&
		       (c->system == CODE_ICD9CM
			       ? shape_icd9(c->text, n, text)
			       : shape_pcs(c->text, n, text)) &&
		       strcmp(text, c->text) == 0;
	if (c->system == CODE_ICD10CM) {
		if (!shape_icd(c->text, n, text))
			return false;
	} else if (!shape_code(c->text, n, &system, text, &dotted) ||
		   system != c->system) {
		return false;
	}
	if (strcmp(text, c->text) != 0 || c->units < 1 || c->modifiers < 0 ||
	    c->modifiers > 4)
		return false;
	for (int i = 0; i < c->modifiers; i++)
		if (!shape_modifier(c->modifier[i], m) ||
		    strcmp(m, c->modifier[i]) != 0)
			return false;
	return end == 0 || (shape_code(c->end, end, &system, text, &dotted) &&
			       strcmp(text, c->end) == 0);
}

/* With its dot, where it has one. */
static const char *
shape_dot(enum code_system system, const char *text, char out[12])
{
	if (system == CODE_ICD10CM && strlen(text) > 3)
		snprintf(out, 12, "%.3s.%.5s", text, text + 3);
	else
		snprintf(out, 12, "%.8s", text);
	return out;
}

const char *
code_show(const struct code *c, char out[32])
{
	char first[12], last[12];
	int n = snprintf(out, 32, "%s%s%s",
	    shape_dot(c->system, c->text, first), c->end[0] != '\0' ? "-" : "",
	    shape_dot(c->system, c->end, last));
	for (int i = 0; i < c->modifiers && n >= 0 && n < 32; i++)
		n += snprintf(out + n, (size_t)(32 - n), "-%s", c->modifier[i]);
	return out;
}

/* "-25-59" or nothing. */
static bool
shape_tail(const char *s, struct code *out)
{
	while (*s == '-' && out->modifiers < 4) {
		char m[3];
		if (!shape_modifier(s + 1, m))
			return false;
		shape_add(out, m);
		s += 3;
	}
	return *s == '\0';
}

bool
code_parse(const char *text, struct code *out)
{
	struct code c = { .units = 1 };
	bool dotted;
	size_t n = strcspn(text, "-");
	if (n == 2 && text[n] == '\0' && shape_modifier(text, c.text))
		c.system = CODE_MODIFIER;
	else if (!shape_code(text, n, &c.system, c.text, &dotted))
		return false;
	if (!shape_tail(text + n, &c))
		return false;
	c.len = strlen(text);
	c.repaired = c.system == CODE_ICD10CM && n > 3 && !dotted;
	*out = c;
	return true;
}
