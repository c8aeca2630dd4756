/* robot_text.c - guards that read words: machines that no field gives away. In:
 * subject, sender and the first lines of a text. Out: the words that show a
 * machine, unless a person asks beside them. */
#include "robot_text.h"
#include "robot.h"
#include "robot_ask.h"
#include "robot_hit.h"
#include "robot_words.h"
#include <ctype.h>
#include <string.h>

/* How much of a text is looked at for phrases: machines say so at once. */
#define HEAD_OF_TEXT 1200
/* How much is looked at for words that ask: people tell a case first. */
#define BODY_OF_TEXT 16384
/* Where the footers of bulk mail stand. */
#define TAIL_OF_TEXT 4096
/* Signs of a machine that are believed, and that outweigh a question. */
#define SIGNS_ENOUGH  2
#define SIGNS_CERTAIN 4
/* Footers that only bulk mail has, even where it asks "Ready for 2027?". */
#define BULK_CERTAIN 3

/* The begin of a mail, folded: robot_fold(). */
struct head {
	const char *subject, *visible, *text;
};

/* A gateway's mark in front of a subject hides what begins it. */
static const char *
without_mark(const char *subject)
{
	static const char *const marks[] = { "[external]", "[ext]",
		"(external)", "external:", "ext:", "[external email]",
		"*external*", "[spam]", "***spam***", NULL };

	for (const char *mark; (mark = robot_begins(marks, subject)) != NULL;) {
		subject = strstr(subject, mark) + strlen(mark);
		subject += strspn(subject, " ");
	}
	return subject;
}

static struct head
head_of(struct arena *a, const struct message *m)
{
	struct head h = {
		.subject = robot_fold(a, m->subject, HEAD_OF_TEXT),
		.visible = robot_fold(a, m->visible, HEAD_OF_TEXT),
		.text = robot_fold(a, m->text, HEAD_OF_TEXT),
	};

	/* Without memory as they are: a guard must not fall silent. */
	h.subject = without_mark(h.subject ? h.subject : m->subject);
	h.visible = h.visible ? h.visible : m->visible;
	h.text = h.text ? h.text : m->text;
	return h;
}

/* --- does a person ask? ----------------------------------------------------*/

/* A person who asks, or tells codes, may say that he is away; a machine does
 * neither. */
static bool
wants(const struct head *h)
{
	return robot_asks(h->visible) || robot_speaks_of_coding(h->visible);
}

/* Senders that only machines have: "notifications", "alerts2". */
static bool
is_machine_sender(const char *address)
{
	size_t n = strcspn(address, "@+");

	while (n > 0 && isdigit((unsigned char)address[n - 1]))
		n--;
	for (size_t i = 0; robot_notice_local[i]; i++)
		if (strlen(robot_notice_local[i]) == n &&
		    strncasecmp(address, robot_notice_local[i], n) == 0)
			return true;
	return false;
}

/* Signs of a machine among which a lone code is none of a person's. */
static size_t
notice_signs(const struct message *m, const struct head *h)
{
	return robot_count(robot_notice_body, h->visible, HEAD_OF_TEXT) +
	       (robot_within(robot_notice_subject, h->subject, HEAD_OF_TEXT) !=
		   NULL) +
	       is_machine_sender(m->from.address);
}

/* The subject of a reply is its thread's, whoever answers. */
static bool
is_own_subject(const struct message *m, const struct head *h)
{
	static const char *const again[] = { "re:", "re[", "aw:", "rv:", "sv:",
		"antw:", "odp:", "res:", "r:", "tr:", "vs:", "回复", "回覆",
		"答复", "رد:", "отв:", NULL };

	return !m->in_reply_to && !robot_begins(again, h->subject);
}

static bool
has_words_of_coding(const char *folded)
{
	return robot_names_code(folded, strlen(folded)) ||
	       robot_within(robot_coding, folded, BODY_OF_TEXT);
}

bool
robot_person_asks(struct arena *a, const struct message *m)
{
	struct head h = head_of(a, m);
	const char *body = robot_fold(a, m->visible, BODY_OF_TEXT);
	bool own = is_own_subject(m, &h);

	body = body ? body : h.visible;
	return (own && (robot_asks(h.subject) || robot_requests(h.subject))) ||
	       robot_asks(h.visible) || robot_requests(body) ||
	       (notice_signs(m, &h) == 0 &&
		   ((own && has_words_of_coding(h.subject)) ||
		       has_words_of_coding(body)));
}

/* --- bounces ---------------------------------------------------------------*/

static bool
is_delivery_name(const struct message *m)
{
	return strncasecmp(m->from.address, "postmaster", 10) == 0 ||
	       robot_within(robot_bounce_name, m->from.name, 200) != NULL;
}

