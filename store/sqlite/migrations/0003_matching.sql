-- +goose Up

PRAGMA user_version = 3;

-- What is kept for making links when more pages come: blocks of bytes that
-- package reuse knows how to read, and "order", see linkOrder.
CREATE TABLE matching (
    seq  INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    n    INTEGER NOT NULL,
    size INTEGER NOT NULL,
    crc  INTEGER NOT NULL,
    data BLOB NOT NULL
);
CREATE UNIQUE INDEX matching_block ON matching (name, n);
