-- schema.sql: store.db, what has happened. Version 3.
--
-- Moments are Unix seconds. A list of states stands here as a CHECK and in
-- include/*.def as a table; a unit test compares the two. The numbers below
-- say what kind of file this is ("CONS") and of which version.
PRAGMA application_id = 1129270867;
PRAGMA user_version = 3;

-- When this installation was first started: older mail is not answered.
CREATE TABLE origin (
	id INTEGER PRIMARY KEY CHECK (id = 1), -- there is one row
	started_unix INTEGER NOT NULL          -- moment of the first start
) STRICT;

-- The key that proves a Message-ID or a token to be ours.
CREATE TABLE secret (
	id INTEGER PRIMARY KEY CHECK (id = 1),            -- there is one row
	key BLOB NOT NULL CHECK (length(key) = 32)        -- of HMAC-SHA-256
) STRICT;

-- A mailbox of an account at one UIDVALIDITY: the space in which UIDs count.
CREATE TABLE mailbox (
	id INTEGER PRIMARY KEY,
	account TEXT NOT NULL,         -- user@host of the login
	name TEXT NOT NULL,            -- as the server names it: INBOX
	uidvalidity INTEGER NOT NULL,  -- RFC 9051 2.3.1.1
	first INTEGER NOT NULL DEFAULT 1 CHECK (first IN (0, 1)),
	                               -- 1 until all its mails were listed once
	seen INTEGER NOT NULL DEFAULT 0, -- UIDs in the last full search
	missing INTEGER NOT NULL DEFAULT 0, -- of these, without a row: none
	UNIQUE (account, name, uidvalidity)
) STRICT;

-- One mail as fetched, in one state. Never deleted while its UID may be
-- listed again.
CREATE TABLE mail (
	id INTEGER PRIMARY KEY,
	mailbox_id INTEGER NOT NULL REFERENCES mailbox (id), -- where it lay
	uid INTEGER NOT NULL,          -- within that mailbox
	size_bytes INTEGER NOT NULL,   -- on the server
	partial INTEGER NOT NULL CHECK (partial IN (0, 1)),
	                               -- 1: only the first part was fetched
	state TEXT NOT NULL CHECK (state IN ('waiting', 'old', 'duplicate',
	    'command', 'coder', 'bounce', 'answered', 'asked_back', 'held',
	    'refused', 'ignored', 'failed')), -- include/mail.def
	tries INTEGER NOT NULL DEFAULT 0, -- claims that were not given back
	lease_unix INTEGER NOT NULL DEFAULT 0, -- until then a worker has it
	worker TEXT NOT NULL DEFAULT '', -- which worker that is or was
	fetched_unix INTEGER NOT NULL, -- when it was stored
	ended_unix INTEGER NOT NULL DEFAULT 0, -- when it left 'waiting'
	guard TEXT NOT NULL DEFAULT '', -- rule or reason that led to its state
	evidence TEXT NOT NULL DEFAULT '', -- what that rule saw, one line
	case_id INTEGER,               -- NULL: none. No reference, since intake,
	                               -- which adds rows, may not look at cases
	unmarked INTEGER NOT NULL DEFAULT 0 CHECK (unmarked IN (0, 1)),
	                               -- 1: ended, and the server shows it not yet
	UNIQUE (mailbox_id, uid)
) STRICT;
-- Due work: never claimed; claimed (and perhaps left by a worker that died);
-- to be marked on the server.
CREATE INDEX mail_fresh ON mail (state, id)
	WHERE state = 'waiting' AND tries = 0;
CREATE INDEX mail_claimed ON mail (state, id)
	WHERE state = 'waiting' AND tries > 0;
CREATE INDEX mail_unmarked ON mail (mailbox_id, id) WHERE unmarked = 1;

-- The raw bytes of a mail in pieces, since a server may lie about the size.
-- Removed after limits.keep_days where the mail was answered, done as a command
-- or ignored.
CREATE TABLE chunk (
	mail_id INTEGER NOT NULL REFERENCES mail (id), -- whose bytes
	seq INTEGER NOT NULL CHECK (seq >= 0), -- 0, 1, 2, ...
	bytes BLOB NOT NULL,           -- as fetched
	PRIMARY KEY (mail_id, seq)
) STRICT;
-- Whatever a role's rights say: bytes that may still be needed stay.
CREATE TRIGGER chunk_no_update BEFORE UPDATE ON chunk BEGIN
	SELECT RAISE (ABORT, 'bytes of mails are never changed');
END;
CREATE TRIGGER chunk_no_delete BEFORE DELETE ON chunk
WHEN (SELECT state FROM mail WHERE id = OLD.mail_id)
    NOT IN ('command', 'answered', 'ignored') BEGIN
	SELECT RAISE (ABORT, 'bytes of a mail in that state are kept');
END;

-- What was handled: the same mail in two folders is answered once.
CREATE TABLE remembered (
	message_id TEXT NOT NULL,      -- without <>, or sha256-... of the bytes
	sender TEXT NOT NULL,          -- address in lower case
	mail_id INTEGER NOT NULL REFERENCES mail (id), -- the first such mail
	at_unix INTEGER NOT NULL,      -- when it was handled
	PRIMARY KEY (message_id, sender)
) STRICT, WITHOUT ROWID;

-- A case: an asker, a thread, its questions and answers.
CREATE TABLE cases (
	id INTEGER PRIMARY KEY REFERENCES mail (id), -- the mail that opened it
	state TEXT NOT NULL CHECK (state IN ('new', 'answered', 'asked_back',
	    'held', 'claimed', 'closed')), -- include/case.def
	token TEXT NOT NULL UNIQUE,    -- finds the case, permits nothing
	asker TEXT NOT NULL,           -- the one address that gets what is in it
	asker_name TEXT NOT NULL,      -- display name, or ''
	subject TEXT NOT NULL,         -- of the first mail
	reason TEXT NOT NULL,          -- fixed word: why held or closed, or ''
	holder TEXT NOT NULL,          -- coder that claimed it, or ''
	linked_id INTEGER REFERENCES cases (id),
	                               -- case whose token a stranger used
	opened_unix INTEGER NOT NULL,
	changed_unix INTEGER NOT NULL, -- last step
	questions BLOB,                -- the questions so far, in record form
	last_id TEXT NOT NULL,         -- Message-ID of the asker's last mail, or ''
	thread TEXT NOT NULL           -- Message-IDs of the thread, by spaces
) STRICT;
-- What a coder must see.
CREATE INDEX cases_queue ON cases (id) WHERE state IN ('held', 'claimed');

-- One step of a conversation.
CREATE TABLE turn (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases (id), -- whose step
	kind TEXT NOT NULL CHECK (kind IN ('question', 'answer', 'coder',
	    'note')),                  -- enum turn_kind of include/case.h
	mail_id INTEGER REFERENCES mail (id), -- of a mail in it, else NULL
	author TEXT NOT NULL,          -- address, "consultd" or a coder
	text TEXT NOT NULL,            -- visible text, or text of the reply
	cut TEXT NOT NULL,             -- quotes and signature cut from it, or ''
	record TEXT NOT NULL,          -- decision as JSON, or ''
	at_unix INTEGER NOT NULL
) STRICT;
CREATE INDEX turn_case ON turn (case_id, id);

-- A reply on its way. due_unix is also the lease: a claim moves it on, so a
-- reply whose sender died falls due again.
CREATE TABLE outbox (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases (id), -- whose reply
	turn_id INTEGER NOT NULL REFERENCES turn (id), -- what it says
	message_id TEXT NOT NULL UNIQUE, -- ours, without <>
	given_id TEXT,                 -- what the provider made of it, or NULL
	recipient TEXT NOT NULL,       -- the one recipient
	mail_from TEXT NOT NULL,       -- envelope sender, '' for <>
	state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'refused',
	    'given_up')),              -- include/outbox.def
	tries INTEGER NOT NULL DEFAULT 0, -- claims so far
	due_unix INTEGER NOT NULL,     -- not to be tried before
	trying INTEGER NOT NULL DEFAULT 0 CHECK (trying IN (0, 1)),
	                               -- 1: claimed, and no end recorded
	maybe_sent INTEGER NOT NULL DEFAULT 0 CHECK (maybe_sent IN (0, 1)),
	                               -- 1: a try ended without the server's word
	queued_unix INTEGER NOT NULL,
	ended_unix INTEGER NOT NULL DEFAULT 0, -- when it left 'queued'
	smtp_code INTEGER NOT NULL DEFAULT 0,  -- of the last try
	smtp_text TEXT NOT NULL DEFAULT ''     -- server's last line, cleaned
) STRICT;
CREATE INDEX outbox_due ON outbox (state, due_unix, id)
	WHERE state = 'queued';
CREATE INDEX outbox_given ON outbox (given_id)
	WHERE given_id IS NOT NULL;

-- The bytes of a reply: apart, so that a step of its state rewrites no text.
CREATE TABLE outbox_bytes (
	outbox_id INTEGER PRIMARY KEY REFERENCES outbox (id), -- whose bytes
	bytes BLOB NOT NULL            -- RFC 5322 message
) STRICT;

-- Replies a minute to each address and domain, of each text, and in all, for
-- the limits an hour.
CREATE TABLE pace (
	who TEXT NOT NULL,             -- address or @domain, lower case; include/
	                               -- breaker.h names the others
	minute INTEGER NOT NULL,       -- Unix seconds / 60
	replies INTEGER NOT NULL,      -- queued in that minute
	PRIMARY KEY (who, minute)
) STRICT, WITHOUT ROWID;

-- Addresses that a reply came back from for good: not written to again until a
-- person says so.
CREATE TABLE bounced (
	address TEXT PRIMARY KEY,      -- in lower case
	case_id INTEGER NOT NULL REFERENCES cases (id), -- whose reply it was
	status TEXT NOT NULL,          -- RFC 3463, such as 5.1.1, or ''
	at_unix INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The circuit breaker: while it is open nothing is sent.
CREATE TABLE breaker (
	id INTEGER PRIMARY KEY CHECK (id = 1), -- there is one row
	open INTEGER NOT NULL CHECK (open IN (0, 1)), -- 1: nothing is sent
	reason TEXT NOT NULL,          -- fixed word: why it opened, or ''
	at_unix INTEGER NOT NULL       -- its last change; it counts from there
) STRICT;

-- The decision on each mail, whether it led to a case or not.
CREATE TABLE decision (
	mail_id INTEGER PRIMARY KEY REFERENCES mail (id), -- whose
	version TEXT NOT NULL,         -- of the program that decided
	class TEXT NOT NULL,           -- kind of sender: human, bounce, ...
	outcome TEXT NOT NULL,         -- answered, held, ...
	reason TEXT NOT NULL,          -- fixed word: why held or ignored, or ''
	message_id TEXT NOT NULL,      -- of the mail, or sha256-... of its bytes
	reply_id TEXT NOT NULL,        -- Message-ID of our reply, or ''
	record TEXT NOT NULL           -- JSON: what was understood, verdicts,
	                               -- sources, guard, evidence, sender
) STRICT;

-- What happened, row by row; never changed, never deleted.
CREATE TABLE audit (
	id INTEGER PRIMARY KEY,
	at_unix INTEGER NOT NULL,
	actor TEXT NOT NULL,           -- role, or name(uid) of a person
	event TEXT NOT NULL,           -- "mail.ignored", "case.claim", ...
	case_id INTEGER,               -- NULL: none. No reference: a row here
	mail_id INTEGER,               -- outlives what it speaks of
	detail TEXT NOT NULL           -- guard, reason; never text of a mail
) STRICT;
CREATE INDEX audit_case ON audit (case_id, id) WHERE case_id IS NOT NULL;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN
	SELECT RAISE (ABORT, 'audit rows are never changed');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN
	SELECT RAISE (ABORT, 'audit rows are never deleted');
END;

-- What each role says of itself.
CREATE TABLE role_state (
	role TEXT PRIMARY KEY,         -- "intake", "worker.1", "sender"
	state TEXT NOT NULL,           -- one word
	detail TEXT NOT NULL,          -- a sentence, or ''
	since_unix INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
