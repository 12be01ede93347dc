-- What the aggregator published, verified, so that the edge serves it while the aggregator is away.
CREATE TABLE codebooks (
  site TEXT NOT NULL,
  generation INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  -- UTF-8 text with exactly the bytes that sha256 names.
  body TEXT NOT NULL,
  -- Seconds since 1970.
  fetched_at INTEGER NOT NULL,
  PRIMARY KEY (site, generation)
) STRICT;
CREATE UNIQUE INDEX codebooks_sha256 ON codebooks (site, sha256);

CREATE TABLE aggregator_keys (
  site TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  public_key TEXT NOT NULL,
  PRIMARY KEY (site, epoch)
) STRICT;

-- When some isolate last asked the aggregator for a newer codebook, in seconds since 1970.
CREATE TABLE refreshes (
  site TEXT PRIMARY KEY,
  asked_at INTEGER NOT NULL
) STRICT;