/* Children are delivered, too, and deliveries fail. */
static bool
is_obstetric(const struct head *h)
{
	static const char *const words[] = { "vaginal", "cesarean", "caesarean",
		"c-section", "vbac", "obstet", "pregnan", "antepartum",
		"postpartum", "breech", "forceps", "vacuum", "placenta",
		"midwi", "in labor", "fetal", "newborn", "gestation",
		"maternity", "ob/gyn", "obgyn", "twin", NULL };

	return robot_within(words, h->subject, HEAD_OF_TEXT) ||
	       robot_within(words, h->visible, HEAD_OF_TEXT);
}

/* Bounces without a report: two of sender, subject and text must agree, so
 * that a person may write about bounces, and a postmaster may ask. */
const char *
robot_hit_old_bounce(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	struct head h = head_of(a, m);
	bool sender = is_delivery_name(m);
	const char *subject = robot_begins(robot_bounce_subject, h.subject);
	size_t said = robot_count(robot_bounce_body, h.text, HEAD_OF_TEXT);

	(void)self;
	if (subject && sender)
		return robot_see(a, "Subject", m->subject);
	if (subject && said > 0 && !is_obstetric(&h) &&
	    (said >= SIGNS_ENOUGH || !wants(&h)))
		return robot_see(a, "Subject", m->subject);
	if (said > 0 && (sender || (said >= SIGNS_ENOUGH && !wants(&h) &&
				       !is_obstetric(&h))))
		return robot_see(a, "text",
		    robot_within(robot_bounce_body, h.text, HEAD_OF_TEXT));
	return NULL;
}

/* A receipt says so twice; what is "read" may be a film. */
const char *
robot_receipt_words(struct arena *a, const struct message *m)
{
	struct head h = head_of(a, m);
	const char *body =
	    robot_within(robot_receipt_body, h.text, HEAD_OF_TEXT);

	if (body &&
	    (robot_begins(robot_receipt_subject, h.subject) || !wants(&h)))
		return robot_see(a, "text", body);
	return NULL;
}

/* --- automatic answers -----------------------------------------------------*/

/* Is the phrase all that the subject says? "Out of office: Re: ..." is a
 * machine's, "Out of office procedure" a person's. */
static bool
is_form(const char *subject, const char *phrase)
{
	static const char *const more[] = { "re:", "reply", "response",
		"message", "notice", "notification", "alert", "until", "till",
		"from ", "through", "today", "this week", "next week", "bis ",
		"hasta", "jusqu", "(", "[", NULL };
	const char *tail = strstr(subject, phrase) + strlen(phrase);

	tail += strspn(tail, " ");
	return (unsigned char)*phrase >= 0xE0 || *tail == '\0' ||
	       ispunct((unsigned char)*tail) ||
	       ispunct((unsigned char)tail[-1]) ||
	       isdigit((unsigned char)*tail) || robot_begins(more, tail);
}

const char *
robot_hit_vacation_subject(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	struct head h = head_of(a, m);
	const char *reply = robot_begins(robot_reply_subject, h.subject);
	const char *away = robot_begins(robot_vacation_subject, h.subject);

	(void)self;
	if (!reply && !away)
		return NULL;
	if (reply && (is_form(h.subject, reply) || !wants(&h)))
		return robot_see(a, "Subject", m->subject);
	/* Of being away people write, too. */
	if (away &&
	    (is_form(h.subject, away) ||
		robot_within(robot_vacation_body, h.visible, HEAD_OF_TEXT)) &&
	    !wants(&h))
		return robot_see(a, "Subject", m->subject);
	return NULL;
}

const char *
robot_hit_vacation_body(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	struct head h = head_of(a, m);
	static const char *const away[] = { "out of office",
		"out of the office", "- ooo", "away until", NULL };
	const char *words =
	    robot_within(robot_vacation_body, h.visible, HEAD_OF_TEXT);

	(void)self;
	if (!words &&
	    robot_count(robot_vacation_hint, h.visible, HEAD_OF_TEXT) +
		    (robot_within(away, h.subject, HEAD_OF_TEXT) != NULL) >=
		SIGNS_ENOUGH)
		words =
		    robot_within(robot_vacation_hint, h.visible, HEAD_OF_TEXT);
	return words && !wants(&h) ? robot_see(a, "text", words) : NULL;
}

const char *
robot_hit_automatic_body(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	struct head h = head_of(a, m);
	const char *words =
	    robot_within(robot_automatic_body, h.visible, HEAD_OF_TEXT);

	(void)self;
	return words && !robot_asks(h.visible) ? robot_see(a, "text", words)
					       : NULL;
}

/* --- notices and bulk mail -------------------------------------------------*/

static size_t
bulk_signs(const struct message *m)
{
	size_t n = strlen(m->text);

	return robot_count(robot_bulk_body,
	    m->text + (n > TAIL_OF_TEXT ? n - TAIL_OF_TEXT : 0), TAIL_OF_TEXT);
}

