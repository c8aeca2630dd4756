/* html_rule.c - tables of elements and of the marks by which mail clients
 * tell quoted text. In: an element. Out: what it does to the text. */
#include "html_rule.h"
#include "html_style.h"
#include <stddef.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *name;
	enum html_tag tag;
} tags[] = {
	{ "address", HTML_BLOCK },
	{ "article", HTML_BLOCK },
	{ "blockquote", HTML_BLOCK },
	{ "body", HTML_BLOCK },
	{ "br", HTML_BREAK },
	{ "caption", HTML_BLOCK },
	{ "center", HTML_BLOCK },
	{ "dd", HTML_BLOCK },
	{ "div", HTML_BLOCK },
	{ "dl", HTML_BLOCK },
	{ "dt", HTML_BLOCK },
	{ "fieldset", HTML_BLOCK },
	{ "footer", HTML_BLOCK },
	{ "form", HTML_BLOCK },
	{ "h1", HTML_PARAGRAPH },
	{ "h2", HTML_PARAGRAPH },
	{ "h3", HTML_PARAGRAPH },
	{ "h4", HTML_PARAGRAPH },
	{ "h5", HTML_PARAGRAPH },
	{ "h6", HTML_PARAGRAPH },
	{ "head", HTML_HIDDEN },
	{ "header", HTML_BLOCK },
	{ "hr", HTML_RULE },
	{ "li", HTML_ITEM },
	{ "main", HTML_BLOCK },
	{ "nav", HTML_BLOCK },
	{ "object", HTML_HIDDEN },
	{ "ol", HTML_BLOCK },
	{ "p", HTML_PARAGRAPH },
	{ "pre", HTML_PRE },
	{ "script", HTML_HIDDEN },
	{ "section", HTML_BLOCK },
	{ "select", HTML_HIDDEN },
	{ "style", HTML_HIDDEN },
	{ "table", HTML_BLOCK },
	{ "tbody", HTML_BLOCK },
	{ "td", HTML_CELL },
	{ "template", HTML_HIDDEN },
	{ "textarea", HTML_HIDDEN },
	{ "th", HTML_CELL },
	{ "title", HTML_HIDDEN },
	{ "tr", HTML_BLOCK },
	{ "ul", HTML_BLOCK },
	{ "xml", HTML_HIDDEN },
};

/* Marks of clients, found in an attribute's value without case. `element`
 * NULL: any. */
static const struct {
	const char *element, *attribute, *part;
	enum html_quote quote;
} marks[] = {
	/* Gmail: div for replies and forwards alike, blockquote for replies */
	{ "blockquote", "class", "gmail_quote", HTML_QUOTE_TURN },
	{ "div", "class", "gmail_quote", HTML_QUOTE_GUESS },
	{ "div", "class", "gmail_extra", HTML_QUOTE_NONE },
	/* Apple Mail, Thunderbird */
	{ "blockquote", "type", "cite", HTML_QUOTE_INSIDE },
	{ "div", "class", "moz-cite-prefix", HTML_QUOTE_GUESS },
	/* clients that draw the bar themselves */
	{ "blockquote", "style", "border-left", HTML_QUOTE_INSIDE },
	{ "blockquote", "class", "protonmail_quote", HTML_QUOTE_INSIDE },
	{ "blockquote", "class", "tutanota_quote", HTML_QUOTE_INSIDE },
	/* Yahoo, Zimbra, Zoho */
	{ "div", "class", "yahoo_quoted", HTML_QUOTE_GUESS },
	{ "div", "id", "yahoo_quoted", HTML_QUOTE_GUESS },
	{ "div", "class", "zmail_extra", HTML_QUOTE_GUESS },
	{ "div", "class", "protonmail_quote", HTML_QUOTE_GUESS },
	{ "hr", "data-marker", "__divider__", HTML_QUOTE_REST },
	{ "hr", "id", "zwchr", HTML_QUOTE_REST },
	{ "div", "data-marker", "__quoted_text__", HTML_QUOTE_INSIDE },
	/* Outlook: desktop (2007 to 2010, then later), web, Mac, phone */
	{ "div", "style", "border-top:solid #b5c4df", HTML_QUOTE_REST },
	{ "div", "style", "border-top:solid #e1e1e1", HTML_QUOTE_REST },
	{ "div", "style", "border-top: 1pt solid rgb(181, 196, 223)",
	    HTML_QUOTE_REST },
	{ "div", "style", "border-top: 1pt solid rgb(225, 225, 225)",
	    HTML_QUOTE_REST },
	{ "div", "id", "divrplyfwdmsg", HTML_QUOTE_REST },
	{ "div", "id", "mail-editor-reference-message-container",
	    HTML_QUOTE_REST },
	{ "div", "id", "ms-outlook-mobile-body-separator", HTML_QUOTE_NONE },
	{ "span", "id", "olk_src_body_section", HTML_QUOTE_REST },
	{ "div", "id", "olk_src_body_section", HTML_QUOTE_REST },
};

