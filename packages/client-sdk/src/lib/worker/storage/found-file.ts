import type { Table } from "./store.ts";
import type { StoredFile } from "./stored-file.ts";
import type { Send } from "../wire/wire.ts";

/** A file that must have a certain hash. */
export interface WantedFile {
  /** Its name in storage. */
  readonly name: string;
  readonly sha256: string;
  readonly description: string;
  readonly fetch: () => ReturnType<Send>;
  /** Why its bytes can't be used although they have the hash. Default: they always can. */
  readonly faultOf?: (bytes: Uint8Array<ArrayBuffer>) => string | undefined;
}

/** A file with a verified hash, and what was wrong with the wanted one if this is an older one. */
export interface FoundFile {
  readonly file: StoredFile | undefined;
  /** `hash-mismatch`: its bytes are not the wanted ones. `unavailable`: there was no answer. */
  readonly failure: "hash-mismatch" | "unavailable" | undefined;
  /** Why the wanted file can't be used, where it was had. */
  readonly fault?: string;
}

/**
 * The wanted file from storage or the network, verified; it is then the last good one. Where it can't be had, the last
 * good one of its name, with the reason. Nothing is ever used that does not have the hash it should have.
 */
export async function findFile(files: Table<StoredFile>, wanted: WantedFile): Promise<FoundFile> {
  const stored = await storedAndIntact(files, wanted.name);
  if (stored?.sha256 === wanted.sha256) return { file: stored, failure: undefined };
  const { status, bytes } = await wanted.fetch();
  if (status !== 200) return { file: stored, failure: "unavailable" };
  if ((await sha256Hex(bytes)) !== wanted.sha256) return { file: stored, failure: "hash-mismatch" };
  const fault = wanted.faultOf?.(bytes);
  if (fault !== undefined) return { file: stored, failure: undefined, fault };
  const { name, sha256, description } = wanted;
  const file = { name, sha256, bytes, description };
  await files.put(file);
  return { file, failure: undefined };
}

/** The stored file, unless its bytes have changed since. */
export async function storedAndIntact(files: Table<StoredFile>, name: string): Promise<StoredFile | undefined> {
  const stored = await files.get(name);
  if (!stored || (await sha256Hex(stored.bytes)) === stored.sha256) return stored;
  await files.delete(name);
  return undefined;
}

/** Hex SHA-256 of `bytes`. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
