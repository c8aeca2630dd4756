/* Bytes of an attached file (tnef) → text, and the files packed in it. */
#define ATTACH_READ attach_tnef
#include "fuzz_attach.h"

/* libytnef forgets what a later part of the stream replaces: a jail ends with
 * its mail, so that nothing of it stays. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libytnef";
}
