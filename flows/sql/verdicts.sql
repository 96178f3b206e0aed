-- What people have said of findings. Kept apart from the ledger, which can be rebuilt: this cannot.
CREATE TABLE IF NOT EXISTS verdicts (
    operands   TEXT PRIMARY KEY, -- issuer, year, rule and the operands with their values, hashed
    verdict    TEXT NOT NULL CHECK (verdict IN ('accepted', 'dismissed')),
    reason     TEXT NOT NULL,
    who        TEXT NOT NULL,
    said_at    TEXT NOT NULL,    -- UTC, ISO 8601
    finding_id TEXT NOT NULL,    -- as it was then: for people, not for joining
    message    TEXT NOT NULL     -- what the finding said
);
