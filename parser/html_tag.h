/* html_tag.h - tags that carry more attributes than any writer gives one.
 * Private to parser/. */
#ifndef PARSER_HTML_TAG_H
#define PARSER_HTML_TAG_H

#include "arena.h"
#include <stddef.h>

/*
 * html_tags_cut - html[0..n) with spaces in place of what stands in a tag
 * behind its first LIMIT_ATTRIBUTES attributes. libxml2 compares each
 * attribute with all before it, which is quadratic.
 *
 * Gives    html itself where no tag has so many, else a copy of n bytes in a;
 *          NULL past a's limit. Text outside of tags is never changed.
 */
const char *html_tags_cut(struct arena *a, const char *html, size_t n);

#endif
