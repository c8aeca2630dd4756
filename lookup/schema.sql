-- lookup.db: what is known of codes. Built as a whole by `consultctl import`,
-- opened read-only, replaced by rename. Dates are integers yyyymmdd; 0 as a
-- first day means "earlier than we know", 99991231 as a last day "open".
-- application_id and user_version stand in lookup/lookup_db.h.

-- Authorities: every row of data names the one that it rests on.
CREATE TABLE source (
	id TEXT NOT NULL PRIMARY KEY,  -- short name used in the files: "cpt2015"
	kind TEXT NOT NULL,            -- "pack", "codeset", "rule", "publicset";
	                               -- "official": one file of an edition
	name TEXT NOT NULL,            -- for people: "CPT 2015 code set"
	publisher TEXT NOT NULL,       -- "AMA", "CMS", "CDC/NCHS", "consultd"
	edition TEXT NOT NULL,         -- "2015", "2026Q4", "2026.11"
	valid_from INTEGER NOT NULL,   -- first day for which it speaks
	valid_to INTEGER NOT NULL,     -- last day for which it speaks
	notice TEXT NOT NULL,          -- line that must stand beside its text, or ""
	licence TEXT NOT NULL,         -- terms in a few words
	series TEXT NOT NULL DEFAULT '', -- official: "icd10cm", "ptp.hospital"
	part TEXT NOT NULL DEFAULT '', -- official: "f1"; "" for a whole edition
	file TEXT NOT NULL DEFAULT '', -- official: name of the file
	sha256 TEXT NOT NULL DEFAULT '', -- official: of its bytes, hex
	taken INTEGER NOT NULL DEFAULT 0, -- official: rows taken
	bad INTEGER NOT NULL DEFAULT 0, -- official: rows left out
	loaded INTEGER NOT NULL DEFAULT 0 -- official: number of its row in file
) STRICT, WITHOUT ROWID;
CREATE INDEX source_by_series ON source (series, valid_from);

-- Rows of the official series that come as whole editions. A row is kept once
-- for all editions in a run that agree: it holds in every loaded edition from
-- first to last. What it holds is in cells, split by tabs, as the file
-- lookup/format_X.c of its series says.
CREATE TABLE entry (
	series TEXT NOT NULL,         -- "icd10cm", "mue.practitioner"
	key TEXT NOT NULL,            -- "E1165", "45378-53", "10112-00"
	first INTEGER NOT NULL,       -- effective day of its first edition
	last INTEGER NOT NULL CHECK (last >= first), -- and of its last one
	cells TEXT NOT NULL,          -- what the row says
	PRIMARY KEY (series, key, first)
) STRICT, WITHOUT ROWID;

