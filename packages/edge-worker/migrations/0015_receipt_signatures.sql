-- The token's signature of the receipt alone, by which it can be checked without the edge; empty where the device sent none, and for
-- receipts of a profile's other tokens.
ALTER TABLE receipts ADD COLUMN signature TEXT NOT NULL DEFAULT '';
