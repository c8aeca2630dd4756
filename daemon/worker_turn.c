/*
 * worker_turn.c - a mail as a step of its case: what the coder is shown of it
 * beside the words that were read.
 */
#include "worker.h"

#include "limit.h"

#include <inttypes.h>
#include <string.h>

/* What a coder must know of how the mail was read; all that fit are told. */
static const struct {
	unsigned flaw;
	const char *sentence;
} remarks[] = {
	{ MESSAGE_FLAW_PARTIAL, "only the first part of the mail was fetched" },
	{ MESSAGE_FLAW_CUT, "a text in it is longer than what was read" },
	{ MESSAGE_FLAW_TOO_DEEP, "parts nested too deep were not read" },
	{ MESSAGE_FLAW_TOO_MANY, "parts beyond the limit were not read" },
	{ MESSAGE_FLAW_ENCRYPTED, "encrypted" },
	{ MESSAGE_FLAW_TWO_TEXTS,
	    "mail and attachment each ask: which of them is meant?" },
};

static void
attachment_put(struct buf *b, const struct attachment *one)
{
	static const char *const what[] = {
		[ATTACHMENT_UNREAD] = "NOT READ",
		[ATTACHMENT_READ] = "read",
	};

	if (one->use == ATTACHMENT_ASIDE)
		return;
	buf_printf(b, "[attached: %.200s, %s, %" PRId64 " bytes: %s]\n",
	    one->name[0] ? one->name : "no name", one->type, one->size,
	    what[one->use]);
}

static void
remarks_put(struct buf *b, const struct message *m)
{
	for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
		if (m->flaws & remarks[i].flaw)
			buf_printf(b, "[%s]\n", remarks[i].sentence);
	if (m->forwarded_from != NULL)
		buf_printf(b,
		    "[a forwarded question of %s; the answer goes "
		    "to who forwarded it]\n",
		    m->forwarded_from);
	for (size_t i = 0; i < m->attachment_n; i++)
		attachment_put(b, &m->attachment[i]);
}

const char *
item_turn_text(struct item *item)
{
	const struct message *m = &item->message;
	const char *text;
	struct buf notes;

	buf_init(&notes, 64u << 10);
	remarks_put(&notes, m);
	text = notes.len == 0 && (m->attached == NULL || !*m->attached)
		   ? m->visible
		   : arena_printf(item->a, "%s\n\n%s%s%s", m->visible,
			 buf_text(&notes),
			 m->attached && *m->attached ? "\n" : "",
			 m->attached ? m->attached : "");
	buf_free(&notes);
	return text;
}

const char *
item_turn_cut(const struct item *item)
{
	const struct message *m = &item->message;
	size_t n = strlen(m->visible);

	return strncmp(m->text, m->visible, n) == 0 ? m->text + n : m->text;
}
