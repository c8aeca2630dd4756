/* diagnosis_region.c - vertebrae that a sentence names come in; the region of
 * the spine goes out, in the words of titles. */
#include "diagnosis.h"
#include <string.h>

/* "L4": 4 of 'l'; 0 where the word names no vertebra. */
static int
vertebra(const char *word, char *part)
{
	static const struct {
		char part;
		int most;
	} parts[] = { { 'c', 7 }, { 't', 12 }, { 'l', 5 }, { 's', 5 } };
	size_t digits = strspn(word[0] ? word + 1 : word, "0123456789");
	if (digits == 0 || digits > 2 || word[1 + digits] != '\0')
		return 0;
	int n = word[1] - '0';
	if (digits == 2)
		n = n * 10 + word[2] - '0';
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i].part == word[0] && n >= 1 && n <= parts[i].most) {
			*part = word[0];
			return n;
		}
	return 0;
}

const char *
dx_region(const struct dx_case *all)
{
	static const struct {
		const char *parts, *word;
	} regions[] = { { "c", "cervical" }, { "t", "thoracic" },
		{ "l", "lumbar" }, { "ls", "lumbosacral" },
		{ "ct", "cervicothoracic" }, { "tl", "thoracolumbar" } };
	char parts[3] = "";
	size_t n = 0;
	for (size_t i = 0; i < all->n; i++) {
		char part = '\0';
		if (vertebra(all->w[i].text, &part) == 0 ||
		    strchr(parts, part) != NULL)
			continue;
		if (n == 2)
			return NULL;
		parts[n++] = part;
	}
	for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++)
		if (n > 0 && strcmp(parts, regions[i].parts) == 0)
			return regions[i].word;
	return NULL;
}
