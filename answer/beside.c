/* beside.c - codes that the asker names beside a case in words come in; whether
 * they belong to it goes out. */
#include "beside.h"
#include "choose_guard.h"
#include "told.h"
#include <string.h>

static bool
line_has(const struct answer *out, const char *code)
{
	for (size_t i = 0; i < out->line_n; i++) {
		if (strcmp(out->line[i].code, code) == 0)
			return true;
	}
	return false;
}

static bool
family_there(const struct family *f, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(f[i].id, id) == 0)
			return true;
	}
	return false;
}

/* The first line becomes one of the visit's code, as it was named. */
static int
visit_add(const struct answer_context *c, const struct question *q,
    const struct norms *visits, struct answer *out, struct err *e)
{
	const struct norm_row *visit = NULL;
	for (size_t i = 0; i < q->code_n && visit == NULL; i++)
		visit = norms_value(visits, NULL, q->code[i].text);
	if (visit == NULL || line_has(out, visit->value) ||
	    told_is(q, "addon_only", "yes"))
		return 0;
	if (answer_line_add(
		c, out, visit->value, 1, "the visit, as you name it", e) != 0)
		return -1;
	struct answer_line last = out->line[out->line_n - 1];
	memmove(
	    out->line + 1, out->line, (out->line_n - 1) * sizeof(out->line[0]));
	out->line[0] = last;
	return 0;
}

/* The question without visit codes, which the add-on stands beside. */
static int
visits_out(const struct answer_context *c, const struct question *q,
    const struct norms *visits, struct question *out, struct err *e)
{
	*out = *q;
	out->code = arena_array(c->a, q->code_n + 1, sizeof(out->code[0]));
	out->code_n = 0;
	if (out->code == NULL)
		return answer_full(e);
	for (size_t i = 0; i < q->code_n; i++) {
		if (norms_value(visits, NULL, q->code[i].text) == NULL)
			out->code[out->code_n++] = q->code[i];
	}
	return 0;
}

int
beside_named(const struct answer_context *c, const struct question *q,
    const struct family *family, size_t n, struct answer *out, struct err *e)
{
	struct norms visits;
	struct question bare;
	if (!told_is(q, "therapy_kind", "with_em") ||
	    !family_there(family, n, "psychotherapy"))
		return guard_code_beside(c, q, family, n, out, e);
	if (norms_get(c, "visit_time", &visits, e) != 0 ||
	    visits_out(c, q, &visits, &bare, e) != 0)
		return -1;
	int rc = guard_code_beside(c, &bare, family, n, out, e);
	return rc == 0 ? visit_add(c, q, &visits, out, e) : rc;
}

int
devices_add(const struct answer_context *c, const struct question *q,
    struct answer *out, struct err *e)
{
	const char *brand = told_word(q, "contraceptive_brand");
	size_t before = out->line_n;
	struct norms n;
	if (brand == NULL)
		return 0;
	if (norms_get(c, "device", &n, e) != 0)
		return -1;
	for (size_t i = 0; i < before; i++) {
		const char *key =
		    arena_printf(c->a, "%s.%s", out->line[i].code, brand);
		if (key == NULL)
			return answer_full(e);
		for (size_t k = 0; k < n.n; k++) {
			const struct norm_row *row = &n.row[k];
			if (strcmp(row->key, key) == 0 &&
			    line_add(c, out, row->value, NULL, 1, row, e) != 0)
				return -1;
		}
	}
	return out->line_n == before
		   ? 0
		   : answer_change_add(c, out,
			 "Who put it in did not buy the device (the patient, a "
			 "pharmacy or the facility did): then without its "
			 "code.",
			 e);
}
