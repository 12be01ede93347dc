/** Hex SHA-256 of `models/codebook-prior/codebook.json`, the only prior codebook that this build uses. */
export const PRIOR_CODEBOOK_SHA256 = "9ab10b9e5f2db3587b70005e382a3bacc20fbf052cf1befc3ccd335b3e13b67b";
