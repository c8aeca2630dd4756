/* notify.h - what systemd is told. Home of libsystemd. Without systemd each
 * call does nothing. */
#ifndef NOTIFY_H
#define NOTIFY_H

#include <stdint.h>

void notify_ready(void);
void notify_watchdog(void);
void notify_status(const char *text);
void notify_stopping(void);
void notify_reloading(void);
/* notify_interval_ms - how often systemd wants the watchdog fed; 0: never. */
int64_t notify_interval_ms(void);
/* notify_forget - in a new process: it is not the one that systemd knows. */
void notify_forget(void);

#endif