/* A mail that continues or passes on another may carry that one's footer. */
static bool
is_first(const struct message *m, const struct head *h)
{
	static const char *const again[] = { "re:", "fw:", "fwd:", NULL };

	return !m->in_reply_to && m->references_n == 0 && !m->forwarded_from &&
	       !robot_begins(again, h->subject);
}

/* Signs of what surrounds a mail. Two footers of bulk mail below a subject or
 * sender of a machine count as such; one, and any of a mail that continues
 * another, may have come with what is quoted. */
static size_t
footer_signs(const struct message *m, const struct head *h, bool certain)
{
	size_t bulk = bulk_signs(m), n = strlen(m->text);
	const char *tail = m->text + (n > TAIL_OF_TEXT ? n - TAIL_OF_TEXT : 0);

	if (!is_first(m, h))
		return bulk > 0;
	if (bulk < SIGNS_ENOUGH || !certain)
		bulk = bulk > 0;
	if (robot_within(robot_signed_body, tail, TAIL_OF_TEXT) != NULL)
		bulk += 2;
	return bulk;
}

/* "Accepted: Coding review" with nothing below it, or the time and place: some
 * calendars answer without a calendar's part. */
static bool
is_calendar_answer(const struct head *h)
{
	static const char *const tells[] = { "when:", "this invitation",
		"this event", "this meeting", NULL };

	return robot_begins(robot_calendar_subject, h->subject) &&
	       (*h->visible == '\0' ||
		   (robot_within(tells, h->visible, HEAD_OF_TEXT) &&
		       !wants(h)));
}

/* What a system tells: a ticket was opened, a fax came in, a host is down. One
 * sign is chance. */
const char *
robot_hit_notice(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	struct head h = head_of(a, m);
	size_t said = robot_count(robot_notice_body, h.visible, HEAD_OF_TEXT);
	size_t signs = notice_signs(m, &h);

	(void)self;
	if (is_calendar_answer(&h))
		return robot_see(a, "Subject", m->subject);
	if (signs > 0)
		signs += footer_signs(m, &h, signs > said);
	if (signs < SIGNS_ENOUGH || (signs < SIGNS_CERTAIN && wants(&h)))
		return NULL;
	return said > 0 ? robot_see(a, "text",
			      robot_within(
				  robot_notice_body, h.visible, HEAD_OF_TEXT))
			: robot_see(a, "Subject", m->subject);
}

const char *
robot_hit_bulk_body(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	size_t signs = bulk_signs(m);
	struct head h;

	(void)self;
	if (signs < SIGNS_ENOUGH)
		return NULL;
	h = head_of(a, m);
	if (wants(&h) && (signs < BULK_CERTAIN || !is_first(m, &h)))
		return NULL;
	return robot_see(
	    a, "text", robot_within(robot_bulk_body, m->text, strlen(m->text)));
}

/* A seller's mail: an answer would tell only that somebody reads here. One
 * phrase is chance, and whoever may ask of coding is heard. */
const char *
robot_hit_offer(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	static const char *const coding[] = { "cpt", "hcpcs", "icd", "modifier",
		"drg", "ncci", "which code", "what code", "denied", "denial",
		NULL };
	struct head h = head_of(a, m);
	size_t said = robot_count(robot_offer_body, h.visible, HEAD_OF_TEXT);

	(void)self;
	if (said < SIGNS_ENOUGH || strlen(m->visible) > HEAD_OF_TEXT ||
	    m->attachment_n > 0 || robot_asks(h.visible) ||
	    robot_names_code(h.visible, strlen(h.visible)) ||
	    robot_names_code(h.subject, strlen(h.subject)) ||
	    robot_within(coding, h.visible, HEAD_OF_TEXT) ||
	    robot_within(coding, h.subject, HEAD_OF_TEXT))
		return NULL;
	return robot_see(
	    a, "text", robot_within(robot_offer_body, h.visible, HEAD_OF_TEXT));
}

const char *
robot_hit_challenge(
    struct arena *a, const struct message *m, const struct robot_self *self)
{
	static const char *const names[] = { "X-TMDA-Confirm",
		"X-TMDA-Fingerprint", "X-ChoiceMail-Registration-Request",
		"X-Boxbe-Challenge", "X-AskVersion", NULL };
	static const char *const word[] = { "confirm", "verif", NULL };
	struct head h = head_of(a, m);
	size_t said = robot_count(robot_challenge_body, h.text, HEAD_OF_TEXT);
	size_t nth = 0;

	(void)self;
	for (size_t i = 0; names[i]; i++, nth = 0)
		if (message_field(m, names[i], &nth))
			return robot_see(a, "field", names[i]);
	if (said == 0)
		return NULL;
	if (robot_begins(robot_challenge_subject, h.subject) ||
	    robot_within(word, h.subject, HEAD_OF_TEXT) ||
	    (said >= SIGNS_ENOUGH && !wants(&h)))
		return robot_see(a, "text",
		    robot_within(robot_challenge_body, h.text, HEAD_OF_TEXT));
	return NULL;
}
