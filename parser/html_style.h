/* html_style.h - what a style attribute hides. Private to parser/. */
#ifndef PARSER_HTML_STYLE_H
#define PARSER_HTML_STYLE_H

#include <stdbool.h>

struct html_style {
	bool hidden; /* the element and all within: the line that previews show,
		      * tracking texts */
	bool zero;   /* letters have no size, until an element within has one */
	bool sized;  /* letters have a size of their own */
};

/* html_style_read - declarations as they stand in an attribute (CSS 2.2, 4.1.8;
 * names in any case of letters); what is not known is passed over. */
struct html_style html_style_read(const char *declarations);

#endif
