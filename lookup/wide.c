/* wide.c - UTF-16 of a spreadsheet. Its bytes come in; UTF-8 goes out. */
#include "wide.h"
#include <errno.h>
#include <iconv.h>
#include <string.h>

#define STEP_BYTES 4096

bool
wide_is(const struct document *d)
{
	return d->n >= 4 && (memcmp(d->p, "\xff\xfe", 2) == 0 ||
				memcmp(d->p, "\xfe\xff", 2) == 0);
}

static bool
all_read(iconv_t cd, const struct document *d, struct buf *text)
{
	char *in = (char *)(uintptr_t)d->p, step[STEP_BYTES];
	size_t left = d->n;

	while (left > 0 && !text->full) {
		char *out = step;
		size_t room = sizeof(step);

		if (iconv(cd, &in, &left, &out, &room) == (size_t)-1 &&
		    errno != E2BIG)
			return false;
		buf_add(text, step, sizeof(step) - room);
	}
	return !text->full;
}

int
wide_read(const struct document *d, struct buf *text, struct document *out,
    struct err *e)
{
	/* "UTF-16" takes the order from the mark and leaves it out. */
	iconv_t cd = iconv_open("UTF-8", "UTF-16");
	bool done;

	if (cd == (iconv_t)-1)
		return err_set(e, ERR_STOP, "import", errno,
		    "%.140s: this system cannot read UTF-16", d->name);
	done = all_read(cd, d, text);
	iconv_close(cd);
	if (!done)
		return err_set(e, ERR_STOP, "import", 0,
		    "%.120s:1:1: UTF-16 that ends within a character: the file "
		    "is cut short",
		    d->name);
	*out = (struct document){ d->name, buf_text(text), text->len };
	return 0;
}
