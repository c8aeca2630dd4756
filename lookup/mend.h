/* mend.h - words that no term has, and those that were meant. */
#ifndef MEND_H
#define MEND_H

#include "lookup_db.h"
#include "words.h"

/* word_terms - the number that a statement has for a word; 0 none, -1 with *e.
 * vocabulary_terms - in how many terms a word is, likewise. */
int word_terms(
    struct lookup *l, int statement, const char *word, struct err *e);
int vocabulary_terms(struct lookup *l, const char *word, struct err *e);

/*
 * word_mend - what was meant by a word that no term has.
 *
 * Takes    w: in the form of words_cut().
 * Gives    out[0..1]: known words with the place of w; how many: 0 where none
 *          is near. In this order: the one that it begins ("laparosc"), the
 *          one from which it is a slip or two away, the two of which it is
 *          made ("bonescan"), the one that begins it ("bunionectomy").
 * Owns     nothing. Fails: -1 with *e, as db_step().
 */
int word_mend(
    struct lookup *l, const struct word *w, struct word out[2], struct err *e);

#endif
