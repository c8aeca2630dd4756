/* html.c - home of libxml2's HTML parser. In: an HTML body in UTF-8. Out: the
 * text that its reader sees, quotes as lines with "> ". */
#include "html.h"
#include "buf.h"
#include "html_rule.h"
#include "html_tag.h"
#include "limit.h"
#include "utf8.h"
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

/* What an open element changes, and what was before it. */
struct level {
	enum html_tag tag;
	bool hidden, zero, pre, turn;
	int quote;
};

struct reader {
	struct arena *a;
	struct buf out, line;
	struct buf sign; /* the writer's signature, put behind all else */
	int signing;     /* depth of its element, 0 outside */
	struct level stack[LIMIT_HTML_DEPTH];
	int depth, beyond; /* open elements; those past the stack */
	bool hidden, pre;  /* now */
	bool zero;         /* now: letters without a size */
	int quote;
	int guess;    /* depth + 1 of a gmail_quote not yet known as one */
	int guessed;  /* the same of the outermost that is one, or 0 */
	bool space;   /* white space waits */
	int blank;    /* line ends written since the last text */
	bool forced;  /* the divider came: the rest is quoted */
	long stopped; /* byte behind which the rest is read anew, or -1 */
	htmlParserCtxtPtr ctxt;
};

#define QUOTE_MAX 8  /* deeper quotes look the same */
#define RUNS_MAX  16 /* each reads LIMIT_HTML_DEPTH levels deeper */

/* The first line inside a gmail_quote tells whether it is a quote or a
 * forwarded mail, which Gmail wraps alike. */
static void
guess_settle(struct reader *r)
{
	const char *p = buf_text(&r->line);

	if (r->guess == 0)
		return;
	if (strncmp(p, "-----", 5) != 0) {
		r->quote++;
		for (int i = r->guess; i < r->depth; i++)
			r->stack[i].quote++;
		if (r->guessed == 0)
			r->guessed = r->guess;
	}
	r->guess = 0;
}

/* A signature may stand above what a client quotes, or a phone's user wrote
 * below it: it goes to the end, where it is known as one. */
static struct buf *
output(struct reader *r)
{
	return r->signing > 0 ? &r->sign : &r->out;
}

static void
line_flush(struct reader *r)
{
	struct buf *out = output(r);
	size_t n = r->line.len;

	while (n > 0 &&
	       (r->line.data[n - 1] == ' ' || r->line.data[n - 1] == '\t'))
		n--;
	r->space = false;
	if (n == 0) {
		buf_clear(&r->line);
		return;
	}
	guess_settle(r);
	for (int i = 0; i < r->quote && i < QUOTE_MAX; i++)
		buf_add(out, ">", 1);
	if (r->quote > 0)
		buf_add(out, " ", 1);
	buf_add(out, r->line.data, n);
	buf_add(out, "\n", 1);
	buf_clear(&r->line);
	r->blank = 0;
}

/* End the line; with `empty`, leave an empty one (at most one). */
static void
line_break(struct reader *r, bool empty)
{
	struct buf *out = output(r);

	line_flush(r);
	if (empty && r->blank == 0 && out->len > 0) {
		for (int i = 0; i < r->quote && i < QUOTE_MAX; i++)
			buf_add(out, ">", 1);
		buf_add(out, "\n", 1);
		r->blank = 1;
	}
}

/* <br> ends a line; on an empty line it makes one. */
static void
line_forced(struct reader *r)
{
	line_break(r, r->line.len == 0);
}

static void
text_byte(struct reader *r, char c)
{
	if (r->pre && c == '\n') {
		line_forced(r);
		return;
	}
	if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
		if (r->pre)
			buf_putc(&r->line, c == '\t' ? c : ' ');
		else
			r->space = true;
		return;
	}
	if (r->space && r->line.len > 0)
		buf_putc(&r->line, ' ');
	r->space = false;
	buf_putc(&r->line, c);
}

/* Characters without width hide words from rules: soft hyphen, joiners,
 * zero-width spaces, byte order mark. 0 bytes where p is none of them. */
static size_t
invisible(const unsigned char *p, size_t n)
{
	if (n >= 2 && p[0] == 0xC2 && p[1] == 0xAD)
		return 2;
	if (n >= 2 && p[0] == 0xCD && p[1] == 0x8F)
		return 2;
	if (n >= 3 && p[0] == 0xE2 && p[1] == 0x80 && p[2] >= 0x8B &&
	    p[2] <= 0x8F)
		return 3;
	if (n >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF)
		return 3;
	return 0;
}

