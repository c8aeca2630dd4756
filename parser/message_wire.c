/* message_wire.c - a message in the bounded record form, and back. In: what a
 * jail says. Out: a message whose every text, count and address was checked. */
#include "limit.h"
#include "message.h"
#include "robot.h"
#include "utf8.h"
#include <string.h>

/* Tags of the record. Numbers are never used twice: records are kept in
 * cases. */
enum tag {
	T_FROM = 1,
	T_REPLY_TO,
	T_TO,
	T_CC,
	T_RETURN_PATH,
	T_MESSAGE_ID,
	T_IN_REPLY_TO,
	T_REFERENCE,
	T_SUBJECT,
	T_DATE,
	T_OFFSET,
	T_HEADER,
	T_TYPE,
	T_REPORT_TYPE,
	T_CALENDAR,
	T_TEXT,
	T_VISIBLE,
	T_FORWARDED_FROM,
	T_ATTACHMENT,
	T_FLAWS,
	T_GUARD,
	T_EVIDENCE,
	T_ATTACHED,
	T_REPORT_ID,
	T_REPORT_ACTION,
	T_REPORT_STATUS,
	T_ASKS,
	/* within groups */
	T_NAME = 100,
	T_VALUE,
	T_SIZE,
	T_USE
};

#define HEADER_MAX    1000  /* fields of one mail, as the parser keeps */
#define TEXT_LINE_MAX 2000  /* display and file names */
#define FLAWS_ALL     8191u /* every bit of enum message_flaw */

static void
pair_write(struct buf *out, int tag, const char *name, const char *value)
{
	wire_open(out, tag);
	wire_put_text(out, T_NAME, name);
	wire_put_text(out, T_VALUE, value);
	wire_close(out);
}

static void
name_write(struct buf *out, int tag, const char *name, const char *value)
{
	char cut[TEXT_LINE_MAX + 1];
	size_t n = utf8_cut(name, TEXT_LINE_MAX);

	memcpy(cut, name, n);
	cut[n] = '\0';
	pair_write(out, tag, cut, value);
}

static void
list_write(struct buf *out, int tag, const struct address_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		name_write(out, tag, list->item[i].name, list->item[i].address);
}

static void
attachment_write(struct buf *out, const struct attachment *one)
{
	char cut[TEXT_LINE_MAX + 1];
	size_t n = utf8_cut(one->name, TEXT_LINE_MAX);

	memcpy(cut, one->name, n);
	cut[n] = '\0';
	wire_open(out, T_ATTACHMENT);
	wire_put_text(out, T_NAME, cut);
	wire_put_text(out, T_VALUE, one->type);
	wire_put_number(out, T_SIZE, one->size);
	wire_put_number(out, T_USE, one->use);
	wire_close(out);
}

void
message_write(const struct message *m, struct buf *out)
{
	name_write(out, T_FROM, m->from.name, m->from.address);
	list_write(out, T_REPLY_TO, &m->reply_to);
	list_write(out, T_TO, &m->to);
	list_write(out, T_CC, &m->cc);
	wire_put_text(out, T_RETURN_PATH, m->return_path);
	wire_put_text(out, T_MESSAGE_ID, m->message_id);
	wire_put_text(out, T_IN_REPLY_TO, m->in_reply_to);
	for (size_t i = 0; i < m->references_n; i++)
		wire_put_text(out, T_REFERENCE, m->references[i]);
	wire_put_text(out, T_SUBJECT, m->subject);
	wire_put_number(out, T_DATE, m->date_unix);
	wire_put_number(out, T_OFFSET, m->date_offset_s);
	for (size_t i = 0; i < m->header_n; i++)
		pair_write(
		    out, T_HEADER, m->header[i].name, m->header[i].value);
	wire_put_text(out, T_TYPE, m->type);
	wire_put_text(out, T_REPORT_TYPE, m->report_type);
	wire_put_number(out, T_CALENDAR, m->calendar);
	wire_put_text(out, T_TEXT, m->text);
	wire_put_text(out, T_VISIBLE, m->visible);
	wire_put_text(out, T_FORWARDED_FROM, m->forwarded_from);
	for (size_t i = 0; i < m->attachment_n; i++)
		attachment_write(out, &m->attachment[i]);
	wire_put_text(out, T_ATTACHED, m->attached);
	wire_put_number(out, T_FLAWS, m->flaws);
	wire_put_text(out, T_GUARD, m->guard);
	wire_put_text(out, T_REPORT_ID, m->report_id);
	wire_put_text(out, T_REPORT_ACTION, m->report_action);
	wire_put_text(out, T_REPORT_STATUS, m->report_status);
	wire_put_text(out, T_EVIDENCE, m->evidence);
	wire_put_number(out, T_ASKS, m->asks);
}

