/* imap_name.h - names of mailboxes as IMAP4rev1 spells them. */
#ifndef IMAP_NAME_H
#define IMAP_NAME_H

#include "buf.h"

/* imap_name - append a UTF-8 name in modified UTF-7 (RFC 3501 5.1.3), so that
 * "Geprüft" becomes "Gepr&APw-ft". -1 where it is no UTF-8 or holds control
 * characters; out is then of no use. */
int imap_name(const char *name, struct buf *out);

#endif
