import * as v from "valibot";

/** Hex SHA-256 of a file's exact bytes, or of a text's UTF-8 bytes. */
export const Sha256Hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
