import type { LinkToken, TokenKind } from "@sedge/protocol";
import {
  type CarriedOperation,
  type Operation,
  inOrder,
  type LinkOperation,
  type RecordOperation,
  undoneKeys,
  type OperationKey,
} from "../operations/operation.ts";
import { type Evidence, isShareable, signedWeight, sortedPair } from "./evidence.ts";
import type { IdentityRules } from "../operations/identity-rules.ts";
import { landingDevice, landingEvidence, ownSigners, withGuests } from "./guests.ts";
import { type Comparison, comparisonsOf, disputedKinds, exclusiveOf, kindsOf } from "./attributes.ts";
import { type Edge, edgesOf, pairName } from "./edges.ts";
import { type CannotLink, type Exclusive, entitiesOf, type Parting } from "./entities.ts";
import { countedEvidence, type Shared, sharedIdentifiers } from "./shared-identifier.ts";

/** The result of a component's operations. */
export interface Component {
  /** The entities: every token in one, each sorted. */
  readonly profiles: readonly (readonly LinkToken[])[];
  readonly edges: readonly Edge[];
  /** Pairs that an unlink separates. */
  readonly cannotLink: readonly CannotLink[];
  /** Operations that have an effect: evidence in effect, or cannot-link pairs. */
  readonly effective: ReadonlySet<OperationKey>;
  /** Operations that add nothing to what others say, and landing links that a signature has ended: they need not be kept. */
  readonly redundant: ReadonlySet<OperationKey>;
  /** Guest devices: tokens that nothing but a landing link joins to anybody. */
  readonly guests: ReadonlySet<LinkToken>;
}

/** A component with the evidence in effect that its profiles follow from. */
export interface Graph extends Component {
  readonly evidence: readonly Evidence[];
  readonly partings: readonly Parting[];
  readonly kinds: ReadonlyMap<LinkToken, TokenKind>;
  /** Of each operation, the tokens that joined by their own keys alone. */
  readonly claims: ReadonlyMap<OperationKey, readonly LinkToken[]>;
}

/**
 * Replays a component's operations in order, so that the same operations give the same entities in whatever order they came, each once
 * or often, and taking one back is leaving it out. Pure.
 */
export function componentOf(
  members: readonly LinkToken[],
  operations: readonly Operation[],
  rules: IdentityRules,
): Component {
  return replayed(members, operations, rules).result();
}

/** The same, with the evidence. */
export function graphOf(members: readonly LinkToken[], operations: readonly Operation[], rules: IdentityRules): Graph {
  return replayed(members, operations, rules).graph();
}

function replayed(members: readonly LinkToken[], operations: readonly Operation[], rules: IdentityRules): Replay {
  const undone = undoneKeys(operations);
  const held = inOrder(operations).filter(({ key }) => !undone.has(key));
  const replay = new Replay(members, held, rules);
  for (const operation of held) replay.apply(operation);
  return replay;
}

class Replay {
  readonly #members: readonly LinkToken[];
  readonly #known: ReadonlySet<LinkToken>;
  readonly #kinds: ReadonlyMap<LinkToken, TokenKind>;
  readonly #exclusive: Exclusive;
  readonly #comparisons: readonly Comparison[];
  readonly #ownSigners: ReadonlySet<LinkToken>;
  /** The operation of each record's current content. */
  readonly #current = new Map<LinkToken, OperationKey>();
  #evidence: Evidence[] = [];
  #partings: Parting[] = [];
  /** Pairs whose evidence in effect is of a link, those of them that no claim makes, and the kinds that links have named. */
  readonly #linked = new Set<string>();
  readonly #unclaimed = new Set<string>();
  readonly #named = new Set<string>();
  /** Tokens of links that are kept. */
  readonly #signed = new Set<LinkToken>();
  readonly #claims = new Map<OperationKey, readonly LinkToken[]>();
  readonly #redundant = new Set<OperationKey>();
  /** The last unlink of a token that added nothing. */
  readonly #repeatOf = new Map<LinkToken, OperationKey>();
  /** Tokens of which operations name different kinds: the latest counts, and so each is kept. */
  readonly #disputed: ReadonlySet<string>;

  constructor(members: readonly LinkToken[], operations: readonly Operation[], rules: IdentityRules) {
    this.#members = members;
    this.#known = new Set(members);
    this.#kinds = kindsOf(operations);
    this.#disputed = disputedKinds(operations, this.#kinds);
    this.#exclusive = exclusiveOf(operations, this.#kinds, rules);
    this.#comparisons = comparisonsOf(operations);
    this.#ownSigners = ownSigners(operations);
  }