static void
sax_text(void *arg, const xmlChar *text, int len)
{
	struct reader *r = arg;
	size_t n = len > 0 ? (size_t)len : 0, skip;

	if (r->hidden || r->zero)
		return;
	for (size_t i = 0; i < n;) {
		skip = invisible(text + i, n - i);
		if (skip > 0) {
			i += skip;
		} else if (text[i] == 0xC2 && i + 1 < n &&
			   text[i + 1] == 0xA0) {
			/* A space that is not collapsed. */
			if (r->space && r->line.len > 0)
				buf_putc(&r->line, ' ');
			r->space = false;
			buf_putc(&r->line, ' ');
			i += 2;
		} else {
			text_byte(r, (char)text[i++]);
		}
	}
}

static void
element_space(struct reader *r, const struct html_rule *rule)
{
	switch (rule->tag) {
	case HTML_BREAK:
		line_forced(r);
		break;
	case HTML_RULE:
		line_break(r, false);
		buf_puts(&r->line, "-----");
		line_break(r, false);
		break;
	case HTML_ITEM:
		line_break(r, false);
		buf_puts(&r->line, "- ");
		break;
	case HTML_CELL:
		if (r->line.len > 0)
			buf_putc(&r->line, '\t');
		r->space = false;
		break;
	case HTML_PARAGRAPH:
		line_break(r, !rule->tight);
		break;
	case HTML_BLOCK:
		line_break(r, false);
		break;
	default:
		break;
	}
}

static void
sax_start(void *arg, const xmlChar *name, const xmlChar **attributes)
{
	struct reader *r = arg;
	struct html_rule rule;
	struct level *level;

	html_rule_find(
	    (const char *)name, (const char *const *)attributes, &rule);
	if (!r->hidden)
		element_space(r, &rule);
	if (r->depth == LIMIT_HTML_DEPTH) {
		/* The rest is read again with an empty stack of libxml2's:
		 * closing tags look through all that is open. */
		if (++r->beyond > LIMIT_HTML_DEPTH && r->stopped < 0) {
			r->stopped = xmlByteConsumed(r->ctxt);
			xmlStopParser(r->ctxt);
		}
		return;
	}
	if (rule.quote != HTML_QUOTE_NONE)
		line_break(r, true);
	level = &r->stack[r->depth++];
	*level = (struct level){ rule.tag, r->hidden, r->zero, r->pre,
		rule.quote == HTML_QUOTE_TURN, r->quote };
	if (rule.signature && r->signing == 0 && r->quote == 0) {
		line_flush(r);
		r->signing = r->depth;
	}
	if (rule.quote == HTML_QUOTE_GUESS && r->guess == 0)
		r->guess = r->depth;
	if (rule.quote == HTML_QUOTE_INSIDE || rule.quote == HTML_QUOTE_TURN)
		r->quote++;
	if (rule.quote == HTML_QUOTE_REST && !r->forced) {
		r->forced = true;
		r->quote++;
		for (int i = 0; i < r->depth; i++)
			r->stack[i].quote++;
	}
	r->hidden |= rule.hidden;
	r->zero = rule.zero || (r->zero && !rule.sized);
	r->pre |= rule.tag == HTML_PRE;
}

/* Behind what Gmail quotes, within the same gmail_quote, the writer answers
 * before the next quoted piece. */
static void
turn_back(struct reader *r)
{
	if (r->guessed == 0 || r->quote != r->stack[r->guessed - 1].quote + 1)
		return;
	r->quote--;
	for (int i = r->guessed; i < r->depth; i++)
		r->stack[i].quote--;
}

/* A paragraph of one no-break space is how Outlook writes an empty line. */
static bool
line_is_spaces(const struct reader *r)
{
	for (size_t i = 0; i < r->line.len; i++)
		if (r->line.data[i] != ' ')
			return false;
	return r->line.len > 0;
}

static void
level_close(struct reader *r)
{
	const struct level *level = &r->stack[r->depth - 1];
	bool turn = level->turn;

	if (level->tag == HTML_PARAGRAPH || level->tag == HTML_BLOCK)
		line_break(r, !r->hidden && line_is_spaces(r));
	else if (level->tag == HTML_ITEM || level->tag == HTML_PRE ||
		 level->quote != r->quote)
		line_break(r, false);
	if (r->guess == r->depth)
		r->guess = 0;
	if (r->guessed == r->depth)
		r->guessed = 0;
	if (r->signing == r->depth) {
		line_flush(r);
		r->signing = 0;
	}
	r->hidden = level->hidden;
	r->zero = level->zero;
	r->pre = level->pre;
	if (level->quote < r->quote) {
		r->quote = level->quote;
		line_break(r, true);
	}
	r->depth--;
	if (turn)
		turn_back(r);
}

