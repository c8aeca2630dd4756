/* schema.c - the text of schema.sql within the program, so that an import
 * needs no further file. */
#include "lookup_db.h"

/* NOLINTNEXTLINE: only the assembler can take a file in as it is. */
__asm__(".section .rodata\n"
	".global lookup_schema\n"
	".type lookup_schema, @object\n"
	"lookup_schema:\n"
	".incbin \"lookup/schema.sql\"\n"
	".byte 0\n"
	".size lookup_schema, . - lookup_schema\n"
	".previous\n");
