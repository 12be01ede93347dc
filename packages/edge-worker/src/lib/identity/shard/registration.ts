import type { KeyEpoch, LinkToken } from "@sedge/protocol";
import { type ShortMemory, tokenDigest } from "../operations/short-memory.ts";
import type { Pointers } from "./pointers.ts";
import type { ShardNumber } from "./shard-number.ts";
import type { TokenEpochs } from "./token-epochs.ts";

/** Registers a shard's own tokens, unless they were erased or their key epoch is retired. What is refused leaves nothing. */
export class Registration {
  readonly #pointers: Pointers;
  readonly #epochs: TokenEpochs;
  readonly #memory: ShortMemory;

  constructor(pointers: Pointers, epochs: TokenEpochs, memory: ShortMemory) {
    this.#pointers = pointers;
    this.#epochs = epochs;
    this.#memory = memory;
  }

  /**
   * The home of a token, which becomes a profile of its own if it has none.
   * @param at - When the message was signed that brings it. `erased` if that was before its erasure.
   */
  async register(token: LinkToken, at: number): Promise<ShardNumber | "erased"> {
    const home = this.#pointers.home(token);
    if (home !== undefined) return home;
    const digest = await tokenDigest(token);
    return this.#isGone(token, digest, at) ? "erased" : this.#pointers.register(token, digest);
  }

  /**
   * Registers a token of a key epoch.
   * @param named - The epoch that its holder names.
   */
  async registerInEpoch(token: LinkToken, named: KeyEpoch, at: number): Promise<"done" | "retired" | "erased"> {
    const digest = await tokenDigest(token);
    const epoch = this.#epochs.of(token, named);
    if (epoch < this.#epochs.floor()) return "retired";
    if (this.#pointers.home(token) === undefined && this.#memory.isErasedSince(digest, at)) return "erased";
    this.#pointers.register(token, digest);
    this.#epochs.keep(token, epoch);
    return "done";
  }

  /** Whether a record's token may not be registered again by what was signed at `at`. */
  async isRecordGone(token: LinkToken, at: number): Promise<boolean> {
    const digest = await tokenDigest(token);
    if (this.#pointers.home(token) !== undefined) return this.#memory.isErasedSince(digest, at);
    return this.#isGone(token, digest, at);
  }

  /** Once an epoch was retired, `registerInEpoch` comes first: a token that is unknown since was dropped or erased. */
  #isGone(token: LinkToken, digest: string, at: number): boolean {
    return this.#epochs.floor() > 1 || this.#memory.isErasedSince(digest, at);
  }
}
