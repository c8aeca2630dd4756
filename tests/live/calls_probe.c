/* calls_probe - the system calls that the profiles of sandbox.h allow, one a
 * line: what the systemd unit must allow too. */
#include "sandbox.h"

#include <stdio.h>

int
main(void)
{
	for (int p = 0; p < SANDBOX_PROFILE_COUNT; p++) {
		const char *const *name =
		    sandbox_calls((enum sandbox_profile)p);

		while (*name != NULL)
			puts(*name++);
	}
	return 0;
}
