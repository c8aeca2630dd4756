/* conf.h - the settings: one INI file, read whole or refused. */
#ifndef CONF_H
#define CONF_H

#include "err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A list of words, split in the file by commas or white space. */
struct conf_list {
	char **item; /* item[0..n), each not empty */
	size_t n;
};

typedef char *conf_TEXT;   /* UTF-8, one line, never NULL */
typedef char *conf_PATH;   /* as written; never NULL */
typedef char *conf_CHOICE; /* one of the row's words */
typedef int64_t conf_INT;
typedef int64_t conf_SECONDS;
typedef int64_t conf_BYTES;
typedef bool conf_BOOL;
typedef struct conf_list conf_LIST;

/* What is in force: a member a row of settings.def, such as imap_host. */
struct settings {
#define SETTING(section, key, type, def, min, max, unit, reload, sentence) \
	conf_##type section##_##key;
#include "settings.def"
#undef SETTING
	char *file; /* path that was read */
};

/* A row of settings.def as data, for -nn, man pages, samples and tests. */
struct conf_row {
	const char *section, *key, *type, *def, *unit, *sentence;
	int64_t min, max;
	bool reload;
};
extern const struct conf_row conf_rows[];
extern const size_t conf_row_count;

/*
 * conf_read - read the file at path over the defaults.
 *
 * Takes    path of an INI file: [section], key = value, # and ; begin a
 *          comment only at the start of a line.
 * Gives    *out; every member is within its range.
 * Owns     the caller frees *out with conf_free().
 * Fails    ERR_STOP: no file, unknown section or key, a key twice, a value of
 *          the wrong type or out of range, a line over 900 bytes, a required
 *          setting missing, an address that is none. The text names file,
 *          line, key and what would be right.
 * Touches  the file.
 */
int conf_read(const char *path, struct settings **out, struct err *e);
void conf_free(struct settings *s);

/* conf_print - all settings in the form of the file, those that differ from
 * the default marked; for consultd -nn. */
void conf_print(const struct settings *s, FILE *to);
/* conf_sample - the commented sample file; for config/consultd.conf. */
void conf_sample(FILE *to);

/*
 * conf_secret - the secret in a file: its first line, without the newline.
 *
 * Takes    path; one without a slash is looked for in $CREDENTIALS_DIRECTORY,
 *          then beside the settings file.
 * Gives    *out, NUL-terminated, at most 1024 bytes; may hold any bytes but
 *          NUL, CR and LF.
 * Owns     the caller ends it with conf_secret_free(), which wipes it.
 * Fails    ERR_STOP: no file, empty, too long, or readable by group or others
 *          (files in $CREDENTIALS_DIRECTORY are taken as they are). The text
 *          names the file and the chmod that mends it.
 * Touches  the file.
 */
int conf_secret(
    const struct settings *s, const char *path, char **out, struct err *e);
void conf_secret_free(char *secret);

#endif
