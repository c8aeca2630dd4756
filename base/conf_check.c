/* conf_check - the rules that a type cannot say: which settings are required,
 * what an address, a host or a mailbox's name may be, which must differ, and
 * what a person may have meant by a name that is none. */
#include "conf_inner.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS  "0123456789"
/* atext of RFC 5322 3.2.3 */
#define ATEXT LETTERS DIGITS "!#$%&'*+-/=?^_`{|}~"

/* Labels of letters, digits and hyphens (RFC 1035 2.3.1, RFC 1123 2.1). */
static bool
is_host(const char *s)
{
	size_t n, total = strlen(s);

	if (!total || total > 253)
		return false;
	for (;; s++) {
		n = strspn(s, LETTERS DIGITS "-");
		if (!n || n > 63 || s[0] == '-' || s[n - 1] == '-')
			return false;
		s += n;
		if (!*s)
			return true;
		if (*s != '.')
			return false;
	}
}

/* dot-atom @ domain (RFC 5322 3.4.1) within the lengths of RFC 5321 4.5.3.1.
 * Quoted local parts and address literals are not for a consult address. */
static bool
is_address(const char *s)
{
	const char *at = strrchr(s, '@');
	size_t n;

	if (!at || at == s || at - s > 64 || strlen(s) > 254 ||
	    !is_host(at + 1))
		return false;
	for (;; s++) {
		n = strspn(s, ATEXT);
		if (!n)
			return false;
		s += n;
		if (s == at)
			return true;
		if (*s != '.')
			return false;
	}
}

static const char *
check_address(const char *value)
{
	return is_address(value)
		   ? NULL
		   : "is no address such as consult@practice.example";
}

static const char *
check_allowed(const char *value)
{
	return is_address(value) || is_host(value)
		   ? NULL
		   : "is neither a domain such as practice.example nor an "
		     "address";
}

static const char *
check_host(const char *value)
{
	return is_host(value) ? NULL
			      : "is no host name; a port has its own "
				"setting";
}

static const char *
check_not_empty(const char *value)
{
	return *value ? NULL
		      : "is not allowed; leave the line out for the "
			"default";
}

static const char *
check_given(const char *value)
{
	return *value ? NULL : "is not allowed; this setting is required";
}

/* An atom (RFC 9051 section 9, flag-keyword); system flags begin with "\". */
static const char *
check_keyword(const char *value)
{
	const char *s;

	for (s = value; *s; s++)
		if (*s <= ' ' || *s == 0x7F || strchr("(){%*\"\\]", *s))
			break;
	return *value && !*s ? NULL
			     : "is no IMAP keyword: one word of ASCII without "
			       "( ) { % * \" \\ ]";
}

/* An empty value where the default is empty as well needs no rule. */
static const struct rule {
	const char *section, *key;
	bool required;
	const char *(*check)(const char *value);
} rules[] = {
	{ "daemon", "state_dir", false, check_not_empty },
	{ "daemon", "lookup_db", false, check_not_empty },
	{ "daemon", "templates_dir", false, check_not_empty },
	{ "consult", "address", true, check_address },
	{ "consult", "aliases", false, check_address },
	{ "consult", "allow", false, check_allowed },
	{ "imap", "host", true, check_host },
	{ "imap", "user", true, check_given },
	{ "imap", "password_file", false, check_not_empty },
	{ "imap", "mailbox", false, check_not_empty },
	{ "imap", "keyword", false, check_keyword },
	{ "imap", "folder_answered", false, check_not_empty },
	{ "imap", "folder_held", false, check_not_empty },
	{ "imap", "folder_ignored", false, check_not_empty },
	{ "smtp", "host", true, check_host },
	{ "smtp", "password_file", false, check_not_empty },
};

static const struct rule *
rule_of(size_t row)
{
	const struct conf_row *c = &conf_rows[row];
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (!strcmp(rules[i].section, c->section) &&
		    !strcmp(rules[i].key, c->key))
			return &rules[i];
	return NULL;
}

bool
conf_is_required(size_t row)
{
	const struct rule *rule = rule_of(row);

	return rule && rule->required;
}

const char *
conf_check_value(size_t row, const char *value)
{
	const struct rule *rule = rule_of(row);

	/* What is required and empty is named together, in conf_check_all(). */
	if (!rule || (rule->required && !*value))
		return NULL;
	return rule->check(value);
}