  apply(operation: Operation): void {
    if ("claimed" in operation) this.#claims.set(operation.key, operation.claimed);
    if (operation.action === "link") this.#link(operation);
    else if (operation.action === "record") this.#record(operation);
    else if (operation.action === "carried") this.#carry(operation);
    else if (operation.action === "unlink") {
      for (const token of operation.tokens) this.#unlink(operation, token, operation.from);
    }
  }

  graph(): Graph {
    const [evidence, partings, kinds, claims] = [this.#evidence, this.#partings, this.#kinds, this.#claims];
    return { ...this.result(), evidence, partings, kinds, claims };
  }

  result(): Component {
    const shared = this.#shared();
    const profiles = this.#entities(shared);
    const profileOf = new Map(profiles.flatMap((tokens, index) => tokens.map((token) => [token, index])));
    const isJoined = ({ a, b }: Evidence) => profileOf.get(a) === profileOf.get(b);
    const isHousehold = (evidence: Evidence) =>
      evidence.kind === "strong" &&
      !isJoined(evidence) &&
      (evidence.device !== undefined ||
        [evidence.a, evidence.b].some((token) => shared.all.has(token) || isShareable(this.#kinds.get(token))));
    return {
      profiles,
      edges: edgesOf(this.#evidence, isHousehold),
      cannotLink: this.#cannotLink(),
      effective: new Set([
        ...this.#evidence.map(({ key }) => key),
        ...this.#partings.map(({ key }) => key),
        ...this.#current.values(),
      ]),
      redundant: this.#redundant,
      guests: new Set(this.#evidence.flatMap(({ device }) => device ?? [])),
    };
  }

  /** The signer has both keys, so this link ends the separation of these tokens from each other. */
  #link(operation: LinkOperation): void {
    const { key, tokens, kinds } = operation;
    const device = landingDevice(operation);
    if (device !== undefined) return this.#joinByLandingLink(operation, device);
    if (this.#isRepeat(operation)) return void this.#redundant.add(key);
    this.#partings = this.#partings.filter(
      ({ leaver, from }) => !(tokens.includes(leaver) && from.some((token) => tokens.includes(token))),
    );
    const { claimed = [] } = operation;
    for (const pair of this.#sign(operation)) {
      this.#linked.add(pair);
      // One with a claim can be taken back by who has claimed, and so makes no other superfluous.
      if (claimed.length === 0) this.#unclaimed.add(pair);
    }
    for (const [token, kind] of Object.entries(kinds)) this.#named.add(`${token} ${kind}`);
    for (const token of tokens) this.#signed.add(token);
  }

  /**
   * Whether links that are kept say all that the link says: that each of its tokens has signed something itself, that each two belong
   * together, as surely, and their kinds. Such a pair is not separated, as an unlink ends its evidence.
   */
  #isRepeat({ tokens, kinds, claimed = [] }: LinkOperation): boolean {
    if (!tokens.every((token) => this.#signed.has(token))) return false;
    const here = tokens.filter((token) => this.#known.has(token));
    const isNamed = Object.entries(kinds).every(
      ([token, kind]) => this.#named.has(`${token} ${kind}`) && !this.#disputed.has(token),
    );
    const isLinked = (one: LinkToken, other: LinkToken) => {
      const isClaim = claimed.includes(one) || claimed.includes(other);
      return (isClaim ? this.#linked : this.#unclaimed).has(pairName(one, other));
    };
    return isNamed && here.every((one, index) => here.slice(index + 1).every((other) => isLinked(one, other)));
  }

  /**
   * A device has accepted a landing link and is the recipient's guest, unless it signs anything of its own. Only its
   * latest landing link counts. The recipient has not signed, so separations stay.
   */
  #joinByLandingLink(operation: LinkOperation, device: LinkToken): void {
    this.#evidence = this.#evidence.filter((evidence) => evidence.device !== device);
    if (this.#ownSigners.has(device)) return void this.#redundant.add(operation.key);
    if (!this.#known.has(device)) return;
    for (const recipient of operation.tokens) {
      if (recipient === device || !this.#known.has(recipient)) continue;
      if (this.#isParted(device, recipient)) continue;
      this.#evidence.push(landingEvidence(operation, device, recipient));
    }
  }

  /**
   * Replaces the record's earlier content. It ends no separation, because connectors send records again by
   * themselves.
   */
  #record({ key, operationId, tokens, record }: RecordOperation): void {
    const before = this.#current.get(record);
    const isReplaced = ({ a, b, kind, key }: Evidence) =>
      key === before || (kind === "fuzzy" && (a === record || b === record));
    this.#evidence = this.#evidence.filter((evidence) => !isReplaced(evidence));
    this.#current.set(record, key);
    this.#sign({ key, operationId, tokens });
    const current = new Set(this.#current.values());
    for (const { keys, ...comparison } of this.#comparisons) {
      const isOfThis = keys.includes(key) && keys.every((one) => current.has(one));
      if (!isOfThis || !this.#known.has(comparison.a) || !this.#known.has(comparison.b)) continue;
      this.#evidence.push({ ...comparison, key: keys[0] });
    }
  }

  /** The token leaves its person with all evidence of it. */
  #unlink({ key, operationId }: Operation, leaver: LinkToken, from: readonly LinkToken[]): void {
    const person = this.#entities(this.#shared()).find((tokens) => tokens.includes(leaver)) ?? [];
    const others = [...new Set([...person, ...from])].filter((token) => token !== leaver && this.#known.has(token));
    const left = this.#evidence.filter(({ a, b }) => a !== leaver && b !== leaver);
    if (left.length === this.#evidence.length && others.every((other) => this.#isParted(leaver, other))) {
      // Of several repeats the last is kept, so that a link which was signed before it and comes later joins nobody.
      const before = this.#repeatOf.get(leaver);
      if (before !== undefined) this.#redundant.add(before);
      this.#repeatOf.set(leaver, key);
      return;
    }
    this.#repeatOf.delete(leaver);
    this.#evidence = left;
    for (const pairs of [this.#linked, this.#unclaimed]) {
      for (const pair of pairs) if (pair.includes(leaver)) pairs.delete(pair);
    }
    this.#partings.push({ key, operationId, leaver, from: others });
  }

  /** As the retired token's edge was, unless the two have been separated since. */
  #carry({ key, operationId, tokens, edge, weight, waterfall, claimed }: CarriedOperation): void {
    const [a, b] = tokens;
    if (a === undefined || b === undefined || !this.#known.has(a) || !this.#known.has(b)) return;
    if (edge === "cannot-link") this.#partings.push({ key, operationId, leaver: a, from: [b] });
    else if (!this.#isParted(a, b)) {
      const claim = claimed && { isClaim: true as const };
      this.#evidence.push({ a, b, kind: edge, weight, waterfall, key, operationId, ...claim });
    }
  }

  /** Every two of the signers, so that taking one out does not part the others. @returns The pairs. */
  #sign({
    key,
    operationId,
    tokens,
    claimed = [],
  }: Omit<LinkOperation, "action" | "at" | "sequence" | "kinds">): string[] {
    const signed: string[] = [];
    const here = tokens.filter((token) => this.#known.has(token));
    for (const [index, one] of here.entries()) {
      for (const other of here.slice(index + 1)) {
        if (this.#isParted(one, other)) continue;
        const pair = sortedPair(one, other);
        const weight = signedWeight(this.#kinds.get(one), this.#kinds.get(other));
        const claim = (claimed.includes(one) || claimed.includes(other)) && { isClaim: true as const };
        this.#evidence.push({ ...pair, kind: "strong", weight, waterfall: [], key, operationId, ...claim });
        signed.push(pairName(one, other));
      }
    }
    return signed;
  }

  #isParted(one: LinkToken, other: LinkToken): boolean {
    return this.#partings.some(
      ({ leaver, from }) => (leaver === one && from.includes(other)) || (leaver === other && from.includes(one)),
    );
  }

  #cannotLink(): CannotLink[] {
    return this.#partings.flatMap(({ leaver, from }) =>
      from.map((other): CannotLink => {
        const { a, b } = sortedPair(leaver, other);
        return [a, b];
      }),
    );
  }

  #shared(): Shared {
    const own = this.#evidence.filter(({ device }) => device === undefined);
    return sharedIdentifiers(own, this.#kinds, new Set(this.#current.keys()));
  }

  #entities(shared: Shared): LinkToken[][] {
    const cannotLink = this.#cannotLink();
    const own = this.#evidence.filter(({ device }) => device === undefined);
    const entities = entitiesOf(
      this.#members,
      countedEvidence(own, shared),
      shared.proven,
      cannotLink,
      this.#exclusive,
    );
    return withGuests(entities, this.#evidence, shared.proven, cannotLink);
  }
}
