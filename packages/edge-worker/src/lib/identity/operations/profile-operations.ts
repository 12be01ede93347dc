import { nextLook } from "@sedge/features/journey";
import type { Channel, Codeword, LinkToken, OperationId } from "@sedge/protocol";
import type { Operation, RecordOperation, OperationKey } from "./operation.ts";
import { carriedEdges, carriedOperations, type Retirement } from "../graph/carried-edges.ts";
import { graphOf } from "../graph/component.ts";
import { type IdentityRules, USUAL_RULES } from "./identity-rules.ts";
import { claimedBy } from "../graph/proven-part.ts";
import { JoinCheck } from "./join-check.ts";
import type { TooLarge, ProfileSummary, UncomparedRecords, Unproven } from "./results.ts";
import { currentCodewords } from "../graph/profile.ts";
import type { Settled } from "../graph/component-rows.ts";
import { MAX_OPERATIONS } from "./operation-history.ts";
import type { ProfileRows } from "../graph/profile-rows.ts";
import type { ShortMemory } from "./short-memory.ts";
import { hourOf } from "../../triggers/hour.ts";

/** Most tokens of one person: a dozen identifiers, and a record or two in each channel. More is a mistake or an attack. */
export const MAX_PROFILE_TOKENS = 64;
/**
 * Most tokens of a component. It bounds what a link, an unlink or a move costs.
 */
export const MAX_COMPONENT_TOKENS = 128;

/**
 * Most pairs of tokens of a component that have evidence: it bounds what one replay costs. A household of twenty devices that each signed with
 * four identifiers has some two hundred.
 */
export const MAX_COMPONENT_EDGES = 2_048;
/** Of these, most pairs of which neither is a record: what a visitor can make with keys of their own. */
export const MAX_IDENTIFIER_EDGES = 512;

/** Most links of a component beside its records: each of a household's devices links itself with every identifier once. */
export const MAX_LINKS = 128;

/** Most links of a component that no proof covers, and most tokens that such links alone bring: so who is proven still has room. */
export const MAX_CLAIMS = 64;
export const MAX_CLAIMED_TOKENS = 32;

/** Most guest devices of a component: a further landing link joins nobody. With two such components' guests, one moves and replays as fast. */
export const MAX_GUESTS = 64;

/** What one profile and component may have; a test lowers them. */
export interface ProfileLimits {
  readonly profileTokens: number;
  readonly componentTokens: number;
  readonly edges: number;
  readonly identifierEdges: number;
  readonly links: number;
  readonly operations: number;
}
const PROFILE_LIMITS: ProfileLimits = {
  profileTokens: MAX_PROFILE_TOKENS,
  componentTokens: MAX_COMPONENT_TOKENS,
  edges: MAX_COMPONENT_EDGES,
  identifierEdges: MAX_IDENTIFIER_EDGES,
  links: MAX_LINKS,
  operations: MAX_OPERATIONS,
};

/** Most negative comparisons kept in a record's operation: the heaviest within its own component, and contradictions. */
const MAX_CONTRARY = 8;
const MAX_CONTRADICTIONS = 64;

/** What an operation is checked against when it is applied. */
export interface ApplyScope {
  /** Records that the operation's record was compared with; undefined where that does not matter. */
  readonly comparedWith?: readonly LinkToken[] | undefined;
  /** The tokens that a page's proof of control names; undefined where none is needed to join profiles. */
  readonly proven?: readonly LinkToken[] | undefined;
}

/** Rolls a transaction back, with what is answered instead. */
class Stopped extends Error {
  readonly answer: TooLarge | UncomparedRecords | Unproven;

  constructor(answer: TooLarge | UncomparedRecords | Unproven) {
    super(answer.state);
    this.answer = answer;
  }
}

/** Rolls back an undo that brings profiles together, so that these can be looked at as they were. */
class Joining extends Error {
  readonly groups: readonly ReadonlySet<number>[];

  constructor(groups: readonly ReadonlySet<number>[]) {
    super("the undo joins profiles");
    this.groups = groups;
  }
}

/**
 * Applies operations to the profiles at home in one shard. Each operation and its stored result are one transaction,
 * so that it is applied at most once. A repeat has no effect and returns the stored counts with the current
 * codewords. All tokens of an operation are at home here.
 */
export class ProfileOperations {
  readonly #storage: DurableObjectStorage;
  readonly #rows: ProfileRows;
  readonly #memory: ShortMemory;
  readonly #limits: ProfileLimits;
  readonly #joins: JoinCheck;