/* All that is missing in one sentence: a person mends it in one go. */
static int
check_required(const struct settings *s, struct err *e)
{
	char names[160] = "";
	size_t i, n = 0;
	int count = 0;

	for (i = 0; i < conf_row_count; i++) {
		if (!conf_is_required(i) || **(char *const *)conf_value(s, i))
			continue;
		if (n < sizeof(names))
			n += (size_t)snprintf(names + n, sizeof(names) - n,
			    "%s[%s] %s", count ? ", " : "",
			    conf_rows[i].section, conf_rows[i].key);
		count++;
	}
	if (!count)
		return 0;
	return err_set(e, ERR_STOP, "conf", 0, "%s: %s %s required and not set",
	    s->file, names, count == 1 ? "is" : "are");
}

/* Mailbox names are compared as they are, but INBOX in any case (RFC 9051
 * 5.1). */
static bool
same_mailbox(const char *a, const char *b)
{
	return !strcmp(a, b) || (!strcasecmp(a, b) && !strcasecmp(a, "INBOX"));
}

/* A mail that is moved to where it is read would be read again for ever. */
static int
check_folders(const struct settings *s, struct err *e)
{
	const char *const folders[][2] = {
		{ "folder_answered", s->imap_folder_answered },
		{ "folder_held", s->imap_folder_held },
		{ "folder_ignored", s->imap_folder_ignored },
	};
	size_t i;

	if (strcmp(s->imap_after, "move") != 0)
		return 0;
	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (same_mailbox(folders[i][1], s->imap_mailbox))
			return err_set(e, ERR_STOP, "conf", 0,
			    "%s: [imap] %s: it must be another folder than "
			    "mailbox when after = move",
			    s->file, folders[i][0]);
	return 0;
}

int
conf_check_all(const struct settings *s, struct err *e)
{
	if (check_required(s, e) || check_folders(s, e))
		return -1;
	if (s->smtp_retry_first > s->smtp_retry_max)
		return err_set(e, ERR_STOP, "conf", 0,
		    "%s: [smtp] retry_first: %" PRId64
		    " is more than retry_max, %" PRId64,
		    s->file, s->smtp_retry_first, s->smtp_retry_max);
	return 0;
}

#define NAME_MAX_BYTES 40

/* Levenshtein's distance: how many letters were added, lost or changed. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[NAME_MAX_BYTES + 1], i, k, diagonal, above;
	size_t an = strlen(a), bn = strlen(b);

	if (an > NAME_MAX_BYTES || bn > NAME_MAX_BYTES)
		return NAME_MAX_BYTES;
	for (k = 0; k <= bn; k++)
		row[k] = k;
	for (i = 1; i <= an; i++) {
		diagonal = row[0];
		row[0] = i;
		for (k = 1; k <= bn; k++) {
			above = row[k];
			row[k] = diagonal + (a[i - 1] != b[k - 1]);
			if (above + 1 < row[k])
				row[k] = above + 1;
			if (row[k - 1] + 1 < row[k])
				row[k] = row[k - 1] + 1;
			diagonal = above;
		}
	}
	return row[bn];
}

/* How many wrong letters still look like a slip, in a name of that length. */
static size_t
tolerance(const char *name)
{
	return strlen(name) / 3 + 1;
}

void
conf_suggest_key(const char *section, const char *key, char out[CONF_HINT_MAX])
{
	const struct conf_row *best = NULL, *c;
	size_t i, d, best_d = tolerance(key) + 1;

	/* Another section's key counts only where it is spelt the same. */
	for (i = 0; i < conf_row_count; i++) {
		c = &conf_rows[i];
		d = distance(key, c->key);
		if (strcmp(c->section, section) != 0)
			d = d ? NAME_MAX_BYTES : tolerance(key);
		if (d < best_d) {
			best_d = d;
			best = c;
		}
	}
	out[0] = '\0';
	if (best)
		snprintf(out, CONF_HINT_MAX, "; did you mean [%s] %s?",
		    best->section, best->key);
}

void
conf_suggest_section(const char *section, char out[CONF_HINT_MAX])
{
	const char *best = NULL;
	size_t i, d, best_d = tolerance(section) + 1;

	for (i = 0; i < conf_row_count; i++) {
		d = distance(section, conf_rows[i].section);
		if (d < best_d) {
			best_d = d;
			best = conf_rows[i].section;
		}
	}
	out[0] = '\0';
	if (best)
		snprintf(out, CONF_HINT_MAX, "; did you mean [%s]?", best);
}
