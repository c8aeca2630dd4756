/* conf_inner.h - what the files of conf share: the rows with their members. */
#ifndef CONF_INNER_H
#define CONF_INNER_H

#include "conf.h"

#define CONF_LINE_MAX 900

enum conf_type {
	CONF_TEXT,
	CONF_PATH,
	CONF_CHOICE,
	CONF_INT,
	CONF_SECONDS,
	CONF_BYTES,
	CONF_BOOL,
	CONF_LIST
};

/* Where a row's value lies; conf_members[i] belongs to conf_rows[i]. */
struct conf_member {
	enum conf_type type;
	size_t offset; /* within struct settings */
};
extern const struct conf_member conf_members[];

/* A row's value in s. The caller knows its C type from conf_members. */
const void *conf_value(const struct settings *s, size_t row);

/* True where a person must give a value: there is no sound default. */
bool conf_is_required(size_t row);

/*
 * conf_check_value - the rules of single settings beyond their type (addresses,
 * host names, names of mailboxes).
 *
 * Gives    NULL, or what is wrong, as it reads behind "VALUE ": "is no ...".
 */
const char *conf_check_value(size_t row, const char *value);

/*
 * conf_check_all - the rules between settings: what is required is there, what
 * must differ differs.
 *
 * Fails    ERR_STOP, the sentence begins with s->file.
 */
int conf_check_all(const struct settings *s, struct err *e);

/* conf_choices - the allowed words of a CHOICE row, split by "|": the begin of
 * its sentence, *len_out bytes. */
const char *conf_choices(const struct conf_row *row, size_t *len_out);

/* conf_suggest_key, conf_suggest_section - a remedy for a name that is none,
 * such as "did you mean port?": into out, "" where nothing is near. */
#define CONF_HINT_MAX 96
void conf_suggest_key(
    const char *section, const char *key, char out[CONF_HINT_MAX]);
void conf_suggest_section(const char *section, char out[CONF_HINT_MAX]);

#endif
