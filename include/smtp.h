/* smtp.h - one mail to one recipient over one kept connection. Home, with
 * net.c, of libcurl. */
#ifndef SMTP_H
#define SMTP_H

#include "err.h"
#include "outbox.h"
#include <stdbool.h>
#include <stddef.h>

/* Where replies go. The strings must outlive the connection. */
struct smtp_server {
	const char *host;
	int port;
	bool starttls;    /* else TLS from the first byte */
	const char *user; /* "" for no login */
	const char *password;
	const char *ca_file; /* "" for the system's authorities */
	int connect_s, timeout_s;
};

/* One connection, used by one thread. smtp_new - not connected yet; it aborts
 * where memory ends. smtp_free - close it; NULL is allowed. */
struct smtp;
struct smtp *smtp_new(const struct smtp_server *server);
void smtp_free(struct smtp *c);

/* How one try ended. */
struct smtp_result {
	enum send_end end;
	int code;        /* the server's last reply code, 0 if none */
	char text[300];  /* its last line, cleaned; or what failed */
	bool server_bad; /* TLS, login or connection failed: not this mail's
			      * fault, try none until a pause has passed */
};

/* smtp_send - try once. Always gives a result. The connection is kept after
 * success and after a clean 4xx or 5xx, else dropped. bytes as in struct
 * reply. */
void smtp_send(struct smtp *c, const char *mail_from, const char *to,
    const char *bytes, size_t len, struct smtp_result *out);

#endif