/* --- reading ---------------------------------------------------------------*/

struct reader {
	struct wire *w;
	struct arena *a;
	struct message *m;
	struct err *e;
};

static int
lie(struct reader *r, const char *what)
{
	return err_set(r->e, ERR_REFUSE, "message", 0,
	    "the record of this mail has %s", what);
}

/* One line: what goes into headers and logs holds no control byte. */
static int
line_read(struct reader *r, size_t max, const char **out)
{
	char *text = wire_text(r->w, r->a, max, r->e);

	if (!text)
		return -1;
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			return lie(r, "a control byte in a line");
	*out = text;
	return 0;
}

static int
address_read(struct reader *r, const char **out)
{
	if (line_read(r, LIMIT_ADDRESS_BYTES, out) != 0)
		return -1;
	if (**out && !address_check(*out))
		return lie(r, "an address that is none");
	return 0;
}

/* A group of a name, a value, a size and a use. */
struct group {
	const char *name, *value;
	int64_t size, use;
};

static int
group_read(struct reader *r, bool address, size_t max, struct group *out)
{
	struct group g = { "", "", 0, 0 };
	int more, rc = 0;

	if (!r->w->group)
		return lie(r, "a field where a group must be");
	while ((more = wire_next(r->w, r->e)) == 1 && rc == 0) {
		if (r->w->tag == T_NAME)
			rc = line_read(r, TEXT_LINE_MAX, &g.name);
		else if (r->w->tag == T_VALUE && address)
			rc = address_read(r, &g.value);
		else if (r->w->tag == T_VALUE)
			rc = line_read(r, max, &g.value);
		else if (r->w->tag == T_SIZE)
			rc = wire_number(r->w, &g.size, r->e);
		else if (r->w->tag == T_USE)
			rc = wire_number(r->w, &g.use, r->e);
		else
			rc = lie(r, "an unknown field in a group");
	}
	if (rc != 0 || more < 0)
		return -1;
	if (r->w->tag != WIRE_END)
		return lie(r, "a group without its end");
	*out = g;
	return 0;
}

static int
list_read(struct reader *r, struct address_list *list)
{
	struct group g;

	if (list->n == LIMIT_ADDRESSES)
		return lie(r, "too many addresses");
	if (!list->item)
		list->item =
		    arena_array(r->a, LIMIT_ADDRESSES, sizeof(*list->item));
	if (!list->item)
		return lie(r, "more than fits its memory");
	if (group_read(r, true, 0, &g) != 0)
		return -1;
	if (!*g.value)
		return lie(r, "an empty address");
	list->item[list->n++] = (struct address){ g.name, g.value };
	return 0;
}

static int
from_read(struct reader *r)
{
	struct group g;

	if (group_read(r, true, 0, &g) != 0)
		return -1;
	r->m->from = (struct address){ g.name, g.value };
	return 0;
}

static int
reply_to_read(struct reader *r)
{
	return list_read(r, &r->m->reply_to);
}

