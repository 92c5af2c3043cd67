-- Schema 2: what lists, searches and counts show without the records. It is
-- run by migrateAnswers, which then fills the new columns.

PRAGMA user_version = 2;

INSERT INTO figure (name, value) VALUES
    ('indexed', 0),         -- how often the search index was brought up to date
    ('judged', 0),          -- how often links were set or decisions made
    ('keyed', 0),           -- the last statement in statement_key
    ('next date place', 1); -- the next free place in the index by date

-- Everyone who speaks or is spoken to, once for each way they are named.
CREATE TABLE voice (
    seq   INTEGER PRIMARY KEY,
    actor TEXT NOT NULL,
    name  TEXT NOT NULL,
    kind  TEXT NOT NULL,
    role  TEXT NOT NULL,
    UNIQUE (name, actor, role, kind)
);

ALTER TABLE document ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN url TEXT NOT NULL DEFAULT '';
-- Of each statement: its speaker and addressee as uvarints of voice.seq, 0 for
-- none, and two bytes of traits. See voices.go.
ALTER TABLE document ADD COLUMN voices BLOB NOT NULL DEFAULT x'';
-- In the index by date of publication; NULL while not in it.
ALTER TABLE document ADD COLUMN date_place INTEGER;
-- 1 once its words are counted in term.
ALTER TABLE document ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX document_url ON document (url, captured_at) WHERE url <> '';
CREATE UNIQUE INDEX document_date_place ON document (date_place) WHERE date_place IS NOT NULL;
CREATE INDEX document_to_date ON document (published, path DESC, offset_in_file DESC, captured_at DESC, id DESC)
    WHERE date_place IS NULL;

ALTER TABLE statement RENAME TO statement_1;
DROP INDEX statement_id;
CREATE TABLE statement (
    seq        INTEGER PRIMARY KEY,
    document   INTEGER NOT NULL REFERENCES document (seq),
    id         NOT NULL, -- the ten bytes of an id, or the text of one of another form
    confidence REAL NOT NULL,
    content    TEXT NOT NULL
);
-- Ids are random, so that each new one would touch a page of its own. They come
-- in here sorted, many at a time; those after the figure "keyed" are not in yet.
CREATE TABLE statement_key (
    id        NOT NULL,
    statement INTEGER NOT NULL,
    PRIMARY KEY (id, statement)
) WITHOUT ROWID;

ALTER TABLE link ADD COLUMN a_seq INTEGER NOT NULL DEFAULT 0; -- of the document or the statement
ALTER TABLE link ADD COLUMN b_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE link ADD COLUMN independent INTEGER NOT NULL DEFAULT 0;
DROP INDEX link_a;
DROP INDEX link_b;

CREATE TABLE decision (
    number  INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    by      TEXT NOT NULL,
    act     TEXT NOT NULL,
    actor   TEXT NOT NULL,
    into_id TEXT NOT NULL,
    name    TEXT NOT NULL,
    a       TEXT NOT NULL,
    b       TEXT NOT NULL,
    undone  INTEGER NOT NULL,
    note    TEXT NOT NULL
);

-- Words of pages, and in how many pages they are.
CREATE TABLE term (
    word  TEXT PRIMARY KEY,
    pages INTEGER NOT NULL
) WITHOUT ROWID;

-- The search index by place, and another by date. Runs are of one or the other.
DROP TABLE page_words;
DROP TABLE statement_words;
DROP TABLE run;
UPDATE document SET place = NULL;
UPDATE figure SET value = 1 WHERE name = 'next place';
CREATE TABLE run (
    sort      TEXT NOT NULL, -- "place" or "date"
    first     INTEGER NOT NULL,
    last      INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    PRIMARY KEY (sort, first)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE page_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE VIRTUAL TABLE page_dates USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE VIRTUAL TABLE statement_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE VIRTUAL TABLE statement_dates USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');