  constructor(storage: DurableObjectStorage, rows: ProfileRows, memory: ShortMemory, limits = PROFILE_LIMITS) {
    this.#limits = limits;
    this.#storage = storage;
    this.#rows = rows;
    this.#memory = memory;
    this.#joins = new JoinCheck(rows);
  }

  /**
   * Adds an operation to what its tokens' components know, and follows it.
   * @returns `too-large` where it would make too large a profile; `uncompared` where the record would come together with others
   *   than it was compared with; `unproven` where it would join existing profiles and its proof does not cover each.
   */
  apply(
    operation: Operation,
    rules: IdentityRules,
    { comparedWith, proven }: ApplyScope = {},
  ): ProfileSummary | TooLarge | UncomparedRecords | Unproven {
    const [first] = operation.tokens;
    if (first === undefined) throw new RangeError("an operation of nobody");
    const { components } = this.#rows;
    const covered = proven && new Set(proven);
    try {
      return this.#once(operation.key, first, operation.action === "record" ? operation.record : first, () => {
        if (covered && operation.action === "link" && !this.#joins.mayLink(operation, covered)) {
          throw new Stopped({ state: "unproven" });
        }
        const target = components.of(first);
        for (const token of operation.tokens) this.#merge(target, components.of(token));
        // Those whose guest a signer was stay behind, so that the size counts once they have.
        if (components.size(target) > 2 * this.#limits.componentTokens) throw new Stopped({ state: "too-large" });
        const kept = operation.action === "record" ? this.#withLikenesses(operation, target) : operation;
        // A link of one token says no more than that it is nobody's guest.
        if (kept.action === "link" && kept.tokens.length < 2 && !components.guests(target).has(first)) return;
        if (kept.action === "record" && comparedWith) {
          const records = components
            .records(target)
            .filter((record) => record !== kept.record && !comparedWith.includes(record));
          if (records.length > 0) throw new Stopped({ state: "uncompared", records });
        }
        const before = covered && operation.action === "undo" ? this.#joins.profilesIn(target) : undefined;
        components.keep(target, kept);
        const settled = components.settle(target, rules);
        const groups = before ? this.#joins.joined(before, settled.profiles, settled.guests) : [];
        if (groups.length > 0) throw new Joining(groups);
        if (this.#isTooLarge(settled, kept)) throw new Stopped({ state: "too-large" });
        if (kept.action === "record") this.#hear(kept.record, kept.channel, rules);
      });
    } catch (error) {
      if (error instanceof Stopped) return error.answer;
      if (!(error instanceof Joining) || !covered) throw error;
      return this.#joins.mayBring(error.groups, covered) ? this.apply(operation, rules) : { state: "unproven" };
    }
  }