static void
sax_end(void *arg, const xmlChar *name)
{
	struct reader *r = arg;

	(void)name;
	if (r->beyond > 0)
		r->beyond--;
	else if (r->depth > 0)
		level_close(r);
}

static void
sax_silent(void *arg, const char *format, ...)
{
	(void)arg;
	(void)format;
}

/* One run of libxml2 over html[0..n): gives the bytes it read, which is less
 * than n where the elements nest too deep. No DTD, no entity file, no
 * network: the HTML parser has none of them without a SAX handler. */
static size_t
run(struct reader *r, const char *html, size_t n)
{
	htmlSAXHandler sax = { .startElement = sax_start,
		.endElement = sax_end,
		.characters = sax_text,
		.ignorableWhitespace = sax_text,
		.warning = sax_silent,
		.error = sax_silent,
		.fatalError = sax_silent };
	size_t done = n;

	r->stopped = -1;
	r->ctxt = htmlCreateMemoryParserCtxt(html, (int)n);
	if (!r->ctxt)
		return n;
	htmlCtxtUseOptions(r->ctxt,
	    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
		HTML_PARSE_IGNORE_ENC | HTML_PARSE_RECOVER);
	xmlSwitchEncoding(r->ctxt, XML_CHAR_ENCODING_UTF8);
	memcpy(r->ctxt->sax, &sax, sizeof(sax));
	r->ctxt->userData = r;
	htmlParseDocument(r->ctxt);
	if (r->stopped > 0 && (size_t)r->stopped < n) {
		done = (size_t)r->stopped;
		while (done < n && (html[done] == ' ' || html[done] == '/'))
			done++;
		done += done < n && html[done] == '>';
	}
	htmlFreeParserCtxt(r->ctxt);
	r->ctxt = NULL;
	return done;
}

/* What lies deeper than any writer nests, without libxml2: each new run of it
 * looks at all that is left, which is quadratic. */
static void
read_flat(struct reader *r, const char *html, size_t n)
{
	const char *end = html + n, *p;

	while (html < end) {
		p = memchr(html, '<', (size_t)(end - html));
		if (!p)
			p = end;
		if (p > html)
			sax_text(r, (const xmlChar *)html, (int)(p - html));
		p = p < end ? memchr(p, '>', (size_t)(end - p)) : NULL;
		html = p ? p + 1 : end;
	}
}

static void
read_all(struct reader *r, const char *html, size_t n)
{
	for (int runs = 0; n > 0; runs++) {
		if (runs == RUNS_MAX) {
			read_flat(r, html, n);
			break;
		}

		size_t done = run(r, html, n);

		while (r->depth > 0)
			level_close(r);
		r->beyond = 0;
		html += done;
		n -= done;
	}
	line_flush(r);
}

/* Where there is nothing else, it is what was written. */
static void
signature_put(struct reader *r)
{
	const char *out = buf_text(&r->out);
	size_t n = r->out.len;

	if (r->sign.len == 0)
		return;
	if (n > 1 && out[n - 2] != '\n')
		buf_putc(&r->out, '\n');
	if (n > 0)
		buf_puts(&r->out, "--\n");
	buf_add(&r->out, r->sign.data, r->sign.len);
}

static int
too_big(struct err *e)
{
	return err_set(e, ERR_REFUSE, "html", 0,
	    "the HTML of this mail needs more memory than a mail may have");
}

int
html_text(struct arena *a, const char *html, size_t n, const char **text_out,
    struct err *e)
{
	struct reader r = { .a = a };
	const char *text;

	if (n > LIMIT_HTML_BYTES)
		n = LIMIT_HTML_BYTES;
	html = html_tags_cut(a, html, n);
	if (html == NULL)
		return too_big(e);
	buf_init(&r.out, (size_t)LIMIT_HTML_BYTES * 2);
	buf_init(&r.line, LIMIT_HTML_BYTES);
	buf_init(&r.sign, LIMIT_HTML_BYTES);
	read_all(&r, html, n);
	signature_put(&r);
	text = utf8_clean(a, buf_text(&r.out), r.out.len, NULL);
	buf_free(&r.out);
	buf_free(&r.line);
	buf_free(&r.sign);
	if (!text)
		return too_big(e);
	*text_out = text;
	return 0;
}
