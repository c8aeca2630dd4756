/* mime_content.c - the decoded bytes of a part. In: a content of GMime's. Out:
 * as many of its bytes as are of use, and how many there are. */
#include "mime_content.h"
#include <ctype.h>

/* The "=" that a base64 text lacks at its end: without them its last letters
 * would be lost, which may be those of a code. */
static size_t
padding_missing(GMimeStream *raw)
{
	char room[16384];
	size_t letters = 0;
	ssize_t got;

	while ((got = g_mime_stream_read(raw, room, sizeof(room))) > 0)
		for (ssize_t i = 0; i < got; i++) {
			if (room[i] == '=')
				letters = 0;
			else if (isalnum((unsigned char)room[i]) ||
				 room[i] == '+' || room[i] == '/')
				letters++;
		}
	g_mime_stream_reset(raw);
	return letters % 4 > 1 ? 4 - letters % 4 : 0;
}

/* The encoded bytes, padded. The caller's reference. */
static GMimeStream *
content_padded(GMimeDataWrapper *content)
{
	GMimeStream *raw = g_mime_data_wrapper_get_stream(content);
	GMimeStream *all, *more;
	size_t missing = 0;

	g_mime_stream_reset(raw);
	if (g_mime_data_wrapper_get_encoding(content) ==
	    GMIME_CONTENT_ENCODING_BASE64)
		missing = padding_missing(raw);
	if (missing == 0) {
		g_object_ref(raw);
		return raw;
	}
	all = g_mime_stream_cat_new();
	more = g_mime_stream_mem_new_with_buffer("==", missing);
	g_mime_stream_cat_add_source(GMIME_STREAM_CAT(all), raw);
	g_mime_stream_cat_add_source(GMIME_STREAM_CAT(all), more);
	g_object_unref(more);
	return all;
}

static struct mime_content
stream_read(struct arena *a, GMimeStream *in, size_t keep)
{
	GByteArray *kept = g_byte_array_new();
	struct mime_content out = { 0 };
	char room[16384];
	ssize_t got;

	while ((got = g_mime_stream_read(in, room, sizeof(room))) > 0) {
		size_t fits = kept->len < keep ? keep - kept->len : 0;

		out.size += got;
		g_byte_array_append(kept, (guint8 *)room,
		    (guint)(fits < (size_t)got ? fits : (size_t)got));
	}
	out.n = kept->len;
	out.data = arena_memdup(a, out.n ? (char *)kept->data : "", out.n);
	g_byte_array_unref(kept);
	return out;
}

struct mime_content
mime_content_read(struct arena *a, GMimeDataWrapper *content, size_t keep)
{
	GMimeStream *raw = content_padded(content);
	GMimeStream *in = g_mime_stream_filter_new(raw);
	GMimeFilter *filter = g_mime_filter_basic_new(
	    g_mime_data_wrapper_get_encoding(content), FALSE);
	struct mime_content out;

	g_mime_stream_filter_add(GMIME_STREAM_FILTER(in), filter);
	out = stream_read(a, in, keep);
	g_object_unref(filter);
	g_object_unref(in);
	g_object_unref(raw);
	return out;
}
