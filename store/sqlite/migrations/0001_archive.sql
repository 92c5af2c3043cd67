-- +goose Up

-- "Says": an SQLite file without this number is no archive of ours.
PRAGMA application_id = 0x53617973;
-- The number of the last migration here. A program refuses what is above its own.
PRAGMA user_version = 1;

-- Small numbers about the whole, kept so that nobody has to count.
CREATE TABLE figure (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
);
INSERT INTO figure (name, value) VALUES
    ('documents', 0),
    ('statements', 0),
    ('links', 0),
    ('linked', 1),   -- 0 while documents wait for links
    ('links set', 0), -- how often links were put in place
    ('next place', 1), -- the next free place in the search index
    ('words', 0);      -- words.Version of the tokens in the search index

-- The bytes of pages, each once, compressed by zstd.
CREATE TABLE page (
    sha256 BLOB PRIMARY KEY,
    size   INTEGER NOT NULL, -- before compression
    crc    INTEGER NOT NULL, -- CRC-32C of data
    data   BLOB NOT NULL
);

-- What lists and searches show of a document. The order of documents is that
-- of (path, offset_in_file, captured_at, id).
CREATE TABLE document (
    seq             INTEGER PRIMARY KEY, -- in the order they came in; never shown
    id              TEXT NOT NULL UNIQUE,
    path            TEXT NOT NULL,
    offset_in_file  INTEGER NOT NULL,
    captured_at     TEXT NOT NULL,
    sha256          BLOB NOT NULL REFERENCES page (sha256),
    source          TEXT NOT NULL, -- sayso.Source as JSON
    title           TEXT NOT NULL,
    outlet          TEXT NOT NULL,
    published       TEXT NOT NULL,
    statements      INTEGER NOT NULL, -- how many
    first_statement INTEGER NOT NULL, -- the seq of the first; the others follow it
    place           INTEGER           -- in the search index, or NULL while not in it
);
CREATE UNIQUE INDEX document_order ON document (path, offset_in_file, captured_at, id);
CREATE UNIQUE INDEX document_place ON document (place) WHERE place IS NOT NULL;
CREATE INDEX document_to_index ON document (path, offset_in_file, captured_at, id) WHERE place IS NULL;

-- The whole document as its record, compressed by zstd.
CREATE TABLE record (
    document INTEGER PRIMARY KEY REFERENCES document (seq),
    size     INTEGER NOT NULL,
    crc      INTEGER NOT NULL,
    data     BLOB NOT NULL
);

CREATE TABLE statement (
    seq      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES document (seq),
    mode     TEXT NOT NULL,
    speaker  TEXT NOT NULL,
    content  TEXT NOT NULL
);
CREATE INDEX statement_id ON statement (id);

-- a_order and b_order number the documents of a and b in their order as it was
-- when the links were set. Documents never change places, so it still holds.
CREATE TABLE link (
    seq     INTEGER PRIMARY KEY,
    joins   TEXT NOT NULL, -- "documents" or "statements"
    a_order INTEGER NOT NULL,
    b_order INTEGER NOT NULL,
    a       TEXT NOT NULL,
    b       TEXT NOT NULL,
    kind    TEXT NOT NULL,
    size    INTEGER NOT NULL,
    crc     INTEGER NOT NULL,
    data    BLOB NOT NULL -- the link as its record, compressed by zstd
);
CREATE UNIQUE INDEX link_order ON link (joins, a_order, b_order, a, b, kind, seq);
CREATE INDEX link_a ON link (a);
CREATE INDEX link_b ON link (b);

CREATE TABLE problem (
    source TEXT NOT NULL, -- the path it was found under
    n      INTEGER NOT NULL,
    path   TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (source, n)
);

-- The search index. A document at place p has its page at p and its statements
-- at p+1, p+2, … A run is a stretch of places whose documents are in order.
CREATE TABLE run (
    first     INTEGER PRIMARY KEY,
    last      INTEGER NOT NULL,
    documents INTEGER NOT NULL
);
-- The text is cut into tokens by package words; the tokenizer here only splits
-- at blanks. filter holds the token "all", and one that stands for the outlet.
CREATE VIRTUAL TABLE page_words USING fts5 (
    words, filter, content = '', contentless_delete = 1, tokenize = 'ascii'
);
CREATE VIRTUAL TABLE statement_words USING fts5 (
    words, speaker, filter, content = '', contentless_delete = 1, tokenize = 'ascii'
);