  /** Gives the edges of a token that is about to be dropped to its successor. What was given before stays as it is. */
  async carry(token: LinkToken, { newer, at }: Retirement, rules: IdentityRules): Promise<{ readonly state: "done" }> {
    const { components } = this.#rows;
    const component = components.of(token);
    const graph = graphOf(components.tokens(component), components.operations(component), rules);
    const operations = await carriedOperations(carriedEdges(graph, token, new Set(newer)), at);
    if (operations.length > 0) {
      this.#storage.transactionSync(() => {
        for (const operation of operations) components.keep(component, operation);
        components.settle(component, rules);
      });
    }
    return { state: "done" };
  }

  /** Takes a token out of its profile, as its withdrawal did before the storage was restored. */
  leave(token: LinkToken, at: number, key: OperationKey, operationId: OperationId): void {
    const { triggers, journey } = this.#rows;
    journey.drop([token]);
    triggers.drop([token]);
    this.apply({ action: "unlink", key, operationId, at, sequence: 0, tokens: [token], from: [] }, USUAL_RULES);
  }

  /** Keeps the token's codeword for a channel. */
  observe(
    token: LinkToken,
    channel: Channel,
    codeword: Codeword,
    key: OperationKey,
    rules: Pick<IdentityRules, "watched">,
  ): ProfileSummary {
    return this.#once(key, token, token, () => {
      this.#rows.observe(token, channel, codeword);
      this.#hear(token, channel, rules);
    });
  }

  /** Records that the profile was seen on a channel, and when the trigger rules must look at it again. */
  #hear(token: LinkToken, channel: Channel, { watched = {} }: Pick<IdentityRules, "watched">): void {
    const hour = hourOf(Date.now());
    this.#rows.journey.hear(token, channel, this.#rows.members(this.#profile(token)), hour);
    const next = nextLook(watched, [{ channel, hour }], hour);
    if (next !== undefined) this.#rows.triggers.watch(token, next);
  }

  /** The record's likenesses, in the given order, that fit into the component. */
  #withLikenesses(operation: RecordOperation, target: number): RecordOperation {
    const { components } = this.#rows;
    const likenesses: RecordOperation["likenesses"] = [];
    const declined: RecordOperation["declined"] = [];
    let [contrary, contradictory] = [0, 0];
    for (const likeness of operation.likenesses) {
      const component = components.find(likeness.other);
      // Its profile was erased, or moved on, since it was compared.
      if (component === undefined) continue;
      if (likeness.weight <= 0) {
        if (component !== target) continue;
        const isKept = likeness.contradicts ? ++contradictory <= MAX_CONTRADICTIONS : ++contrary <= MAX_CONTRARY;
        if (isKept) likenesses.push(likeness);
        continue;
      }
      const size = this.#ownSize(target) + (component === target ? 0 : this.#ownSize(component));
      if (size > this.#limits.componentTokens) declined.push({ weight: likeness.weight, reason: "component-full" });
      else {
        this.#merge(target, component);
        likenesses.push(likeness);
      }
    }
    const { contradictions, ...rest } = operation;
    const here = contradictions?.filter(({ one, other }) =>
      [one, other].every((token) => components.find(token) === target),
    );
    const kept = here && here.length > 0 && { contradictions: here };
    return { ...rest, likenesses, declined: [...operation.declined, ...declined], ...kept };
  }

  /** What a link or a record may not exceed. An unlink or an undo is always followed. */
  #isTooLarge({ profiles, guests, edges, operations }: Settled, operation: Operation): boolean {
    const { action } = operation;
    if (action !== "link" && action !== "record") return false;
    const most = this.#limits;
    const { components } = this.#rows;
    const isOwn = (token: LinkToken) => !guests.has(token);
    // A guest device counts towards no limit of those whose guest it is, and they may be many.
    if (!operation.tokens.every(isOwn)) return guests.size > MAX_GUESTS;
    if (this.#ownSize(components.of(operation.tokens[0])) > most.componentTokens) return true;
    if (claimedBy(operation).length > 0 && hasTooManyClaims(operations)) return true;
    const links = operations.filter((one) => one.action === "link" && one.tokens.every(isOwn));
    const records = new Set(operations.flatMap((one) => (one.action === "record" ? [one.record] : [])));
    const recordOperations = operations.filter((one) => one.action === "record");
    return (
      profiles.some((profile) => profile.filter(isOwn).length > most.profileTokens) ||
      edges.length > most.edges ||
      edges.filter(({ a, b }) => !records.has(a) && !records.has(b)).length > most.identifierEdges ||
      links.length > most.links ||
      links.length + recordOperations.length > most.operations
    );
  }

  /** Tokens of a component without its guest devices. */
  #ownSize(component: number): number {
    const { components } = this.#rows;
    return components.size(component) - components.guests(component).size;
  }

  #merge(target: number, other: number): void {
    if (other !== target) this.#rows.components.merge(target, other);
  }

  /**
   * @param token - Whose profile is answered, and with whom the memory of it moves and goes.
   * @param subject - Whose edges are counted.
   */
  #once(key: OperationKey, token: LinkToken, subject: LinkToken, apply: () => void): ProfileSummary {
    if (!this.#memory.resultOf(key)) {
      this.#storage.transactionSync(() => {
        apply();
        const tokens = this.#rows.members(this.#profile(token)).length;
        const edges = this.#rows.components.edges([subject]).length;
        this.#memory.record(key, token, { tokens, edges, observations: 0 }, Math.floor(Date.now() / 1_000));
      });
    }
    this.#rows.touch(token);
    const members = this.#rows.members(this.#profile(token));
    const { tokens, edges } = this.#memory.resultOf(key) ?? { tokens: members.length, edges: 0 };
    return { state: "done", tokens, edges, codewords: currentCodewords(this.#rows.observations(members)) };
  }

  #profile(token: LinkToken): number {
    const profile = this.#rows.of(token);
    if (profile === undefined) throw new RangeError("the token is not at home here");
    return profile;
  }
}

function hasTooManyClaims(operations: readonly Operation[]): boolean {
  const isClaim = (operation: Operation) => claimedBy(operation).length > 0;
  const sure = new Set(operations.filter((one) => !isClaim(one)).flatMap(({ tokens }) => tokens));
  const claims = operations.filter(isClaim);
  const claimed = new Set(claims.flatMap(({ tokens }) => tokens.filter((token) => !sure.has(token))));
  return claims.length > MAX_CLAIMS || claimed.size > MAX_CLAIMED_TOKENS;
}
