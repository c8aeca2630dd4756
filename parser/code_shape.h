/* code_shape.h - the shapes that codes and modifiers have, without context. */
#ifndef CODE_SHAPE_H
#define CODE_SHAPE_H

#include "question.h"
#include <stdbool.h>
#include <stddef.h>

/* shape_code - true when s[0..n) has the shape of a code; the system and the
 * code in upper case without dot come out. A letter and four digits without a
 * dot are HCPCS II where that letter has such codes. dotted: a dot stood in
 * it, so that it can be ICD-10-CM alone. */
bool shape_code(const char *s, size_t n, enum code_system *system_out,
    char out[9], bool *dotted_out);
/* shape_icd - the same, for what context says is a diagnosis. */
bool shape_icd(const char *s, size_t n, char out[9]);
/* shape_icd9 - a code of ICD-9-CM into out, with its dot. shape_pcs - one of
 * ICD-10-PCS. */
bool shape_icd9(const char *s, size_t n, char out[9]);
bool shape_pcs(const char *s, size_t n, char out[9]);
/* shape_modifier - true when s[0..2) is a modifier in use (CPT Appendix A,
 * HCPCS II); out in upper case. */
bool shape_modifier(const char *s, char out[3]);
/* shape_add - append a modifier, once each, at most four. */
void shape_add(struct code *c, const char modifier[3]);
/* shape_check - true when every member of c is what code_find() could have
 * made: for records of a jail. */
bool shape_check(const struct code *c);

#endif
