import type { TokenFields } from "@sedge/linkage/record";

/** Which records have which tokens of one kind in one field. */
export interface Slot {
  /** By record; undefined without one. */
  readonly tokensOf: readonly (readonly string[] | undefined)[];
  /** How many records have a token. */
  readonly counts: ReadonlyMap<string, number>;
}

/** How a token's records look at a slot, on average. */
export interface SlotLook {
  /** How many of the token's records have the slot. */
  readonly present: number;
  /** Mean and variance of their number of tokens there. */
  readonly tokens: number;
  readonly tokensVariance: number;
  /** Mean and variance of how common those tokens are, ln of a share of all records. */
  readonly logShare: number;
  readonly logShareVariance: number;
}

/** A token, and how its records look at every slot. */
export interface TokenLook {
  readonly token: string;
  readonly records: readonly number[];
  readonly slots: ReadonlyMap<string, SlotLook>;
}

/** The slot of an attack's target: one token for each record with a given name. */
export const TARGET = "givenName.target";

/** Token records as a thief sees them: records that have tokens in common, by slot. */
export class TokenGraph {
  readonly records: number;
  readonly slots: ReadonlyMap<string, Slot>;

  /** @param targets - By record: the token that the attack is to read, in place of all tokens of given names alone. */
  constructor(records: readonly TokenFields[], targets: readonly (string | undefined)[]) {
    this.records = records.length;
    const slots = new Map<string, { tokensOf: (readonly string[] | undefined)[]; counts: Map<string, number> }>();
    const add = (name: string, record: number, tokens: readonly string[]): void => {
      const slot = slots.get(name) ?? { tokensOf: [], counts: new Map<string, number>() };
      slots.set(name, slot);
      slot.tokensOf[record] = tokens;
      for (const token of tokens) slot.counts.set(token, (slot.counts.get(token) ?? 0) + 1);
    };
    for (const [record, fields] of records.entries()) {
      for (const [field, kinds] of Object.entries(fields)) {
        for (const [kind, tokens] of Object.entries(kinds)) add(`${field}.${kind}`, record, tokens);
      }
      const target = targets[record];
      if (target !== undefined) add(TARGET, record, [target]);
    }
    this.slots = slots;
  }

  /** The most common tokens of a slot, of at least `least` records each. */
  commonest(slot: string, most: number, least: number): string[] {
    return [...(this.slots.get(slot)?.counts ?? [])]
      .filter(([, count]) => count >= least)
      .toSorted(([one, many], [other, fewer]) => fewer - many || (one < other ? -1 : 1))
      .slice(0, most)
      .map(([token]) => token);
  }

  /** How the records of tokens look. */
  looks(slot: string, tokens: readonly string[]): TokenLook[] {
    const records = new Map<string, number[]>(tokens.map((token) => [token, []]));
    for (const [record, list] of this.slots.get(slot)?.tokensOf.entries() ?? []) {
      for (const token of list ?? []) records.get(token)?.push(record);
    }
    return tokens.map((token) => {
      const own = records.get(token) ?? [];
      const slots = [...this.slots].flatMap(([name, other]) => {
        const look = this.#look(other, own);
        return look ? [[name, look] as const] : [];
      });
      return { token, records: own, slots: new Map(slots) };
    });
  }

  #look({ tokensOf, counts }: Slot, records: readonly number[]): SlotLook | undefined {
    const tokens = new Moments();
    const logShare = new Moments();
    for (const record of records) {
      const list = tokensOf[record];
      if (!list || list.length === 0) continue;
      tokens.add(list.length);
      const logs = list.reduce((sum, token) => sum + Math.log((counts.get(token) ?? 1) / this.records), 0);
      logShare.add(logs / list.length);
    }
    if (tokens.count === 0) return undefined;
    return {
      present: tokens.count,
      tokens: tokens.mean,
      tokensVariance: tokens.variance,
      logShare: logShare.mean,
      logShareVariance: logShare.variance,
    };
  }
}

class Moments {
  count = 0;
  #sum = 0;
  #squares = 0;

  add(value: number): void {
    this.count += 1;
    this.#sum += value;
    this.#squares += value * value;
  }

  get mean(): number {
    return this.#sum / this.count;
  }

  get variance(): number {
    return Math.max(0, this.#squares / this.count - this.mean ** 2);
  }
}
