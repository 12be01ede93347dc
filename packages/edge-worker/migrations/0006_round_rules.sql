-- What a site says of its rounds (JSON of RoundRules, rounds/round-rules.ts). A site without a row has rounds by order alone.
CREATE TABLE round_rules (
  site TEXT PRIMARY KEY,
  rules TEXT NOT NULL CHECK (json_valid(rules))
) STRICT, WITHOUT ROWID;
