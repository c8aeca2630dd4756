/* robot_hit.h - the guards of robot_self.c and robot_text.c, and how evidence
 * is written.
 * Private to parser/. */
#ifndef PARSER_ROBOT_HIT_H
#define PARSER_ROBOT_HIT_H

#include "robot.h"

/* robot_see - "what: value", the value cut to one short line. */
const char *robot_see(struct arena *a, const char *what, const char *value);

const char *robot_hit_own_address(
    struct arena *a, const struct message *m, const struct robot_self *self);
const char *robot_hit_own_message_id(
    struct arena *a, const struct message *m, const struct robot_self *self);
const char *robot_hit_loop_header(
    struct arena *a, const struct message *m, const struct robot_self *self);
const char *robot_hit_received_count(
    struct arena *a, const struct message *m, const struct robot_self *self);
const char *robot_hit_not_to_us(
    struct arena *a, const struct message *m, const struct robot_self *self);

const char *robot_hit_old_bounce(
    struct arena *a, const struct message *m, const struct robot_self *self);
const char *robot_hit_vacation_subject(
    struct arena *a, const struct message *m, const struct robot_self *self);
const char *robot_hit_vacation_body(
    struct arena *a, const struct message *m, const struct robot_self *self);
const char *robot_hit_automatic_body(
    struct arena *a, const struct message *m, const struct robot_self *self);
const char *robot_hit_notice(
    struct arena *a, const struct message *m, const struct robot_self *self);
const char *robot_hit_bulk_body(
    struct arena *a, const struct message *m, const struct robot_self *self);
const char *robot_hit_offer(
    struct arena *a, const struct message *m, const struct robot_self *self);
const char *robot_hit_challenge(
    struct arena *a, const struct message *m, const struct robot_self *self);

/* robot_receipt_words - a receipt of reading, or a recall, that only its words
 * give away; evidence or NULL. */
const char *robot_receipt_words(struct arena *a, const struct message *m);

/* robot_person_asks - a question, words that ask, or (without any sign of a
 * machine) a code or a word of coding: message.asks. Out of memory: of its
 * begin alone. */
bool robot_person_asks(struct arena *a, const struct message *m);

#endif
