/*
 * imap_fetch.c - what the mailbox holds. In: UIDs. Out: UIDs, sizes, and the
 * bytes of mails in pieces, in the order in which they came. BODYSTRUCTURE and
 * ENVELOPE are never asked for: mails are parsed elsewhere.
 */
#include "imap.h"
#include "imap_home.h"
#include "limit.h"
#include <stdlib.h>
#include <string.h>

/* --- UIDs -----------------------------------------------------------------*/

struct uid_list {
	uint32_t *uid;
	size_t n;
};

static int
uid_order(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

static size_t
uid_index(const uint32_t *uids, size_t n, uint32_t uid)
{
	const uint32_t *p = bsearch(&uid, uids, n, sizeof(*uids), uid_order);
	return p ? (size_t)(p - uids) : n;
}

/* search_run - UID SEARCH by that key, which it frees. */
static int
search_run(struct imap *i, struct arena *a, struct mailimap_search_key *key,
    struct uid_list *out, struct err *e)
{
	clist *found = NULL;
	net_budget(i->net, LIMIT_IMAP_LINE);
	int r = mailimap_uid_search(i->m, NULL, key, &found);
	mailimap_search_key_free(key);
	if (imap_result(i, r, "SEARCH", e) < 0)
		return -1;
	size_t count = found ? (size_t)clist_count(found) : 0;
	uint32_t *uid = arena_array(a, count + 1, sizeof(*uid));
	size_t n = 0;
	for (clistiter *c = found && uid ? clist_begin(found) : NULL; c;
	     c = clist_next(c))
		uid[n++] = *(uint32_t *)clist_content(c);
	if (found)
		mailimap_search_result_free(found);
	if (!uid)
		return err_set(e, ERR_RETRY, "imap", 0, "too many mails");
	qsort(uid, n, sizeof(*uid), uid_order);
	*out = (struct uid_list){ uid, n };
	return 0;
}

/* search_keep - those from `from` on, each once. */
static void
search_keep(
    const struct uid_list *list, uint32_t from, uint32_t **out, size_t *n_out)
{
	size_t n = 0;
	for (size_t k = 0; k < list->n; k++)
		if (list->uid[k] >= from &&
		    (n == 0 || list->uid[n - 1] != list->uid[k]))
			list->uid[n++] = list->uid[k];
	*out = list->uid;
	*n_out = n;
}

int
imap_search(struct imap *i, struct arena *a, uint32_t from, uint32_t **out,
    size_t *n_out, struct err *e)
{
	struct uid_list found;
	i->screen.changed = false;
	if (search_run(i, a,
		imap_must(mailimap_search_key_new_uid(
		    imap_must(mailimap_set_new_interval(from, 0)))),
		&found, e) < 0)
		return -1;
	/* from:* always names the last mail, even where it is older. */
	search_keep(&found, from, out, n_out);
	return 0;
}

int
imap_search_before(struct imap *i, struct arena *a, date day, uint32_t **out,
    size_t *n_out, struct err *e)
{
	struct uid_list found;
	if (search_run(i, a,
		imap_must(
		    mailimap_search_key_new_before(imap_must(mailimap_date_new(
			day % 100, day / 100 % 100, day / 10000)))),
		&found, e) < 0)
		return -1;
	search_keep(&found, 1, out, n_out);
	return 0;
}

/* What a FETCH response says: UID, size, and its body section, if any. */
struct attributes {
	uint32_t uid, size;
	struct mailimap_msg_att_body_section *body;
};

static struct attributes
attributes_of(const struct mailimap_msg_att *att)
{
	struct attributes got = { 0 };
	for (clistiter *c = clist_begin(att->att_list); c; c = clist_next(c)) {
		struct mailimap_msg_att_item *item = clist_content(c);
		struct mailimap_msg_att_static *s;
		if (item->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC ||
		    !(s = item->att_data.att_static))
			continue;
		if (s->att_type == MAILIMAP_MSG_ATT_UID)
			got.uid = s->att_data.att_uid;
		else if (s->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE)
			got.size = s->att_data.att_rfc822_size;
		else if (s->att_type == MAILIMAP_MSG_ATT_BODY_SECTION)
			got.body = s->att_data.att_body_section;
	}
	return got;
}

/* uid_fetch - UID FETCH of uid and one more item; *found is set on success. */
static int
uid_fetch(struct imap *i, const uint32_t *uids, size_t n,
    struct mailimap_fetch_att *item, clist **found, struct err *e)
{
	struct mailimap_set *set = imap_set_of(uids, n);
	struct mailimap_fetch_type *type =
	    imap_must(mailimap_fetch_type_new_fetch_att_list_empty());
	mailimap_fetch_type_new_fetch_att_list_add(
	    type, imap_must(mailimap_fetch_att_new_uid()));
	mailimap_fetch_type_new_fetch_att_list_add(type, imap_must(item));
	*found = NULL;
	int r = mailimap_uid_fetch(i->m, set, type, found);
	mailimap_fetch_type_free(type);
	mailimap_set_free(set);
	int rc = imap_result(i, r, "FETCH", e);
	if (rc < 0 && *found) {
		mailimap_fetch_list_free(*found);
		*found = NULL;
	}
	return rc;
}

int
imap_sizes(struct imap *i, const uint32_t *uids, size_t n, int64_t *sizes_out,
    struct err *e)
{
	clist *found;
	net_budget(i->net, SMALL_REPLY);
	if (uid_fetch(i, uids, n, mailimap_fetch_att_new_rfc822_size(), &found,
		e) < 0)
		return -1;
	memset(sizes_out, 0, n * sizeof(*sizes_out));
	for (clistiter *c = found ? clist_begin(found) : NULL; c;
	     c = clist_next(c)) {
		struct attributes got = attributes_of(clist_content(c));
		size_t k = uid_index(uids, n, got.uid);
		if (k < n)
			sizes_out[k] = got.size;
	}
	if (found)
		mailimap_fetch_list_free(found);
	return 0;
}

/* --- mails ----------------------------------------------------------------*/

/* A FETCH of bodies under way. */
struct fetch {
	const uint32_t *uids;
	size_t n;
	const struct imap_sink *sink;
	uint64_t response; /* of the server's, that the body belongs to */
	bool open;         /* begin was called, end was not */
	bool *got;         /* [n]: begin was called for that UID */
	bool late;         /* some UID came behind its body */
};

static int
fetch_begin(struct imap *i, struct fetch *f, uint32_t uid)
{
	if (uid == 0 && f->n == 1)
		uid = f->uids[0];
	f->late = f->late || uid == 0;
	size_t k = uid_index(f->uids, f->n, uid);
	if (k == f->n || f->got[k])
		return 0; /* not asked for: its bytes go nowhere */
	f->open = f->got[k] = true;
	return f->sink->begin(f->sink->arg, uid, &i->lost);
}

static int
fetch_end(struct imap *i, struct fetch *f)
{
	bool was = f->open;
	f->open = false;
	if (!was || i->lost.kind != ERR_NONE)
		return 0;
	return f->sink->end(f->sink->arg, &i->lost);
}

/* on_body - the next bytes of the literal that screen_read() gives out now. */
static bool
on_body(int type, struct mailimap_msg_att_body_section *section,
    const char *bytes, size_t n, void *arg)
{
	struct imap *i = arg;
	struct fetch *f = i->fetch;
	(void)section;
	if (type != MAILIMAP_MSG_ATT_BODY_SECTION || i->lost.kind != ERR_NONE)
		return false;
	if (f->response != i->screen.responses) {
		f->response = i->screen.responses;
		if (fetch_end(i, f) < 0 ||
		    fetch_begin(i, f, i->screen.fetch_uid) < 0)
			return false;
	}
	return !f->open || f->sink->data(f->sink->arg, bytes, n, &i->lost) == 0;
}

static int fetch_one(struct imap *i, const struct imap_sink *sink, uint32_t uid,
    int64_t part_bytes, struct err *e);

/* fetch_rest - bodies that came as a quoted string or NIL, which is no call
 * of on_body; and those whose UID came too late, once more and alone. */
static int
fetch_rest(struct imap *i, struct fetch *f, clist *found, int64_t part_bytes,
    struct err *e)
{
	for (clistiter *c = found ? clist_begin(found) : NULL; c;
	     c = clist_next(c)) {
		struct attributes got = attributes_of(clist_content(c));
		size_t k = uid_index(f->uids, f->n, got.uid);
		if (!got.body || k == f->n || f->got[k])
			continue;
		if (f->late) {
			f->got[k] = true;
			if (fetch_one(i, f->sink, got.uid, part_bytes, e) < 0)
				return -1;
			continue;
		}
		const char *text = got.body->sec_body_part;
		size_t n = text ? got.body->sec_length : 0;
		if (fetch_begin(i, f, got.uid) < 0 ||
		    (n > 0 &&
			f->sink->data(f->sink->arg, text, n, &i->lost) < 0) ||
		    fetch_end(i, f) < 0)
			return imap_result(i, 0, "FETCH", e);
	}
	return 0;
}

static int
fetch_run(struct imap *i, struct fetch *f, int64_t part_bytes, struct err *e)
{
	struct mailimap_section *whole = imap_must(mailimap_section_new(NULL));
	struct mailimap_fetch_att *item =
	    part_bytes > 0 ? mailimap_fetch_att_new_body_peek_section_partial(
				 whole, 0, (uint32_t)part_bytes)
			   : mailimap_fetch_att_new_body_peek_section(whole);
	clist *found;
	net_budget(i->net,
	    (int64_t)f->n * (part_bytes > 0 ? part_bytes : LIMIT_MAIL_BYTES) +
		SMALL_REPLY);
	i->fetch = f;
	mailimap_set_msg_body_handler(i->m, on_body, i);
	int rc = uid_fetch(i, f->uids, f->n, item, &found, e);
	mailimap_set_msg_body_handler(i->m, NULL, NULL);
	if (rc == 0 && fetch_end(i, f) < 0)
		rc = imap_result(i, 0, "FETCH", e);
	i->fetch = NULL;
	if (rc == 0)
		rc = fetch_rest(i, f, found, part_bytes, e);
	if (found)
		mailimap_fetch_list_free(found);
	return rc;
}

static int
fetch_one(struct imap *i, const struct imap_sink *sink, uint32_t uid,
    int64_t part_bytes, struct err *e)
{
	bool got = false;
	struct fetch f = { .uids = &uid, .n = 1, .sink = sink, .got = &got };
	return fetch_run(i, &f, part_bytes, e);
}

int
imap_fetch(struct imap *i, const uint32_t *uids, size_t n, int64_t part_bytes,
    const struct imap_sink *sink, struct err *e)
{
	struct fetch f = { .uids = uids, .n = n, .sink = sink };
	f.got = imap_must(calloc(n + 1, sizeof(*f.got)));
	int rc = fetch_run(i, &f, part_bytes, e);
	free(f.got);
	return rc;
}
