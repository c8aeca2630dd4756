/* near.c - two words come in, the number of slips between them goes out. */
#include "near.h"
#include <stdlib.h>
#include <string.h>

#define WIDTH 32

static int
least(int a, int b, int c)
{
	int m = a < b ? a : b;

	return m < c ? m : c;
}

/* Three rows of the table of distances: i-2, i-1, i. */
int
near_distance(const char *a, const char *b, int most)
{
	int row[3][WIDTH + 1];
	int n = (int)strlen(a), m = (int)strlen(b), i, k;

	if (n >= WIDTH || m >= WIDTH || abs(n - m) > most)
		return most + 1;
	for (k = 0; k <= m; k++)
		row[0][k] = k;
	for (i = 1; i <= n; i++) {
		int *now = row[i % 3], *up = row[(i + 2) % 3];
		const int *two = row[(i + 1) % 3];
		int best = now[0] = i;

		for (k = 1; k <= m; k++) {
			now[k] = least(up[k] + 1, now[k - 1] + 1,
			    up[k - 1] + (a[i - 1] != b[k - 1]));
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
			    a[i - 2] == b[k - 1] && two[k - 2] + 1 < now[k])
				now[k] = two[k - 2] + 1;
			if (now[k] < best)
				best = now[k];
		}
		if (best > most)
			return most + 1;
	}
	return row[n % 3][m];
}
