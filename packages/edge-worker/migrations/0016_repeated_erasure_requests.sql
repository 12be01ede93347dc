-- 1: more than one operation asked for it, so that none of them takes it back alone.
ALTER TABLE erasure_requests ADD COLUMN repeated INTEGER NOT NULL DEFAULT 0;
