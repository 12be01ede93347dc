import type { Channel, Codeword, LinkToken, OperationId } from "@sedge/protocol";
import type { OperationKey, Standing } from "./outcome.ts";
import { currentCodewords, edgesAmong, withoutToken } from "./profile.ts";
import type { ProfileRows } from "./profile-rows.ts";
import type { ShortMemory } from "./short-memory.ts";

/**
 * What changes the profiles at home in one shard. Each operation and the memory of it are one transaction, so that it
 * is applied at most once; a repeat has no effect, and answers the count of then with the codewords of now. The tokens
 * of an operation are at home here.
 */
export class ProfileOperations {
  readonly #storage: DurableObjectStorage;
  readonly #rows: ProfileRows;
  readonly #memory: ShortMemory;

  constructor(storage: DurableObjectStorage, rows: ProfileRows, memory: ShortMemory) {
    this.#storage = storage;
    this.#rows = rows;
    this.#memory = memory;
  }

  /** Makes the tokens one person's. */
  join(tokens: readonly [LinkToken, ...LinkToken[]], operationId: OperationId, key: OperationKey): Standing {
    return this.#once(key, tokens[0], (target) => {
      for (const token of tokens) this.#rows.merge(target, this.#home(token));
      this.#rows.addEdges(edgesAmong(tokens, operationId));
    });
  }

  /** Keeps the token's codeword for a channel. */
  observe(token: LinkToken, channel: Channel, codeword: Codeword, key: OperationKey): Standing {
    return this.#once(key, token, () => this.#rows.observe(token, channel, codeword));
  }

  /** Takes the token out of its profile, with its codewords; the rest falls into what edges still hold together. */
  part(token: LinkToken, key: OperationKey): Standing {
    return this.#once(key, token, (profile) => {
      const { parted } = withoutToken(this.#rows.load(profile), token);
      this.#rows.dropEdgesOf(token);
      for (const members of parted) this.#rows.place(members, this.#rows.unused());
    });
  }

  #once(key: OperationKey, token: LinkToken, apply: (profile: number) => void): Standing {
    if (!this.#memory.outcomeOf(key)) {
      this.#storage.transactionSync(() => {
        apply(this.#home(token));
        const tokens = this.#rows.members(this.#home(token)).length;
        this.#memory.record(key, token, { tokens, edges: 0, observations: 0 }, Math.floor(Date.now() / 1_000));
      });
    }
    const { members, observations } = this.#rows.load(this.#home(token));
    const tokens = this.#memory.outcomeOf(key)?.tokens ?? members.length;
    return { state: "done", tokens, codewords: currentCodewords(observations) };
  }

  #home(token: LinkToken): number {
    const profile = this.#rows.of(token);
    if (profile === undefined) throw new RangeError("the token is not at home here");
    return profile;
  }
}