static int
to_read(struct reader *r)
{
	return list_read(r, &r->m->to);
}

static int
cc_read(struct reader *r)
{
	return list_read(r, &r->m->cc);
}

static int
return_path_read(struct reader *r)
{
	return address_read(r, &r->m->return_path);
}

static int
id_read(struct reader *r, const char **out)
{
	if (line_read(r, LIMIT_ID_BYTES, out) != 0)
		return -1;
	return strpbrk(*out, " <>") ? lie(r, "an id that is none") : 0;
}

static int
message_id_read(struct reader *r)
{
	return id_read(r, &r->m->message_id);
}

static int
in_reply_to_read(struct reader *r)
{
	return id_read(r, &r->m->in_reply_to);
}

static int
reference_read(struct reader *r)
{
	struct message *m = r->m;

	if (m->references_n == LIMIT_REFERENCES)
		return lie(r, "too many references");
	if (!m->references)
		m->references =
		    arena_array(r->a, LIMIT_REFERENCES, sizeof(char *));
	if (!m->references)
		return lie(r, "more than fits its memory");
	return id_read(r, &m->references[m->references_n++]);
}

static int
subject_read(struct reader *r)
{
	return line_read(r, LIMIT_SUBJECT_BYTES, &r->m->subject);
}

static int
date_read(struct reader *r)
{
	return wire_number(r->w, &r->m->date_unix, r->e);
}

static int
offset_read(struct reader *r)
{
	int64_t n;

	if (wire_number(r->w, &n, r->e) != 0)
		return -1;
	if (n < -86400 || n > 86400)
		return lie(r, "a time zone beyond a day");
	r->m->date_offset_s = (int)n;
	return 0;
}

static int
header_read(struct reader *r)
{
	struct message *m = r->m;
	struct group g;

	if (m->header_n == HEADER_MAX)
		return lie(r, "too many header fields");
	if (!m->header)
		m->header = arena_array(r->a, HEADER_MAX, sizeof(*m->header));
	if (!m->header)
		return lie(r, "more than fits its memory");
	if (group_read(r, false, (size_t)LIMIT_HEADER_BYTES * 4, &g) != 0)
		return -1;
	m->header[m->header_n++] = (struct header_field){ g.name, g.value };
	return 0;
}

static int
type_read(struct reader *r)
{
	return line_read(r, TEXT_LINE_MAX, &r->m->type);
}

static int
report_type_read(struct reader *r)
{
	return line_read(r, TEXT_LINE_MAX, &r->m->report_type);
}

static int
calendar_read(struct reader *r)
{
	int64_t n;

	if (wire_number(r->w, &n, r->e) != 0)
		return -1;
	r->m->calendar = n != 0;
	return 0;
}

static int
text_read(struct reader *r)
{
	r->m->text = wire_text(r->w, r->a, LIMIT_TEXT_BYTES + 2, r->e);
	return r->m->text ? 0 : -1;
}

static int
visible_read(struct reader *r)
{
	r->m->visible = wire_text(r->w, r->a, LIMIT_TEXT_BYTES + 2, r->e);
	return r->m->visible ? 0 : -1;
}

static int
forwarded_from_read(struct reader *r)
{
	return address_read(r, &r->m->forwarded_from);
}

static int
attachment_read(struct reader *r)
{
	struct message *m = r->m;
	struct group g;

	if (m->attachment_n == LIMIT_ATTACHMENTS)
		return lie(r, "too many attachments");
	if (!m->attachment)
		m->attachment = arena_array(
		    r->a, LIMIT_ATTACHMENTS, sizeof(*m->attachment));
	if (!m->attachment)
		return lie(r, "more than fits its memory");
	if (group_read(r, false, TEXT_LINE_MAX, &g) != 0)
		return -1;
	if (g.size < 0)
		return lie(r, "a size below 0");
	if (g.use < 0 || g.use >= ATTACHMENT_USE_COUNT)
		return lie(r, "an attachment with an unknown use");
	m->attachment[m->attachment_n++] = (struct attachment){ g.name, g.value,
		g.size, (enum attachment_use)g.use };
	return 0;
}

