/* schema.c - the text of schema.sql within the program, so that a store is
 * made without any further file. */
#include "store_db.h"

/* NOLINTNEXTLINE: only the assembler can take a file in as it is. */
__asm__(".section .rodata\n"
	".global store_schema\n"
	".type store_schema, @object\n"
	"store_schema:\n"
	".incbin \"store/schema.sql\"\n"
	".byte 0\n"
	".size store_schema, . - store_schema\n"
	".previous\n");
