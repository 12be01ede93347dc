-- How long a site's data is kept, in days, where it is not the default (JSON of Partial<Retention>).
CREATE TABLE retention_rules (
  site TEXT PRIMARY KEY,
  rules TEXT NOT NULL CHECK (json_valid(rules))
) STRICT, WITHOUT ROWID;

-- When each kind of a site's data is next looked through for what has passed its time, in seconds since 1970.
CREATE TABLE retention_runs (
  site TEXT NOT NULL,
  kind TEXT NOT NULL,
  due INTEGER NOT NULL,
  PRIMARY KEY (site, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX retention_runs_due ON retention_runs (due);

CREATE INDEX receipts_day ON receipts (site, day);
CREATE INDEX dead_webhooks_site_at ON dead_webhooks (site, at);
