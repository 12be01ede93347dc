-- Trigger rules of a site and where their webhooks go (JSON of TriggerOrder). `version` rises with every order.
CREATE TABLE trigger_settings (
  site TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  settings TEXT NOT NULL CHECK (json_valid(settings))
) STRICT, WITHOUT ROWID;

-- Webhooks that were given up, without the token that they were about. `at`: the full hour, in seconds since 1970.
CREATE TABLE dead_webhooks (
  site TEXT NOT NULL,
  id TEXT NOT NULL,
  channel TEXT NOT NULL,
  rule TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dead_webhooks_at ON dead_webhooks (at);
