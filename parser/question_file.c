/* question_file.c - questions whose facts, or all of which, stand in attached
 * files. In: a message. Out: the questions, or that a person must tell them
 * apart. */
#include "question.h"
#include <string.h>

static bool
names_code(const struct questions *q)
{
	for (size_t i = 0; i < q->n; i++)
		if (q->item[i].code_n > 0)
			return true;
	return false;
}

static bool
tells(const struct questions *q)
{
	for (size_t i = 0; i < q->n; i++)
		if (q->item[i].code_n > 0 || q->item[i].fact_n > 0)
			return true;
	return false;
}

/* Does the file ask by itself, below a mail that only points to it? */
static bool
asks(const struct questions *q)
{
	for (size_t i = 0; i < q->n; i++)
		if (strcmp(q->item[i].kind, "unclear") == 0 ||
		    strcmp(q->item[i].kind, "other") == 0)
			return false;
	return true;
}

static int
find_both(struct arena *a, const struct question_rules *rules,
    const struct message *m, struct questions *out, struct err *e)
{
	const char *both = arena_printf(a, "%s\n\n%s", m->visible, m->attached);

	if (both == NULL)
		return err_set(e, ERR_REFUSE, "question", 0,
		    "the text of this mail needs more memory than a mail may "
		    "have");
	return question_find_text(a, rules, m->subject, both, out, e);
}

int
question_find_mail(struct arena *a, const struct question_rules *rules,
    struct message *m, struct questions *out, struct err *e)
{
	struct questions own, file;

	if (question_find(a, rules, m, &own, e) < 0)
		return -1;
	*out = own;
	if (m->attached[0] == '\0' || m->guard != NULL || own.thanks)
		return 0;
	if (question_find_text(a, rules, "", m->attached, &file, e) < 0)
		return -1;
	if (!tells(&file))
		return 0;
	if (names_code(&own)) {
		m->flaws |= MESSAGE_FLAW_TWO_TEXTS;
		return 0;
	}
	if (!tells(&own) && asks(&file)) {
		*out = file;
		return 0;
	}
	return find_both(a, rules, m, out, e);
}
