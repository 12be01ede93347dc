import * as v from "valibot";
import type { Entry as Judged } from "@sedge/contribution/vote-code";
import type { DeviceBudget } from "@sedge/privacy/budget";
import type { RandomSource } from "@sedge/privacy/prf";
import { OperationId, Round, type RoundId } from "@sedge/protocol";
import type { SiteFiles } from "../clusters/site-files.ts";
import { lazyChunks } from "../lazy-chunks.ts";
import { randomId } from "../outbox/operation.ts";
import type { EdgeClock } from "../wire/edge-clock.ts";
import { readAnswer, type Send } from "../wire/wire.ts";

/**
 * A round's document, or why there is none: it is closed, it is unavailable now, or the aggregator does not sign
 * for it.
 */
type FoundRound =
  | { readonly state: "found"; readonly round: Round }
  | { readonly state: "over" | "unavailable" | "not-signed" };

/** The document of the site's round, read once a page and verified, whichever server delivered it. */
export class RoundDocument {
  readonly #deps: { readonly site: string; readonly siteFiles: SiteFiles; readonly send: Send };
  #round: Round | undefined;

  constructor(deps: { readonly site: string; readonly siteFiles: SiteFiles; readonly send: Send }) {
    this.#deps = deps;
  }

  /** The round of that id as it was read on this page, if it was. */
  known(id: RoundId): Round | undefined {
    return this.#round?.round === id ? this.#round : undefined;
  }

  /** @throws SedgeError `aggregator-key-mismatch`, `edge-unavailable`, `code-unavailable`. */
  async find(id: RoundId): Promise<FoundRound> {
    const known = this.known(id);
    if (known) return { state: "found", round: known };
    const { site, siteFiles, send } = this.#deps;
    const manifest = await siteFiles.manifest();
    const answer = readAnswer(Round, await send({ route: "round" }));
    if (!answer.ok) return { state: answer.code === "no-round" ? "over" : "unavailable" };
    if (answer.value.round !== id) return { state: "over" };
    const { isRoundSigned } = await lazyChunks.vote();
    if (!isRoundSigned(site, answer.value, manifest)) return { state: "not-signed" };
    this.#round = answer.value;
    return { state: "found", round: answer.value };
  }
}

/** The message for a round that the aggregator did not sign. */
export const NOT_SIGNED = "The aggregator did not sign this round, so nothing is sent to it.";

/** What entering depends on. */
export interface EntryDeps {
  readonly site: string;
  /** URL of the edge. */
  readonly endpoint: string;
  readonly siteFiles: SiteFiles;
  readonly clock: EdgeClock;
  readonly random: RandomSource;
}

/** Whether this device takes part. `later`: the edge's documents do not agree yet, or can't be had. */
export type Entry =
  | Judged
  | { readonly state: "declined"; readonly code: "round-not-signed"; readonly message: string }
  | { readonly state: "later" };

/**
 * Looks at a round that this device has not met: whether the aggregator signs it, it measures what a visit has, and the
 * device's budget allows it. Nothing of the visit is sent by that.
 *
 * @param pointOf - The visit as the round asks for it; undefined where this version can't answer.
 * @throws SedgeError as the site's files and lazy chunks do.
 */
export async function enterRound(
  { site, endpoint, siteFiles, clock, random }: EntryDeps,
  documents: RoundDocument,
  id: RoundId,
  budget: DeviceBudget,
  pointOf: (round: Round) => number[] | undefined,
): Promise<Entry> {
  const found = await documents.find(id);
  if (found.state === "not-signed") return { state: "declined", code: "round-not-signed", message: NOT_SIGNED };
  const { codebook } = await siteFiles.manifest();
  if (found.state !== "found" || found.round.generation !== codebook.generation) {
    // One of the two documents is older than the other.
    siteFiles.forgetManifest();
    return { state: "later" };
  }
  const { entryOf, roundLimits } = await lazyChunks.vote();
  const edgeSeconds = await clock.edgeSeconds();
  // The ballot of a round that ends before this device may vote would be drawn for nothing.
  const limits = roundLimits(endpoint);
  if (found.round.deadline - edgeSeconds <= limits.voteWaitSeconds) return { state: "later" };
  return entryOf(found.round, {
    site,
    budget,
    point: pointOf(found.round),
    operationId: v.parse(OperationId, randomId(random)),
    random,
    limits,
    nowMs: clock.nowMs(),
    edgeSeconds,
  });
}
