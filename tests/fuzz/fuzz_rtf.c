/* Bytes of an attached file (rtf) → text. */
#define ATTACH_READ attach_rtf
#include "fuzz_attach.h"
