import type { LinkToken, OperationId, TokenKind, WaterfallStep, EdgeKind } from "@sedge/protocol";
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
import { exclusiveOf, kindsOf } from "./attributes.ts";
import { type CannotLink, type Exclusive, entitiesOf, strongest } from "./entities.ts";
import { sharedIdentifiers } from "./shared-identifier.ts";

/** All evidence in effect between two tokens. `a` sorts before `b`. */
export interface Edge {
  readonly a: LinkToken;
  readonly b: LinkToken;
  readonly kind: EdgeKind;
  /** log2 of the odds that the two are one person's: the signed weight, or the likeness. */
  readonly weight: number;
  readonly waterfall: readonly WaterfallStep[];
  /** The operations that it rests on, in order. The edge is gone when each of them is. */
  readonly operations: readonly OperationId[];
}

/** The result of a component's operations. */
export interface Component {
  /** The entities: every token in one, each sorted. */
  readonly profiles: readonly (readonly LinkToken[])[];
  readonly edges: readonly Edge[];
  /** Pairs that an unlink separates. */
  readonly cannotLink: readonly CannotLink[];
  /** Operations that have an effect: evidence in effect, or cannot-link pairs. */
  readonly effective: ReadonlySet<OperationKey>;
  /** Guest devices: tokens that nothing but a landing link joins to anybody. */
  readonly guests: ReadonlySet<LinkToken>;
}

/** A component with the evidence in effect that its profiles follow from. */
export interface Graph extends Component {
  readonly evidence: readonly Evidence[];
  readonly partings: readonly Parting[];
  readonly kinds: ReadonlyMap<LinkToken, TokenKind>;
}

