import { CommandError } from "@sedge/connector/command-line";
import { type Checkpoint, MAX_NOTE_CHARS, parseCheckpoint, parseNote, type SignedNote } from "@sedge/transparency/note";
import { bundlePath, readEntryBundle, type Tile, TILE_WIDTH, tilePath } from "@sedge/transparency/tiles";
import { HASH_BYTES } from "@sedge/transparency/tree";

/** How long one answer may take, in milliseconds. */
const TIMEOUT_MS = 30_000;
/** Largest bundle of entries that is read, in bytes: 256 entries of 8 KB. */
const MAX_BUNDLE_BYTES = 2_097_152;

/** A checkpoint with the note that proves it, once its signature is verified. */
export interface NotedCheckpoint extends Checkpoint {
  readonly note: string;
  readonly signed: SignedNote;
}

/** The checkpoint that a note spells. @throws CommandError `log-broken` */
export function notedCheckpoint(note: string, from: string): NotedCheckpoint {
  const signed = parseNote(note);
  const checkpoint = signed && parseCheckpoint(signed.text);
  if (!checkpoint) throw new CommandError("log-broken", `${from} is no checkpoint.`);
  return { ...checkpoint, note, signed };
}

/** One address at which a log is served as tiles (C2SP tlog-tiles). Nothing that it answers is believed without a proof. */
export class LogAddress {
  readonly url: string;
  readonly #fetch: typeof fetch;

  constructor(url: string, fetchFile: typeof fetch = fetch) {
    this.url = url.replace(/\/+$/, "");
    this.#fetch = fetchFile;
  }

  /** The checkpoint that it shows now; its signature is not verified yet. @throws CommandError */
  async checkpoint(): Promise<NotedCheckpoint> {
    const note = new TextDecoder().decode(await this.#read("checkpoint", MAX_NOTE_CHARS));
    return notedCheckpoint(note, `${this.url}/checkpoint`);
  }

  /** The entries from index `from` to the last of a log of `size`, in order. @throws CommandError */
  async *entries(from: number, size: number): AsyncGenerator<Uint8Array> {
    for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < size; index++) {
      const start = index * TILE_WIDTH;
      const width = Math.min(TILE_WIDTH, size - start);
      const bundle = await this.#tile(
        bundlePath({ index, width }),
        bundlePath({ index, width: TILE_WIDTH }),
        MAX_BUNDLE_BYTES,
      );
      yield* entriesOf(bundle, width, this.url).slice(Math.max(0, from - start));
    }
  }

  /** A tile's hashes. @throws CommandError */
  async tile(tile: Tile): Promise<Uint8Array> {
    return this.#tile(tilePath(tile), tilePath({ ...tile, width: TILE_WIDTH }), TILE_WIDTH * HASH_BYTES);
  }

  /** A log may delete a partial file once the full one is there. */
  async #tile(path: string, full: string, maxBytes: number): Promise<Uint8Array> {
    try {
      return await this.#read(path, maxBytes);
    } catch (error) {
      if (path === full) throw error;
      return this.#read(full, maxBytes);
    }
  }

  async #read(path: string, maxBytes: number): Promise<Uint8Array> {
    const url = `${this.url}/${path}`;
    const answer = await this.#fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
    if (!answer?.ok || !answer.body) {
      throw new CommandError("log-unreadable", `${url} ${answer ? `answered ${answer.status}` : "cannot be reached"}.`);
    }
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of answer.body) {
      bytes += part.length;
      if (bytes > maxBytes) throw new CommandError("log-broken", `${url} is larger than ${maxBytes} bytes.`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  }
}

function entriesOf(bundle: Uint8Array, width: number, url: string): Uint8Array[] {
  try {
    const entries = readEntryBundle(bundle).slice(0, width);
    if (entries.length === width) return entries;
  } catch {
    // Reported below, like a bundle with too few entries.
  }
  throw new CommandError("log-broken", `${url} serves a bundle that lacks entries of its checkpoint.`);
}
