import {
  abstentionOf,
  clusterOf,
  codewordAt,
  codewordOf,
  featureRecord,
  type Session,
  showsShop,
} from "@sedge/features";
import {
  type AssignBody,
  Assignment,
  type Channel,
  type Codebook,
  type Codeword,
  type LinkToken,
  type TriggerName,
} from "@sedge/protocol";
import type { ClusterAnswer, ClusterFound, NoCluster } from "../../classification.ts";
import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import { SedgeError } from "../../sedge-error.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { GuardedStore } from "../storage/guarded-store.ts";
import type { Store } from "../storage/store.ts";
import { type StoredKeys, signersOf } from "../storage/stored-keys.ts";
import type { EdgeAnswer } from "../storage/stored-values.ts";
import { readAnswer, type Send } from "../wire/wire.ts";
import { type GivenConsent, unsignedReceipt } from "../wire/consent-gate.ts";
import { nameableCodeword } from "./codeword-allowance.ts";
import { heldAnswer } from "./held-answer.ts";
import { PRIOR_MIN_PEOPLE, priorCodebook } from "./prior-codebook.ts";
import type { SiteFiles } from "./site-files.ts";
import type { Operation, OperationResult } from "../outbox/operation.ts";

/** Why the edge was not used. */
type Because = NonNullable<ClusterAnswer["because"]>;

/** The codeword of a visit. One that shows nothing of a shop has the root, where everybody is: no cell describes it. */
export function visitCodeword(codebook: Codebook, session: Session, minPeople: number): Codeword {
  if (showsShop(session)) return codewordOf(codebook, featureRecord(session), minPeople);
  return codewordAt(codebook, undefined, minPeople);
}

/** The cluster that the device finds alone, in a codebook, with the reason why it had to. */
function deviceCluster(
  codebook: Codebook,
  codeword: Codeword,
  channel: Channel,
  because: Because,
): ClusterFound | undefined {
  const found = clusterOf(codebook, codeword);
  return found && { ...found, channels: [channel], source: "device", because };
}

/** The answer for a visit of which nobody knows anything that clusters are made of. */
function noCluster(answer: ClusterFound, session: Session): NoCluster | undefined {
  const abstained = abstentionOf(session);
  if (!abstained) return undefined;
  return { ...answer, clusterId: null, clusterName: null, level: 0, confidence: 0, isHeld: undefined, abstained };
}

/** Refusals after which the manifest is read again: the edge has another codebook or k than the device. */
const OUTDATED: readonly string[] = ["unknown-codeword", "below-minimum-people", "policy-outdated"];

/** What the assigner depends on. */
export interface AssignerDeps {
  readonly channel: Extract<Channel, "web" | "app">;
  readonly store: GuardedStore;
  readonly send: Send;
  readonly siteFiles: SiteFiles;
  readonly outbox: Outbox;
  readonly consent: Pick<GivenConsent, "mayLink" | "receipt">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly report: (code: SedgeErrorCode, message: string) => void;
}

/** An answer, and the codebook that it was found in. */
interface Found {
  readonly answer: ClusterFound;
  readonly codebook: Codebook;
}

/**
 * Finds the visitor's cluster: at the edge where `link` is given, else on the device. Answers are sticky: the edge is
 * asked again only when the codeword, its generation or the signing tokens have changed, and gets only so many codewords a day. A visit
 * that shows nothing of a shop names nothing new: the codeword that the edge knows stays, or the root is named.
 */
export class ClusterAssigner {
  readonly #deps: AssignerDeps;

  constructor(deps: AssignerDeps) {
    this.#deps = deps;
  }

  /**
   * @param read - Gives the session; called once the work has begun.
   * @throws SedgeError `no-codebook` when not even the shipped codebook can be had.
   */
  async assign(read: () => Promise<Session>): Promise<ClusterAnswer> {
    const { now } = this.#deps;
    const store = this.#deps.store.work();
    const session = await read();
    const { answer, codebook } = await this.#find(store, session);
    const held = await heldAnswer(store.values, answer, codebook, session, now());
    const given = held ?? noCluster(answer, session) ?? answer;
    const fired = await store.values.get("fired");
    return fired?.startedAt === session.startedAt ? { ...given, triggers: fired.names } : given;
  }

  async #find(store: Store, session: Session): Promise<Found> {
    const { siteFiles, consent, channel, now } = this.#deps;
    if (!consent.mayLink()) return this.#prior(session, "no-link-consent");
    try {
      const manifest = await siteFiles.manifest();
      const codebook = await siteFiles.codebook(manifest);
      const { minPeople } = manifest;
      // The last good codebook serves the device, but the edge would not know its cells.
      const isCurrent = siteFiles.isCurrent(manifest) && codebook.generation === manifest.codebook.generation;
      const codeword = await this.#codeword(store, codebook, session, minPeople);
      const { sha256 } = manifest.codebook;
      const named = isCurrent ? await nameableCodeword(store, { codeword, sha256 }, now()) : undefined;
      const because = named ? "edge-unavailable" : isCurrent ? "codeword-limit" : "no-codebook";
      const answer =
        (named && (await this.#atEdge(store, { channel, codeword: named }))) ||
        deviceCluster(codebook, codeword, channel, because);
      return answer ? { answer, codebook } : await this.#prior(session, because);
    } catch (error) {
      const code = error instanceof SedgeError ? error.code : "assignment-failed";
      const isExpected = BECAUSE.has(code);
      if (!isExpected) this.#deps.report(code, "The edge can't be used; the device's own cluster serves.");
      return this.#prior(session, BECAUSE.get(code) ?? "edge-unavailable");
    }
  }

  async #prior(session: Session, because: Because): Promise<Found> {
    const { channel } = this.#deps;
    const codebook = await priorCodebook();
    const answer =
      codebook && deviceCluster(codebook, visitCodeword(codebook, session, PRIOR_MIN_PEOPLE), channel, because);
    if (!codebook || !answer)
      throw new SedgeError("no-codebook", "No codebook can be had now, so there is no cluster.");
    return { answer, codebook };
  }