/** An unlink: the leaver must stay separate from these tokens until one of them and the leaver sign a link together. */
interface Parting {
  readonly key: OperationKey;
  readonly operationId: OperationId;
  readonly leaver: LinkToken;
  readonly from: readonly LinkToken[];
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

/** The likeness of two records. It is in effect while neither record is replaced. */
interface Comparison extends Omit<Evidence, "key"> {
  readonly keys: readonly [OperationKey, OperationKey];
}

function comparisonsOf(operations: readonly Operation[]): Comparison[] {
  return operations.flatMap((operation) => {
    if (operation.action !== "record") return [];
    const { key, operationId, record } = operation;
    return operation.likenesses.map(({ other, otherKey, weight, waterfall }): Comparison => {
      const pair = sortedPair(record, other);
      return { ...pair, kind: "fuzzy", weight, waterfall, operationId, keys: [key, otherKey] };
    });
  });
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

  constructor(members: readonly LinkToken[], operations: readonly Operation[], rules: IdentityRules) {
    this.#members = members;
    this.#known = new Set(members);
    this.#kinds = kindsOf(operations);
    this.#exclusive = exclusiveOf(operations, this.#kinds, rules);
    this.#comparisons = comparisonsOf(operations);
    this.#ownSigners = ownSigners(operations);
  }

  apply(operation: Operation): void {
    if (operation.action === "link") this.#link(operation);
    else if (operation.action === "record") this.#record(operation);
    else if (operation.action === "carried") this.#carry(operation);
    else if (operation.action === "unlink") {
      for (const token of operation.tokens) this.#unlink(operation, token, operation.from);
    }
  }

  graph(): Graph {
    return { ...this.result(), evidence: this.#evidence, partings: this.#partings, kinds: this.#kinds };
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
        [evidence.a, evidence.b].some((token) => shared.has(token) || isShareable(this.#kinds.get(token))));
    return {
      profiles,
      edges: edgesOf(this.#evidence, isHousehold),
      cannotLink: this.#cannotLink(),
      effective: new Set([
        ...this.#evidence.map(({ key }) => key),
        ...this.#partings.map(({ key }) => key),
        ...this.#current.values(),
      ]),
      guests: new Set(this.#evidence.flatMap(({ device }) => device ?? [])),
    };
  }

  /** The signer has both keys, so this link ends the separation of these tokens from each other. */
  #link(operation: LinkOperation): void {
    const { key, operationId, tokens } = operation;
    const device = landingDevice(operation);
    if (device !== undefined) return this.#joinByLandingLink(operation, device);
    this.#partings = this.#partings.filter(
      ({ leaver, from }) => !(tokens.includes(leaver) && from.some((token) => tokens.includes(token))),
    );
    this.#sign(key, operationId, tokens);
  }

  /**
   * A device has accepted a landing link and is the recipient's guest, unless it signs anything of its own. Only its
   * latest landing link counts. The recipient has not signed, so separations stay.
   */
  #joinByLandingLink(operation: LinkOperation, device: LinkToken): void {
    this.#evidence = this.#evidence.filter((evidence) => evidence.device !== device);
    if (this.#ownSigners.has(device) || !this.#known.has(device)) return;
    const cannotLink = this.#cannotLink();
    for (const recipient of operation.tokens) {
      if (recipient === device || !this.#known.has(recipient)) continue;
      const { a, b } = sortedPair(device, recipient);
      if (cannotLink.some(([first, second]) => a === first && b === second)) continue;
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
    this.#sign(key, operationId, tokens);
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
    this.#evidence = this.#evidence.filter(({ a, b }) => a !== leaver && b !== leaver);
    this.#partings.push({ key, operationId, leaver, from: others });
  }

  /** As the retired token's edge was, unless the two have been separated since. */
  #carry({ key, operationId, tokens, edge, weight, waterfall }: CarriedOperation): void {
    const [a, b] = tokens;
    if (a === undefined || b === undefined || !this.#known.has(a) || !this.#known.has(b)) return;
    if (edge === "cannot-link") this.#partings.push({ key, operationId, leaver: a, from: [b] });
    else if (!this.#cannotLink().some(([first, second]) => a === first && b === second)) {
      this.#evidence.push({ a, b, kind: edge, weight, waterfall, key, operationId });
    }
  }

  /** Every two of the signers, so that taking one out does not part the others. */
  #sign(key: OperationKey, operationId: OperationId, tokens: readonly LinkToken[]): void {
    const cannotLink = this.#cannotLink();
    const here = tokens.filter((token) => this.#known.has(token));
    for (const [index, one] of here.entries()) {
      for (const other of here.slice(index + 1)) {
        const pair = sortedPair(one, other);
        if (cannotLink.some(([first, second]) => pair.a === first && pair.b === second)) continue;
        const weight = signedWeight(this.#kinds.get(one), this.#kinds.get(other));
        this.#evidence.push({ ...pair, kind: "strong", weight, waterfall: [], key, operationId });
      }
    }
  }

  #cannotLink(): CannotLink[] {
    return this.#partings.flatMap(({ leaver, from }) =>
      from.map((other): CannotLink => {
        const { a, b } = sortedPair(leaver, other);
        return [a, b];
      }),
    );
  }

  #shared(): Set<LinkToken> {
    const own = this.#evidence.filter(({ device }) => device === undefined);
    return sharedIdentifiers(own, this.#kinds, new Set(this.#current.keys()));
  }

  #entities(shared: ReadonlySet<LinkToken>): LinkToken[][] {
    const cannotLink = this.#cannotLink();
    const own = this.#evidence.filter(({ device }) => device === undefined);
    const entities = entitiesOf(this.#members, own, shared, cannotLink, this.#exclusive);
    return withGuests(entities, this.#evidence, shared, cannotLink);
  }
}

/** One edge for every pair with positive evidence. */
function edgesOf(evidence: readonly Evidence[], isHousehold: (evidence: Evidence) => boolean): Edge[] {
  const operationsOf = new Map<string, Set<OperationId>>();
  for (const { a, b, operationId } of evidence) {
    const pair = `${a} ${b}`;
    operationsOf.set(pair, (operationsOf.get(pair) ?? new Set()).add(operationId));
  }
  return strongest(evidence).flatMap((best): Edge[] => {
    if (best.weight <= 0) return [];
    const { a, b, weight, waterfall } = best;
    const operations = operationsOf.get(`${a} ${b}`) ?? new Set();
    return [
      { a, b, kind: isHousehold(best) ? "household" : best.kind, weight, waterfall, operations: [...operations] },
    ];
  });
}
