-- What the home has taken in and read. Small, transactional, and rebuilt from the snapshots and the staging folders
-- should it be lost; the figures themselves are in the staging Parquet and the warehouse.
CREATE TABLE IF NOT EXISTS snapshots (
    sha256    TEXT PRIMARY KEY,
    file      TEXT NOT NULL,    -- name under which it first came
    bytes     INTEGER NOT NULL,
    taken_at  TEXT NOT NULL     -- UTC, ISO 8601
);
CREATE TABLE IF NOT EXISTS staged (
    sha256    TEXT NOT NULL,
    extractor TEXT NOT NULL,
    batch     TEXT NOT NULL,    -- name of the staging folder
    PRIMARY KEY (sha256, extractor)
);
CREATE TABLE IF NOT EXISTS publications (
    run_id       TEXT PRIMARY KEY,
    published_at TEXT NOT NULL,
    fingerprint  TEXT NOT NULL, -- of everything that went into the warehouse; empty while it is being put in place
    sha256       TEXT           -- of the file
);
-- Files that were taken in, so that one which has not changed is not read again; see flows/unchanged.py.
CREATE TABLE IF NOT EXISTS taken_files (
    path     BLOB PRIMARY KEY,  -- whole, as the system has it
    state    TEXT NOT NULL,     -- what read it, and what the file system said of it
    contents TEXT NOT NULL      -- JSON: of each content its hash, name, bytes, and what was said of it in the store
);
-- What the published file was made from, so that it can be carried on; empty while it is being put in place.
CREATE TABLE IF NOT EXISTS published_batches (
    batch TEXT PRIMARY KEY,     -- name of the staging folder
    seal  TEXT NOT NULL,        -- hash of its seal
    code  TEXT NOT NULL         -- what made the file: see flows/publication.py
);
