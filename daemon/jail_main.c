/*
 * jail_main.c - main of consultd-jail, the program that jails are forked
 * from. Two sockets and the path of the lookup database come in.
 */
#include "jail_clean.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

int
main(int argc, char **argv)
{
	struct stat st;

	if (argc == 2 && strcmp(argv[1], "-V") == 0) {
		puts(JAIL_PROGRAM " " VERSION);
		return 0;
	}
	if (argc != 2 || fstat(JAIL_FD_SOCKET, &st) < 0 ||
	    !S_ISSOCK(st.st_mode)) {
		fputs(JAIL_PROGRAM
		    ": consultd(8) and consultctl(1) start this program\n",
		    stderr);
		return 64;
	}
	jail_clean_run(argv[1]);
}
