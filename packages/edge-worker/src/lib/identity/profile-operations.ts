import { nextLook } from "@sedge/features/journey";
import type { Channel, Codeword, LinkToken } from "@sedge/protocol";
import type { Deed, RecordDeed } from "./deed.ts";
import type { IdentityRules } from "./identity-rules.ts";
import type { OperationKey } from "./operation-key.ts";
import type { Full, Standing, Unmet } from "./outcome.ts";
import { currentCodewords } from "./profile.ts";
import type { ProfileRows } from "./profile-rows.ts";
import type { ShortMemory } from "./short-memory.ts";
import { hourOf } from "../triggers/hour.ts";

/** Most tokens of one person: a dozen identifiers, and a record or two in each channel. More is a mistake or an attack. */
export const MAX_PROFILE_TOKENS = 64;
/**
 * Most tokens of a component. It bounds what a link, an unlink or a move costs, and keeps what travels in a move under 2 MB,
 * which is what a row may hold.
 */
export const MAX_COMPONENT_TOKENS = 128;

/** Most likenesses that a record's deed keeps although they speak against: the weightiest of its own component. */
const MAX_CONTRARY = 8;

/** Rolls a transaction back, with what is answered instead. */
class Stopped extends Error {
  readonly answer: Full | Unmet;

  constructor(answer: Full | Unmet) {
    super(answer.state);
    this.answer = answer;
  }
}

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

  /**
   * Adds a deed to what its tokens' components know, and follows it.
   * @param met - Records that the deed's record was compared with; undefined where that does not matter.
   * @returns `full` where it would make too large a profile; `unmet` where the record would come together with others
   *   than these.
   */
  take(deed: Deed, rules: IdentityRules, met?: readonly LinkToken[]): Standing | Full | Unmet {
    const [first] = deed.tokens;
    if (first === undefined) throw new RangeError("a deed of nobody");
    const { components } = this.#rows;
    try {
      return this.#once(deed.key, first, deed.action === "record" ? deed.record : first, () => {
        const target = components.of(first);
        for (const token of deed.tokens) this.#merge(target, components.of(token));
        if (components.size(target) > MAX_COMPONENT_TOKENS) throw new Stopped({ state: "full" });
        const kept = deed.action === "record" ? this.#withLikenesses(deed, target) : deed;
        // One token that links itself says nothing.
        if (kept.action === "link" && kept.tokens.length < 2) return;
        if (kept.action === "record" && met) {
          const records = components
            .records(target)
            .filter((record) => record !== kept.record && !met.includes(record));
          if (records.length > 0) throw new Stopped({ state: "unmet", records });
        }
        components.keep(target, kept);
        const { profiles } = components.settle(target, rules);
        if (profiles.some(({ length }) => length > MAX_PROFILE_TOKENS)) throw new Stopped({ state: "full" });
        if (kept.action === "record") this.#hear(kept.record, kept.channel, rules);
      });
    } catch (error) {
      if (error instanceof Stopped) return error.answer;
      throw error;
    }
  }

  /** Keeps the token's codeword for a channel. */
  observe(
    token: LinkToken,
    channel: Channel,
    codeword: Codeword,
    key: OperationKey,
    rules: Pick<IdentityRules, "watched">,
  ): Standing {
    return this.#once(key, token, token, () => {
      this.#rows.observe(token, channel, codeword);
      this.#hear(token, channel, rules);
    });
  }

  /** A channel has told something of a token: its profile was seen there, and is looked at again when rules say so. */
  #hear(token: LinkToken, channel: Channel, { watched = {} }: Pick<IdentityRules, "watched">): void {
    const hour = hourOf(Date.now());
    this.#rows.journey.hear(token, channel, this.#rows.members(this.#profile(token)), hour);
    const next = nextLook(watched, [{ channel, hour }], hour);
    if (next !== undefined) this.#rows.triggers.watch(token, next);
  }

  /** The record's likenesses, in the order given, as far as there is room for whom they bring along. */
  #withLikenesses(deed: RecordDeed, target: number): RecordDeed {
    const { components } = this.#rows;
    const likenesses: RecordDeed["likenesses"] = [];
    const declined: RecordDeed["declined"] = [];
    let contrary = 0;
    for (const likeness of deed.likenesses) {
      const component = components.find(likeness.other);
      // Its profile was erased, or moved on, since it was compared.
      if (component === undefined) continue;
      if (likeness.weight <= 0) {
        if (component === target && ++contrary <= MAX_CONTRARY) likenesses.push(likeness);
        continue;
      }
      const size = components.size(target) + (component === target ? 0 : components.size(component));
      if (size > MAX_COMPONENT_TOKENS) declined.push({ weight: likeness.weight, reason: "component-full" });
      else {
        this.#merge(target, component);
        likenesses.push(likeness);
      }
    }
    return { ...deed, likenesses, declined: [...deed.declined, ...declined] };
  }

  #merge(target: number, other: number): void {
    if (other !== target) this.#rows.components.merge(target, other);
  }

  /**
   * @param token - Whose profile is answered, and with whom the memory of it moves and goes.
   * @param subject - Whose edges are counted.
   */
  #once(key: OperationKey, token: LinkToken, subject: LinkToken, apply: () => void): Standing {
    if (!this.#memory.outcomeOf(key)) {
      this.#storage.transactionSync(() => {
        apply();
        const tokens = this.#rows.members(this.#profile(token)).length;
        const edges = this.#rows.components.edges([subject]).length;
        this.#memory.record(key, token, { tokens, edges, observations: 0 }, Math.floor(Date.now() / 1_000));
      });
    }
    const members = this.#rows.members(this.#profile(token));
    const { tokens, edges } = this.#memory.outcomeOf(key) ?? { tokens: members.length, edges: 0 };
    return { state: "done", tokens, edges, codewords: currentCodewords(this.#rows.observations(members)) };
  }

  #profile(token: LinkToken): number {
    const profile = this.#rows.of(token);
    if (profile === undefined) throw new RangeError("the token is not at home here");
    return profile;
  }
}
