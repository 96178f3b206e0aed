-- What is known of one address now, in place of what was.
INSERT OR REPLACE INTO addresses (
    address, role, issuer, report_year, found_on, outcome, reason, again, status,
    final_address, etag, last_modified, sha256, tried_at, fetched_at
) VALUES (
    :address, :role, :issuer, :report_year, :found_on, :outcome, :reason, :again, :status,
    :final_address, :etag, :last_modified, :sha256, :tried_at, :fetched_at
)
