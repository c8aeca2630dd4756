/* Bytes of an attached file (docx) → text. */
#define ATTACH_READ attach_docx
#include "fuzz_attach.h"