/* Word's paragraphs, and those whose margin is set to nothing, are lines. */
static const char *const tight[] = { "margin:0", "margin: 0", "margin-top:0",
	"margin-top: 0", "msonormal", "msoplaintext", "msolist" };

static enum html_tag
tag_find(const char *name)
{
	size_t low = 0, high = sizeof(tags) / sizeof(tags[0]);

	while (low < high) {
		size_t mid = (low + high) / 2;
		int order = strcasecmp(name, tags[mid].name);

		if (order == 0)
			return tags[mid].tag;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return HTML_INLINE;
}

static bool
any_of(const char *const *words, size_t n, const char *value)
{
	for (size_t i = 0; i < n; i++)
		if (strcasestr(value, words[i]))
			return true;
	return false;
}

/* Outlook's "Signature", Apple's, Gmail's, Proton's, Thunderbird's, Spark's: all
 * say so in the element's name; Zimbra's is "__SIG_PRE__" or "__SIG_POST__". */
static bool
is_signature(const char *element, const char *attribute, const char *value)
{
	return (strcasecmp(element, "div") == 0 ||
		   strcasecmp(element, "pre") == 0 ||
		   strcasecmp(element, "table") == 0) &&
	       (strcasecmp(attribute, "id") == 0 ||
		   strcasecmp(attribute, "class") == 0 ||
		   strcasecmp(attribute, "name") == 0 ||
		   strcasecmp(attribute, "data-marker") == 0) &&
	       (strcasestr(value, "signature") ||
		   strncasecmp(value, "__sig_", 6) == 0);
}

static void
attribute_apply(const char *element, const char *attribute, const char *value,
    struct html_rule *rule)
{
	bool style = strcasecmp(attribute, "style") == 0;

	if (style) {
		struct html_style s = html_style_read(value);

		rule->hidden |= s.hidden;
		rule->zero = s.zero;
		rule->sized = s.sized;
	}
	if ((style || strcasecmp(attribute, "class") == 0) &&
	    any_of(tight, sizeof(tight) / sizeof(tight[0]), value))
		rule->tight = true;
	if (strcasecmp(attribute, "hidden") == 0)
		rule->hidden = true;
	if (is_signature(element, attribute, value))
		rule->signature = true;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strcasecmp(attribute, marks[i].attribute) == 0 &&
		    strcasecmp(element, marks[i].element) == 0 &&
		    strcasestr(value, marks[i].part)) {
			rule->quote = marks[i].quote;
			return;
		}
}

void
html_rule_find(
    const char *name, const char *const *attributes, struct html_rule *out)
{
	struct html_rule rule = { .tag = tag_find(name) };

	rule.hidden = rule.tag == HTML_HIDDEN;
	for (; attributes && attributes[0]; attributes += 2)
		attribute_apply(name, attributes[0],
		    attributes[1] ? attributes[1] : "", &rule);
	*out = rule;
}
