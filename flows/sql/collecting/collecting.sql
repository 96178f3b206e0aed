-- What collecting knows, in the home's ledger. Lost, it costs one full fetch: the originals and their sidecars stay.
CREATE TABLE IF NOT EXISTS addresses (
    address        TEXT PRIMARY KEY,
    role           TEXT NOT NULL,     -- report, attachment, cover (a page whose report is its attachment), list, sitemap, robots
    issuer         TEXT NOT NULL,     -- as in the source list, or as named beside the link; empty where nobody says
    report_year    INTEGER,           -- likewise
    found_on       TEXT,              -- page that leads here
    outcome        TEXT NOT NULL,     -- new, changed, unchanged, missing, refused, failed
    reason         TEXT NOT NULL,     -- in words, where there is something to say
    again          INTEGER NOT NULL,  -- 1: it may go better another time
    status         INTEGER,           -- of HTTP
    final_address  TEXT,              -- after redirects
    etag           TEXT,
    last_modified  TEXT,
    sha256         TEXT,              -- of the last version that was kept
    tried_at       TEXT NOT NULL,     -- UTC, ISO 8601
    fetched_at     TEXT               -- when that version came
);
CREATE TABLE IF NOT EXISTS versions (
    address    TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    fetched_at TEXT NOT NULL,
    PRIMARY KEY (address, sha256)
);
CREATE TABLE IF NOT EXISTS collections (
    list      TEXT NOT NULL,     -- hash of the sources
    begun_at  TEXT NOT NULL,
    ended_at  TEXT,              -- NULL: under way, or killed and to be resumed
    PRIMARY KEY (list, begun_at)
);
