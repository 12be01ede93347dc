-- A site's last statement as the manifest carries it, and what the edge has cosigned of the log. `size` and `root` are written before the
-- cosignature is made: a checkpoint that does not continue them is never cosigned.
CREATE TABLE site_statements (
  site TEXT PRIMARY KEY,
  -- The log's verifier key, as it was first read.
  log_key TEXT NOT NULL,
  size INTEGER NOT NULL,
  root TEXT NOT NULL,
  -- JSON of the manifest's part, and of what a device that has accepted it stores; NULL until the first cosignature.
  part TEXT,
  state TEXT
) STRICT, WITHOUT ROWID;
