-- A site and its rules. allowed_origins: JSON array; a port may be * for loopback hosts only.
CREATE TABLE sites (
  id TEXT PRIMARY KEY,
  allowed_origins TEXT NOT NULL CHECK (json_valid(allowed_origins)),
  -- k: the fewest people that must share a cell before a device may name it.
  min_people INTEGER NOT NULL CHECK (min_people >= 2),
  policy_version TEXT NOT NULL,
  -- Both operators change PRF keys together, by raising this number.
  key_epoch INTEGER NOT NULL CHECK (key_epoch >= 1)
) STRICT;

INSERT INTO sites (id, allowed_origins, min_people, policy_version, key_epoch)
VALUES ('demo', '["http://localhost:*","http://127.0.0.1:*"]', 50, '2026-11', 1);
