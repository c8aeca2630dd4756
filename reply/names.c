/* names.c - the folder of templates in, a set that is known to be whole out.
 * A mistyped name is found here, at start, since Mustache itself shows it as
 * nothing. */
#include "reply.h"

/* Every key that view.c puts, in alphabetical order. */
const char *const reply_names[] = {
	"answers",
	"as_of",
	"as_of_named",
	"ask",
	"asked",
	"body",
	"body_lines",
	"cells",
	"change",
	"cite",
	"cited",
	"code",
	"codes",
	"copyright",
	"count",
	"day",
	"edition",
	"entries",
	"fact",
	"from_name",
	"headings",
	"headline",
	"headline_cite",
	"held",
	"holder",
	"info",
	"is",
	"label",
	"leads",
	"licence",
	"lines",
	"name",
	"need_facts",
	"no",
	"notice",
	"number",
	"only_if",
	"options",
	"padded",
	"partly",
	"phrase",
	"plain",
	"points",
	"publisher",
	"question",
	"questions",
	"reason",
	"reasons",
	"refused",
	"report",
	"row",
	"rows",
	"several",
	"since",
	"sources",
	"subject",
	"tables",
	"text",
	"text_lines",
	"title",
	"token",
	"understood",
	"units",
	"until",
	"verdict",
	"vintage",
	"waits",
	"why",
	"year",
	"yes",
	NULL,
};

int
reply_load(const char *folder, struct template_set **out, struct err *e)
{
	struct template_set *s;

	if (template_set_load(folder, reply_templates, &s, e) == -1)
		return -1;
	if (template_set_check(s, reply_names, e) == -1) {
		template_set_free(s);
		return -1;
	}
	*out = s;
	return 0;
}
