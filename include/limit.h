/* limit.h - every maximum, with its reason. Bytes unless the name says. */
#ifndef LIMIT_H
#define LIMIT_H

#define LIMIT_MAIL_BYTES   (50u << 20) /* servers seldom take more than 50 MB */
#define LIMIT_MAIL_PART    (1u << 20)  /* of a larger mail, this much is read */
#define LIMIT_CHUNK_BYTES  (64u << 10) /* a row of raw mail: one small read */
#define LIMIT_HEADER_BYTES (256u << 10) /* all headers; real ones < 40 KB */
#define LIMIT_MIME_DEPTH   32           /* real mails nest under 10 deep */
#define LIMIT_MIME_PARTS   200          /* a digest has some dozens */
#define LIMIT_HTML_BYTES   (4u << 20)   /* Word HTML of a long thread: 1 MB */
#define LIMIT_TEXT_ALL     (8u << 20)   /* all texts of a mail, decoded */
#define LIMIT_ATTRIBUTES   256          /* of an HTML tag; real ones under 60 */
#define LIMIT_HTML_DEPTH   256          /* libxml2's own limit without HUGE */
#define LIMIT_TEXT_BYTES   (512u << 10) /* visible text; a long op note 40 KB */
#define LIMIT_ATTACHMENTS  50           /* named to the coder */
#define LIMIT_ATTACH_BYTES (8u << 20)   /* of a file that is read: a scan */
#define LIMIT_ATTACH_ALL   (16u << 20)  /* of all such files of a mail */
#define LIMIT_PICTURE_BYTES \
	(32u << 10) /* a logo in the text; photos > 100 KB */
#define LIMIT_DOCX_BYTES    (16u << 20) /* the XML of a document: 500 pages */
#define LIMIT_PDF_PAGES     50          /* an op note has two */
#define LIMIT_ADDRESSES     100         /* To and Cc that are kept */
#define LIMIT_REFERENCES    50  /* ids kept of References, the last ones */
#define LIMIT_LINE_BYTES    998 /* RFC 5322 2.1.1 */
#define LIMIT_ID_BYTES      250 /* a Message-ID; longer ones are hashed */
#define LIMIT_ADDRESS_BYTES 254 /* RFC 5321 4.5.3.1.3, less the brackets */
#define LIMIT_SUBJECT_BYTES 400 /* decoded; real ones under 200 */
#define LIMIT_QUESTIONS     20  /* in one mail; people ask at most a handful */
#define LIMIT_CODES         60  /* in one mail; a claim has up to 50 lines */
#define LIMIT_FACTS         200 /* in one mail */
#define LIMIT_PARSE_ARENA   (96u << 20)  /* of one jail, under its RLIMIT_AS */
#define LIMIT_JAIL_AS       (256u << 20) /* address space of a jail */
#define LIMIT_JAIL_CPU_S    2            /* processor seconds of a jail */
#define LIMIT_JAIL_WALL_MS  4000 /* then it is killed; twice the CPU limit */
#define LIMIT_RECORD_BYTES  (4u << 20)  /* all that a jail may answer */
#define LIMIT_WORK_ARENA    (16u << 20) /* of one mail in the worker */
#define LIMIT_MATCH         200000 /* PCRE2 match limit: about a millisecond */
#define LIMIT_DEPTH_MATCH   2000   /* PCRE2 depth limit */
#define LIMIT_HEAP_MATCH    8192 /* KiB that PCRE2 may take where it has no JIT */
#define LIMIT_FACT_TEXT \
	(128u << 10) /* text searched for facts: three long notes */
#define LIMIT_TEMPLATE_BYTES (256u << 10)
#define LIMIT_TEMPLATE_DEPTH 20      /* partials in partials */
#define LIMIT_TEMPLATE_NEST  32      /* sections in sections of one text */
#define LIMIT_TEMPLATE_NODES 20000   /* tags and lines of one text */
#define LIMIT_TEMPLATE_STEPS 1000000 /* nodes rendered; a reply takes 2,000 */
#define LIMIT_TEMPLATE_FILES 200     /* in one folder; ours are two dozen */
#define LIMIT_REPLY_BYTES    (1u << 20) /* a rendered reply */
#define LIMIT_BATCH          64 /* mails a transaction: one fsync for all */
#define LIMIT_TRIES          2  /* of a mail that kills its jail */
#define LIMIT_CRASHES        8 /* of workers over one mail, whatever killed them */
#define LIMIT_FAMILY_COLUMNS 12
#define LIMIT_FAMILY_ROWS    400 /* the laboratory has one row a test */
#define LIMIT_FAMILY_RULES   16  /* settings of a table beside its columns */
#define LIMIT_ASKS           3 /* facts asked for at once: more tires people */
#define LIMIT_IMPORT_BYTES \
	(16u << 20)             /* a table of the pack; real ones < 1 MB */
#define LIMIT_IMPORT_FILES 4096 /* in one import; a pack has some hundred */
#define LIMIT_IMPORT_DEPTH 8    /* folders in folders */
#define LIMIT_UNPACK_BYTES \
	(1u << 30)              /* out of one file; eight PTP parts: 240 MB */
#define LIMIT_UNPACK_ITEMS 1000 /* entries of one archive; CMS: under 40 */
#define LIMIT_UNPACK_DEPTH 3    /* archives in archives; CMS: two */
#define LIMIT_SHEET_BYTES  (128u << 20) /* a sheet as text; real ones < 20 MB */
#define LIMIT_SHEET_ARENA  (256u << 20) /* shared strings of a workbook */
#define LIMIT_ROW_BYTES    (1u << 20)   /* a row; the AMA's notice has 2 KB */

#define LIMIT_NET_RATE    1024 /* bytes a second; slower is a stuck server */
#define LIMIT_IMAP_LINE   (16u << 20) /* UIDs of a million mails in one line */
#define LIMIT_IMAP_DEPTH  32         /* brackets in a line; real ones under 8 */
#define LIMIT_STAGE_BYTES (1u << 20) /* of fetched mails in memory, else disk */
#define LIMIT_FETCH_BYTES (8u << 20) /* sizes of a batch together */

#endif