-- NCCI procedure-to-procedure edits: each file holds all times, so only the
-- newest edition of a setting is kept.
CREATE TABLE ptp (
	setting INTEGER NOT NULL,     -- enum ncci_setting
	column1 TEXT NOT NULL,        -- the code that is paid
	column2 TEXT NOT NULL,        -- the code that is denied beside it
	first INTEGER NOT NULL,       -- first day in force
	last INTEGER NOT NULL,        -- last day in force, or 99991231
	indicator INTEGER NOT NULL    -- of modifiers; IN would cost a third more
		CHECK (indicator = 0 OR indicator = 1 OR indicator = 9),
	rationale INTEGER NOT NULL,   -- rationale.id; millions of rows: no key
	PRIMARY KEY (setting, column1, column2, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE rationale (
	id INTEGER NOT NULL PRIMARY KEY, -- made by the import
	text TEXT NOT NULL UNIQUE        -- as CMS words it
) STRICT;

-- The operator's licence for the AMA's text: one row at most. Entries of the
-- series "cpt.*" are stored under it alone, and go with it.
CREATE TABLE licence (
	id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), -- there is but one
	holder TEXT NOT NULL,         -- as it is named in replies
	year INTEGER NOT NULL,        -- of the last CPT edition that it covers
	users INTEGER NOT NULL        -- 0: not told
) STRICT;

-- Files that this database was built from.
CREATE TABLE file (
	id INTEGER NOT NULL PRIMARY KEY, -- order of loading
	name TEXT NOT NULL,              -- path as given to the import
	kind TEXT NOT NULL,              -- format that recognised it
	sha256 TEXT NOT NULL,            -- of its bytes, lower-case hex
	taken INTEGER NOT NULL,          -- rows taken
	bad INTEGER NOT NULL             -- rows left out
) STRICT;

-- Decision tables.
CREATE TABLE family (
	id TEXT NOT NULL PRIMARY KEY, -- "ecmo_cannula_in"
	title TEXT NOT NULL,          -- for people
	note TEXT NOT NULL,           -- holds for all rows, or ""
	file INTEGER NOT NULL REFERENCES file (id) -- where it was read
) STRICT, WITHOUT ROWID;

-- Columns of a decision table: one fact each.
CREATE TABLE family_column (
	family TEXT NOT NULL REFERENCES family (id), -- its table
	position INTEGER NOT NULL,    -- from 0, order in the file
	fact TEXT NOT NULL,           -- name of the fact: "age"
	ask TEXT NOT NULL,            -- the question that asks for it
	label TEXT NOT NULL,          -- heading for people
	assume TEXT,                  -- word taken where a mail is silent, or NULL
	PRIMARY KEY (family, position)
) STRICT, WITHOUT ROWID;

-- What else a decision table says of its cases: family_rule.h.
CREATE TABLE family_rule (
	family TEXT NOT NULL REFERENCES family (id), -- its table
	position INTEGER NOT NULL,    -- from 0, order in the file
	kind TEXT NOT NULL CHECK (kind IN ('repeat', 'several', 'base', 'claims', 'last', 'derive', 'inside', 'instead', 'modifier')), -- what it says
	name TEXT NOT NULL,           -- the fact that it derives, the modifier, or ""
	value TEXT NOT NULL,          -- as in the file
	PRIMARY KEY (family, position)
) STRICT, WITHOUT ROWID;

-- Rows of a decision table: one code each.
CREATE TABLE family_row (
	id INTEGER NOT NULL PRIMARY KEY, -- made by the import
	family TEXT NOT NULL REFERENCES family (id), -- its table
	position INTEGER NOT NULL,    -- from 1, order in the file
	code TEXT NOT NULL,           -- "33954"
	valid_from INTEGER NOT NULL,  -- first day on which the row holds
	valid_to INTEGER NOT NULL,    -- last day on which the row holds
	addon INTEGER NOT NULL CHECK (addon IN (0, 1)), -- 1: beside a primary only
	units TEXT NOT NULL,          -- to report: family_units.h
	plain TEXT NOT NULL,          -- sentence composed from the row's facts
	note TEXT NOT NULL,           -- what else matters, or ""
	source TEXT NOT NULL REFERENCES source (id) -- what it rests on
) STRICT;
CREATE INDEX family_row_by_family ON family_row (family, position);

-- Cells of a row: what its fact must be.
CREATE TABLE cell (
	family_row INTEGER NOT NULL REFERENCES family_row (id), -- its row
	position INTEGER NOT NULL,    -- of its column, from 0
	text TEXT NOT NULL,           -- as in the file: "open|percutaneous", "<6y"
	phrase TEXT NOT NULL,         -- for people: "birth through 5 years"
	low INTEGER,                  -- range: thousandths, included; else NULL
	high INTEGER,                 -- range: thousandths, excluded; else NULL
	PRIMARY KEY (family_row, position)
) STRICT, WITHOUT ROWID;

-- Codes, each with the days on which the row holds.
CREATE TABLE code (
	system TEXT NOT NULL CHECK (system IN ('CPT', 'HCPCS', 'ICD10CM')), -- set
	code TEXT NOT NULL,           -- without dot, upper case
	valid_from INTEGER NOT NULL,  -- first day
	valid_to INTEGER NOT NULL CHECK (valid_to >= valid_from), -- last day
	plain TEXT NOT NULL,          -- one sentence in our words
	detail TEXT NOT NULL,         -- further sentences, or ""
	family TEXT REFERENCES family (id), -- its decision table, or NULL
	replaced_by TEXT NOT NULL,    -- codes split by spaces, or ""
	source TEXT NOT NULL REFERENCES source (id), -- what it rests on
	place TEXT NOT NULL,          -- row there: "ecmo_cannula_in:4", "codes:12"
	PRIMARY KEY (system, code, valid_from)
) STRICT, WITHOUT ROWID;

-- People's words for a code, of the starter pack.
CREATE TABLE lay (
	id INTEGER NOT NULL PRIMARY KEY, -- made by the import
	system TEXT NOT NULL,         -- set, as in table code
	code TEXT NOT NULL,           -- without dot
	words TEXT NOT NULL,          -- "heart attack"
	valid_from INTEGER NOT NULL,  -- first day of the row of the code; -1: a
	                              -- name, which search alone reads
	valid_to INTEGER NOT NULL     -- last day of it
) STRICT;

-- Phrases that mean others, of the starter pack.
CREATE TABLE lexicon (
	pcs INTEGER NOT NULL CHECK (pcs IN (0, 1)), -- 1: where ICD-10-PCS is
	                              -- searched alone
	words TEXT NOT NULL,          -- "dm2"
	means TEXT NOT NULL,          -- "type 2 diabetes"
	source TEXT NOT NULL REFERENCES source (id), -- what it rests on
	PRIMARY KEY (pcs, words)
) STRICT, WITHOUT ROWID;

-- What search looks through, made anew by each import that changes it: the
-- fewer words a term has, the lower its id. lookup/terms.h knows the kinds.
CREATE TABLE term (
	id INTEGER NOT NULL PRIMARY KEY, -- by number of words
	kind INTEGER NOT NULL,        -- enum term_kind
	code TEXT NOT NULL,           -- without dot; id of a family
	first INTEGER NOT NULL,       -- first edition or day in which it holds
	last INTEGER NOT NULL,        -- last one
	bag INTEGER NOT NULL,         -- words_bag() of its words
	text TEXT NOT NULL            -- as the source has it
) STRICT;
CREATE INDEX term_by_bag ON term (bag);
-- The words of each term in the form of lookup/words.c; rowid is term.id.
CREATE VIRTUAL TABLE term_words USING fts5 (
	body, content = '', detail = none, columnsize = 0, tokenize = 'ascii'
);
-- The words of each title of ICD-10-PCS; rowid is pcs_term_id().
CREATE VIRTUAL TABLE pcs_words USING fts5 (
	body, content = '', detail = none, columnsize = 0, tokenize = 'ascii'
);
CREATE VIRTUAL TABLE pcs_vocabulary USING fts5vocab (pcs_words, row);
CREATE TABLE vocabulary (
	word TEXT NOT NULL PRIMARY KEY, -- as in term_words
	terms INTEGER NOT NULL        -- how many have it
) STRICT, WITHOUT ROWID;

-- Modifiers.
CREATE TABLE modifier (
	code TEXT NOT NULL,           -- "25", "LT"
	valid_from INTEGER NOT NULL,  -- first day
	valid_to INTEGER NOT NULL CHECK (valid_to >= valid_from), -- last day
	plain TEXT NOT NULL,          -- what it says, in our words
	detail TEXT NOT NULL,         -- when it is right, what it needs
	source TEXT NOT NULL REFERENCES source (id), -- what it rests on
	PRIMARY KEY (code, valid_from)
) STRICT, WITHOUT ROWID;

-- Norms: what an authority says in numbers and words, for the kinds of answer
-- that calculate: minutes of a level, units of a time, members of a list.
CREATE TABLE norm (
	id INTEGER NOT NULL PRIMARY KEY, -- order in the files
	norm TEXT NOT NULL,           -- what it is about: "therapy_units"
	key TEXT NOT NULL,            -- within it: "99291", "medicare"; or ""
	low INTEGER NOT NULL,         -- thousandths, included; or the least
	high INTEGER NOT NULL,        -- thousandths, included; or the greatest
	value TEXT NOT NULL,          -- what holds there: a number, a code; or ""
	text TEXT NOT NULL,           -- sentence for people, or ""
	valid_from INTEGER NOT NULL,  -- first day on which the row holds
	valid_to INTEGER NOT NULL CHECK (valid_to >= valid_from), -- last day
	source TEXT NOT NULL REFERENCES source (id), -- what it rests on
	place TEXT NOT NULL           -- where it stands there: "ch. 12, 30.6.12"
) STRICT;
CREATE INDEX norm_by_name ON norm (norm, key, low);

-- Patterns by which facts, topics and kinds of questions are found in mails.
CREATE TABLE rule (
	id INTEGER NOT NULL PRIMARY KEY, -- order in which they are tried
	name TEXT NOT NULL,           -- the fact; for cues the kind of question
	value TEXT NOT NULL,          -- the word; "" for a number; "cue" for cues
	unit TEXT NOT NULL,           -- of the number, or ""
	factor INTEGER NOT NULL,      -- thousandths of the canonical unit in one
	weight INTEGER NOT NULL,      -- cues: how strongly it speaks; facts: 0
	pattern TEXT NOT NULL,        -- regular expression
	line INTEGER NOT NULL         -- in its file, for errors
) STRICT;