  /** The visit's codeword; where the visit has none of its own, the one that the edge knows of the same people. */
  async #codeword(store: Store, codebook: Codebook, session: Session, minPeople: number): Promise<Codeword> {
    const own = visitCodeword(codebook, session, minPeople);
    if (showsShop(session)) return own;
    const [answer, keys] = await Promise.all([store.values.get("edgeAnswer"), store.keys.list()]);
    const isSame = answer?.codeword.generation === own.generation && answer.tokens.join() === tokensOf(keys).join();
    return isSame ? answer.codeword : own;
  }

  async #atEdge(store: Store, body: AssignBody): Promise<ClusterFound | undefined> {
    const keys = await store.keys.list();
    const tokens = tokensOf(keys);
    const isAnswered = (answer: EdgeAnswer | undefined) =>
      answer?.codeword.path === body.codeword.path &&
      answer.codeword.generation === body.codeword.generation &&
      answer.tokens.join() === tokens.join();
    if (!isAnswered(await store.values.get("edgeAnswer"))) {
      await (keys.length > 0 ? this.#assignSigned(store, body, keys) : this.#assignUnsigned(store, body));
    }
    const answer = await store.values.get("edgeAnswer");
    return answer && isAnswered(answer) ? { ...answer.cluster, source: "edge" } : undefined;
  }

  async #assignSigned(store: Store, body: AssignBody, keys: readonly StoredKeys[]): Promise<void> {
    const { outbox, consent } = this.#deps;
    // The link has put the tokens into one profile, so one of them is enough to sign.
    const signing = signersOf(firstOf(keys));
    const result = await outbox.perform({ action: "assign", body, keys: signing, receipt: consent.receipt() }, store);
    if (result.state === "dropped") this.#learnFrom(result.code);
  }

  async #assignUnsigned(store: Store, body: AssignBody): Promise<void> {
    const { send, consent } = this.#deps;
    const request = { ...body, receipt: unsignedReceipt(consent.receipt()) };
    const answer = readAnswer(Assignment, await send({ route: "assignment", body: request }));
    if (answer.ok) await store.values.put("edgeAnswer", { codeword: body.codeword, tokens: [], cluster: answer.value });
    else if (answer.status >= 400 && answer.status < 500) this.#learnFrom(answer.code);
  }

  #learnFrom(code: SedgeErrorCode): void {
    const { siteFiles, report } = this.#deps;
    if (OUTDATED.includes(code)) siteFiles.forgetManifest();
    report(code, "The edge refused this visit's codeword; the device's own cluster serves.");
  }
}

/** What an error of the way to the edge means for the answer. */
const BECAUSE: ReadonlyMap<string, Because> = new Map([
  ["no-codebook", "no-codebook"],
  ["consent-required", "no-link-consent"],
  ["edge-unavailable", "edge-unavailable"],
]);

/** The tokens of some keys, in an order that does not depend on when they came. */
export function tokensOf(keys: readonly Pick<StoredKeys, "token">[]): LinkToken[] {
  return keys.map(({ token }) => token).toSorted();
}

/** The keys of the first token in that order, of the newest epoch, as a list of one. */
export function firstOf(keys: readonly StoredKeys[]): StoredKeys[] {
  return keys.toSorted((a, b) => b.epoch - a.epoch || (a.token < b.token ? -1 : 1)).slice(0, 1);
}

/**
 * Remembers the cluster that came with a settled operation, if the operation was this person's: an assignment answers
 * for its codeword, a link refreshes the answer that the same tokens had before.
 */
export async function keepEdgeAnswer(
  store: Store,
  operation: Operation,
  { assignment: answer }: OperationResult,
  startedAt: number,
): Promise<readonly TriggerName[]> {
  if (!answer) return [];
  const tokens = tokensOf(await store.keys.list());
  if (!operation.keys.every(({ token }) => tokens.includes(token))) return [];
  // What fired with an answer is reported once, and kept apart from the cluster, which is kept for longer.
  const { triggers = [], ...assignment } = answer;
  await keepCluster(store, operation, assignment, tokens);
  if (triggers.length > 0) {
    await store.values.update("fired", (before) => {
      const names = before?.startedAt === startedAt ? before.names : [];
      return { startedAt, names: [...new Set([...names, ...triggers])] };
    });
  }
  return triggers;
}

async function keepCluster(
  store: Store,
  operation: Operation,
  assignment: Omit<Assignment, "triggers">,
  tokens: LinkToken[],
): Promise<void> {
  if (operation.action === "assign") {
    await store.values.put("edgeAnswer", { codeword: operation.body.codeword, tokens, cluster: assignment });
    return;
  }
  const last = await store.values.get("edgeAnswer");
  if (last?.tokens.join() === tokens.join()) await store.values.put("edgeAnswer", { ...last, cluster: assignment });
}
