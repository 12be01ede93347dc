-- Keys with which a site's login signs proofs of control. With the first, proofs are required.
CREATE TABLE login_keys (
  site TEXT NOT NULL,
  key TEXT NOT NULL,
  -- Seconds since 1970; null: until it is registered again.
  not_after INTEGER,
  PRIMARY KEY (site, key)
) STRICT, WITHOUT ROWID;

-- Erasures that were asked for without a proof, one a token, until the site answers or they are due.
CREATE TABLE erasure_requests (
  site TEXT NOT NULL,
  token TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  -- Seconds since 1970.
  filed_at INTEGER NOT NULL,
  due INTEGER NOT NULL,
  PRIMARY KEY (site, token)
) STRICT, WITHOUT ROWID;

CREATE INDEX erasure_requests_due ON erasure_requests (due);
