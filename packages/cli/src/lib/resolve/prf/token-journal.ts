import { createHmac } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import type { TermSource } from "./term-source.ts";
import { TermTable, TOKEN_BYTES } from "./term-table.ts";

/** Bytes of a term's keyed hash, and of the head that names the run. */
const [HASH_BYTES, HEAD_BYTES] = [16, 32];
const ENTRY_BYTES = HASH_BYTES + TOKEN_BYTES;

/** What a journal's tokens depend on. */
export interface JournalScope {
  readonly endpoint: string;
  readonly site: string;
  readonly epoch: number;
  /** Secret of the connector: without it, a term cannot be guessed from its hash in the file. */
  readonly secret: Uint8Array;
}

/**
 * A file with the tokens that operators gave, so that an interrupted run asks for each term once. It has a keyed hash of
 * each term, never the term. A file of another key, site or epoch is begun again; an entry that was cut off is dropped.
 */
export class TokenJournal {
  readonly #file: string;
  readonly #secret: Uint8Array;
  readonly #known = new TermTable();

  constructor(file: string, { secret, ...scope }: JournalScope) {
    this.#file = file;
    this.#secret = secret;
    const head = this.#mac(JSON.stringify(["head", scope.endpoint, scope.site, scope.epoch]));
    const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    if (!bytes.subarray(0, HEAD_BYTES).equals(head)) {
      writeFileSync(file, head, { mode: 0o600 });
      return;
    }
    const count = Math.floor((bytes.length - HEAD_BYTES) / ENTRY_BYTES);
    truncateSync(file, HEAD_BYTES + count * ENTRY_BYTES);
    for (let at = HEAD_BYTES; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
      const hash = bytes.toString("base64url", at, at + HASH_BYTES);
      this.#known.write(this.#known.add(hash).number, bytes.subarray(at + HASH_BYTES, at + ENTRY_BYTES));
    }
  }

  /** Number of terms with a token. */
  get size(): number {
    return this.#known.size;
  }

  /** A source that asks another one only for terms without a token, and stores what it gives. */
  over(source: TermSource): TermSource {
    return {
      ...source,
      tokensOf: async (terms) => {
        const hashes = terms.map((term) => this.#mac(JSON.stringify(["term", term])).subarray(0, HASH_BYTES));
        const missing = [...hashes.keys()].filter((at) => !this.#known.has(hashes[at]?.toString("base64url") ?? ""));
        if (missing.length > 0) {
          const tokens = await source.tokensOf(missing.map((at) => terms[at] ?? ""));
          this.#write(
            missing.map((at) => hashes[at] ?? Buffer.alloc(HASH_BYTES)),
            tokens,
          );
        }
        return Buffer.concat(
          hashes.map((hash) => Buffer.from(this.#known.tokenOf(hash.toString("base64url")), "base64url")),
        );
      },
    };
  }

  #write(hashes: readonly Buffer[], tokens: Uint8Array): void {
    const entries = hashes.map((hash, at) => {
      const token = tokens.subarray(at * TOKEN_BYTES, (at + 1) * TOKEN_BYTES);
      this.#known.write(this.#known.add(hash.toString("base64url")).number, token);
      return Buffer.concat([hash, token]);
    });
    appendFileSync(this.#file, Buffer.concat(entries));
  }

  #mac(text: string): Buffer {
    return createHmac("sha256", this.#secret).update(`sedge/v1/resolve-journal ${text}`).digest();
  }
}
