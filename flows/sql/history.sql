-- What was done in a home and how it ended, in its ledger. `no` gives the order: clocks may be set back.
CREATE TABLE IF NOT EXISTS runs (
    no         INTEGER PRIMARY KEY,
    run_id     TEXT NOT NULL UNIQUE,
    flow       TEXT NOT NULL,
    parameters TEXT NOT NULL,    -- JSON; what was left at its default is not in it
    began_at   TEXT NOT NULL,    -- UTC, ISO 8601
    ended_at   TEXT,             -- NULL: under way, or killed
    state      TEXT,             -- as flows.history.State
    message    TEXT,
    counts     TEXT              -- JSON
);
CREATE TABLE IF NOT EXISTS failures (
    sha256     TEXT PRIMARY KEY,
    file       TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    taken_at   TEXT NOT NULL,
    run_id     TEXT NOT NULL,    -- the last that failed on it
    reason     TEXT NOT NULL
);
