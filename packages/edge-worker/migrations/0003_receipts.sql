-- Audit: which consent was shown with which token. A day, never a time; kept after an erasure as its proof.
CREATE TABLE receipts (
  site TEXT NOT NULL,
  token TEXT NOT NULL,
  -- Sorted, joined by commas; empty for a withdrawal.
  purposes TEXT NOT NULL,
  policy_version TEXT NOT NULL,
  day TEXT NOT NULL,
  PRIMARY KEY (site, token, purposes, policy_version, day)
) STRICT, WITHOUT ROWID;
