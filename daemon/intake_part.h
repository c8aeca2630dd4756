/* intake_part.h - what the parts of intake share: one mailbox, its session
 * with the server and the store. */
#ifndef INTAKE_PART_H
#define INTAKE_PART_H

#include "err.h"
#include "imap.h"
#include "intake_stage.h"
#include "mail.h"
#include "role.h"
#include "store.h"
#include <stdbool.h>
#include <stdint.h>

struct intake {
	struct role *role;
	const struct settings *conf;
	struct store *store;
	struct stage stage;

	/* One session; new with each connection. */
	struct imap *imap;
	struct imap_box server;
	struct mailbox box;
	uint32_t highest;    /* UIDs up to this one are listed */
	int64_t searched_ms; /* when the last full search began */
	int64_t mark_ms;     /* when marks are due; INT64_MAX: not asked for */
	bool folder_made[MAIL_MARK_COUNT];
	bool useful; /* something was stored: the next pause is short */

	bool mark_told; /* that marking fails; said once */
	/* The count law. */
	bool missed;    /* the last look left a UID without a row */
	bool law_known; /* alarm is what the store says */
	int64_t alarm;  /* UIDs that two looks missed */
	/* An outage. */
	int64_t down_ms; /* since when, 0: up */
	int64_t pause_ms;
};

/* intake_list - list the mailbox, wholly or from in->highest on, and fetch and
 * commit what has no row. On the very first listing all is recorded as old,
 * unless --answer-old. Fails as imap.h and store.h do. */
int intake_list(struct intake *in, bool whole, struct err *e);

/* intake_mark - show the server one batch of handled mails: 1 where more
 * wait, 0, -1. What the server refuses is logged once and left. */
int intake_mark(struct intake *in, struct err *e);

#endif
