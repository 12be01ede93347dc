import * as v from "valibot";

/** A BLOB of a Durable Object's SQLite, as bytes. */
export const StoredBytes = v.pipe(
  v.instance(ArrayBuffer),
  v.transform((buffer) => new Uint8Array(buffer)),
);
