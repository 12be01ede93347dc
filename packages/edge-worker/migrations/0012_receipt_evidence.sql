-- What a receipt proves beside purposes, policy and day: JSON of the hash of the text, how the decision was made, and the hash of a TCF string;
-- empty for receipts without any. It is part of the key: another text of the same name and day is another receipt.
CREATE TABLE receipts_with_evidence (
  site TEXT NOT NULL,
  subject TEXT NOT NULL,
  purposes TEXT NOT NULL,
  -- Empty for a withdrawal from a page that names no text.
  policy_version TEXT NOT NULL,
  day TEXT NOT NULL,
  evidence TEXT NOT NULL,
  PRIMARY KEY (site, subject, purposes, policy_version, day, evidence)
) STRICT, WITHOUT ROWID;
INSERT INTO receipts_with_evidence SELECT site, subject, purposes, policy_version, day, '' FROM receipts;
DROP TABLE receipts;
ALTER TABLE receipts_with_evidence RENAME TO receipts;
CREATE INDEX receipts_day ON receipts (site, day);
