/* authentication.c - RFC 8601. In: a header, and which hosts are ours. Out:
 * what our border says of the sender. */
#include "authentication.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

/* The bytes of a quoted string (RFC 5322 3.2.4) at *p, without its marks; what
 * ends a result elsewhere ends none in there. */
static char *
quoted_copy(char *to, const char **p)
{
	while (*++*p != '\0' && **p != '"') {
		if (**p == '\\' && (*p)[1] != '\0')
			++*p;
		*to++ = strchr(" \t;=/", **p) ? '_' : **p;
	}
	return to;
}

/* The value without its comments (RFC 5322 3.2.2), which nest, and without
 * marks of quotation. */
static char *
bare(struct arena *a, const char *value)
{
	char *copy = arena_strdup(a, value), *to = copy;
	int depth = 0;

	for (const char *p = value; copy && *p; p++) {
		if (*p == '\\' && p[1] != '\0' && depth > 0)
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && depth > 0)
			depth--;
		else if (*p == '"' && depth == 0)
			to = quoted_copy(to, &p);
		else if (depth == 0)
			*to++ = *p;
		if (*p == '\0')
			break;
	}
	if (to)
		*to = '\0';
	return copy;
}

/* --- whose field it is -----------------------------------------------------*/

static bool
ends_with(const char *host, const char *end)
{
	size_t n = strlen(host), k = strlen(end);

	return n > k && strcasecmp(host + n - k, end) == 0;
}

/* ".practice.example" of "mx.practice.example"; NULL of "practice.example",
 * below which strangers may have names. */
static const char *
domain_of(const char *id)
{
	const char *dot = strchr(id, '.');

	return dot && strchr(dot + 1, '.') ? dot : NULL;
}

static bool
host_ours(const struct authentication_rule *rule, const char *host)
{
	for (size_t i = 0; i < rule->host_n; i++)
		if (strcasecmp(host, rule->host[i]) == 0 ||
		    (rule->host[i][0] == '.' && ends_with(host, rule->host[i])))
			return true;
	for (size_t i = 0; rule->host_n == 0 && i < rule->id_n; i++) {
		const char *domain = domain_of(rule->id[i]);

		if (strcasecmp(host, rule->id[i]) == 0 ||
		    (domain && ends_with(host, domain)))
			return true;
	}
	return false;
}

/* The host behind a word ("from", "by") of a Received field; "" if none. */
static const char *
host_behind(struct arena *a, const char *value, const char *word)
{
	size_t k = strlen(word);
	const char *host;

	while (*value) {
		value += strspn(value, " \t;");
		if (strncasecmp(value, word, k) == 0 && value[k] == ' ') {
			value += k;
			value += strspn(value, " \t[");
			host =
			    arena_strndup(a, value, strcspn(value, " \t;()[]"));
			return host ? host : "";
		}
		value += strcspn(value, " \t;");
	}
	return "";
}

/* An address in place of a name: how some providers' inner hops call
 * themselves. */
static bool
is_literal(const char *host)
{
	bool colon = strchr(host, ':') != NULL;

	for (const char *p = host; *p; p++)
		if (!isdigit((unsigned char)*p) && *p != '.' &&
		    !(colon && (isxdigit((unsigned char)*p) || *p == ':')))
			return false;
	return *host != '\0';
}

enum hop {
	HOP_INNER,  /* between hosts of ours */
	HOP_BORDER, /* a host of ours took it from a stranger */
	HOP_FOREIGN
};

static enum hop
hop_of(struct arena *a, const struct authentication_rule *rule,
    const char *received, bool top)
{
	const char *value = bare(a, received);
	const char *by, *from;

	if (!value)
		return HOP_FOREIGN;
	by = host_behind(a, value, "by");
	from = host_behind(a, value, "from");
	/* On top nobody but us can have put one. */
	if (top && is_literal(by) && *from == '\0')
		return HOP_INNER;
	if (!host_ours(rule, by))
		return HOP_FOREIGN;
	return *from == '\0' || host_ours(rule, from) ? HOP_INNER : HOP_BORDER;
}

/* --- what it says ----------------------------------------------------------*/