static int
attached_read(struct reader *r)
{
	r->m->attached = wire_text(r->w, r->a, LIMIT_TEXT_BYTES, r->e);
	return r->m->attached ? 0 : -1;
}

static int
flaws_read(struct reader *r)
{
	int64_t n;

	if (wire_number(r->w, &n, r->e) != 0)
		return -1;
	if (n < 0 || n > FLAWS_ALL)
		return lie(r, "an unknown flaw");
	r->m->flaws = (unsigned)n;
	return 0;
}

/* The name must be one of the table's: it goes into logs and audit. */
static int
guard_read(struct reader *r)
{
	if (line_read(r, TEXT_LINE_MAX, &r->m->guard) != 0)
		return -1;
	for (size_t i = 0; i < robot_guard_count; i++)
		if (strcmp(robot_guards[i].name, r->m->guard) == 0)
			return 0;
	return lie(r, "a guard that does not exist");
}

static int
evidence_read(struct reader *r)
{
	return line_read(r, TEXT_LINE_MAX, &r->m->evidence);
}

static int
report_id_read(struct reader *r)
{
	return id_read(r, &r->m->report_id);
}

static int
report_action_read(struct reader *r)
{
	return line_read(r, TEXT_LINE_MAX, &r->m->report_action);
}

static int
report_status_read(struct reader *r)
{
	return line_read(r, TEXT_LINE_MAX, &r->m->report_status);
}

static int
asks_read(struct reader *r)
{
	int64_t n;

	if (wire_number(r->w, &n, r->e) != 0)
		return -1;
	r->m->asks = n != 0;
	return 0;
}

static const struct {
	int tag;
	int (*read)(struct reader *r);
} fields[] = {
	{ T_FROM, from_read },
	{ T_REPLY_TO, reply_to_read },
	{ T_TO, to_read },
	{ T_CC, cc_read },
	{ T_RETURN_PATH, return_path_read },
	{ T_MESSAGE_ID, message_id_read },
	{ T_IN_REPLY_TO, in_reply_to_read },
	{ T_REFERENCE, reference_read },
	{ T_SUBJECT, subject_read },
	{ T_DATE, date_read },
	{ T_OFFSET, offset_read },
	{ T_HEADER, header_read },
	{ T_TYPE, type_read },
	{ T_REPORT_TYPE, report_type_read },
	{ T_CALENDAR, calendar_read },
	{ T_TEXT, text_read },
	{ T_VISIBLE, visible_read },
	{ T_FORWARDED_FROM, forwarded_from_read },
	{ T_ATTACHMENT, attachment_read },
	{ T_ATTACHED, attached_read },
	{ T_FLAWS, flaws_read },
	{ T_GUARD, guard_read },
	{ T_EVIDENCE, evidence_read },
	{ T_REPORT_ID, report_id_read },
	{ T_REPORT_ACTION, report_action_read },
	{ T_REPORT_STATUS, report_status_read },
	{ T_ASKS, asks_read },
};

static int
field_read(struct reader *r)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (fields[i].tag == r->w->tag)
			return fields[i].read(r);
	return lie(r, "an unknown field");
}

int
message_read(
    struct wire *w, struct arena *a, struct message *out, struct err *e)
{
	struct message m = { .from = { "", "" } };
	struct reader r = { w, a, &m, e };
	int more;

	while ((more = wire_next(w, e)) == 1)
		if (field_read(&r) != 0)
			return -1;
	if (more < 0)
		return -1;
	if (!m.text || !m.visible || !m.attached || !m.subject || !m.type ||
	    (m.guard == NULL) != (m.evidence == NULL))
		return lie(&r, "no text, subject or type");
	*out = m;
	return 0;
}
