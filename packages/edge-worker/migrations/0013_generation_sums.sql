-- The noisy sums that each codebook was made of, verified, so that anybody can repeat it. Public, and about nobody.
CREATE TABLE generation_sums (
  site TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  -- UTF-8 text with exactly the bytes that sha256 names.
  body TEXT NOT NULL,
  PRIMARY KEY (site, sha256)
) STRICT, WITHOUT ROWID;
