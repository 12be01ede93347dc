-- Metric plans of a site: `text` is the exact JSON that `sha256` (base64url) and the site statement name; the one with the highest number is asked. Earlier
-- ones stay as long as results of theirs do.
CREATE TABLE metric_plans (
  site TEXT NOT NULL,
  number INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  text TEXT NOT NULL CHECK (json_valid(text)),
  PRIMARY KEY (site, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX metric_plans_sha256 ON metric_plans (site, sha256);
