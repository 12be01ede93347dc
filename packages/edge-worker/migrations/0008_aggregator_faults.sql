-- Key epochs of which the aggregator has no key, or another than aggregator_keys: restored from an old backup, for example.
CREATE TABLE aggregator_faults (
  site TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  fault TEXT NOT NULL CHECK (fault IN ('missing', 'differs')),
  -- Seconds since 1970.
  since INTEGER NOT NULL,
  PRIMARY KEY (site, epoch)
) STRICT, WITHOUT ROWID;

-- Migration 0001 added a site for local tests. Where it is as it was added, nobody serves it.
DELETE FROM sites WHERE id = 'demo' AND allowed_origins = '["http://localhost:*","http://127.0.0.1:*"]';