static const char *
word_lower(struct arena *a, const char *p, size_t n)
{
	char *word = arena_strndup(a, p, n);

	for (char *q = word; q && *q; q++)
		*q = (char)tolower((unsigned char)*q);
	return word;
}

static void
result_keep(const char **slot, const char *result, bool any_pass)
{
	if (result && (!*slot || (any_pass && strcmp(result, "pass") == 0)))
		*slot = result;
}

/* "method[/version] = result ..." */
static void
result_read(struct arena *a, const char *p, struct authentication *out)
{
	size_t n = strcspn(p += strspn(p, " \t"), "=/ \t;");
	const char *method = word_lower(a, p, n);
	const char *value = p + n;
	const char *result;

	value += strcspn(value, "=;");
	if (!method || *value != '=')
		return;
	value += 1 + strspn(value + 1, " \t");
	n = strcspn(value, " \t;");
	result = n > 0 && n <= 20 ? word_lower(a, value, n) : NULL;
	if (strcmp(method, "spf") == 0)
		result_keep(&out->spf, result, false);
	else if (strcmp(method, "dkim") == 0)
		result_keep(&out->dkim, result, true);
	else if (strcmp(method, "dmarc") == 0)
		result_keep(&out->dmarc, result, false);
}

/* "authserv-id [version]" before the first ";": the id where it is trusted. */
static const char *
id_trusted(struct arena *a, const struct authentication_rule *rule,
    const char *p, const char **rest_out)
{
	size_t n = strcspn(p += strspn(p, " \t"), " \t;");
	const char *id = arena_strndup(a, p, n);

	p += n;
	p += strspn(p, " \t");
	if (*p == '1' && strchr(" \t;", p[1]))
		p += 1 + strspn(p + 1, " \t");
	*rest_out = p;
	for (size_t i = 0; id && *p == ';' && i < rule->id_n; i++)
		if (strcasecmp(id, rule->id[i]) == 0)
			return id;
	return NULL;
}

/* Exchange Online leaves the id out: the first word is a result already. */
static bool
is_unnamed(const char *p)
{
	size_t n = strcspn(p += strspn(p, " \t"), " \t;");

	return memchr(p, '=', n) != NULL;
}

static const char *
unnamed_trusted(const struct authentication_rule *rule)
{
	for (size_t i = 0; i < rule->id_n; i++)
		if (strcasecmp(rule->id[i], AUTHENTICATION_UNNAMED) == 0)
			return AUTHENTICATION_UNNAMED;
	return NULL;
}

/* below: under the Received field of our border, where strangers' fields
 * begin. One that bears our id is removed by a border (RFC 8601 5); one that
 * bears none stays. */
static void
field_read(struct arena *a, const struct authentication_rule *rule,
    const char *raw, bool below, struct authentication *out)
{
	const char *p = bare(a, raw);
	bool unnamed = p && is_unnamed(p);
	const char *id = NULL;

	if (unnamed && !below)
		id = unnamed_trusted(rule);
	else if (p && !unnamed)
		id = id_trusted(a, rule, p, &p);
	if (!id)
		return;
	if (unnamed) {
		result_read(a, p, out);
		p += strcspn(p, ";");
	}
	if (!out->by)
		out->by = id;
	while (*p == ';') {
		result_read(a, p + 1, out);
		p += 1 + strcspn(p + 1, ";");
	}
}

void
authentication_read(struct arena *a, const struct message *m,
    const struct authentication_rule *rule, struct authentication *out)
{
	struct authentication found = { NULL, NULL, NULL, NULL };
	bool top = true, border = false;

	for (size_t i = 0; rule->id_n > 0 && i < m->header_n; i++) {
		const struct header_field *f = &m->header[i];
		enum hop hop;

		if (strcasecmp(f->name, "Authentication-Results") == 0)
			field_read(a, rule, f->value, border, &found);
		if (strcasecmp(f->name, "Received") != 0)
			continue;
		hop = border ? HOP_FOREIGN : hop_of(a, rule, f->value, top);
		if (hop == HOP_FOREIGN)
			break;
		border = hop == HOP_BORDER;
		/* A border that writes its results above its Received field
		 * writes none below. */
		if (border && found.by)
			break;
		top = top && is_literal(host_behind(a, f->value, "by"));
	}
	*out = found;
}
