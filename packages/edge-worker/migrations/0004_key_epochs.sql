-- Key epochs are kept with their secrets by each operator's PrfKeeper, which alone says which is current.
ALTER TABLE sites DROP COLUMN key_epoch;

-- Retired epochs whose tokens are still being dropped.
CREATE TABLE retirements (
  site TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  PRIMARY KEY (site, epoch)
) STRICT, WITHOUT ROWID;
