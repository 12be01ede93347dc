-- What a person has once at most, where a site says so: {"oneRecord": [channels], "once": [kinds of identifier]}.
CREATE TABLE identity_rules (
  site TEXT PRIMARY KEY,
  rules TEXT NOT NULL CHECK (json_valid(rules))
) STRICT, WITHOUT ROWID;
