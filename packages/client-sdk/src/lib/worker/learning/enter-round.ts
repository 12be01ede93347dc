import type { Entry as Judged } from "@sedge/contribution/vote-code";
import type { DeviceBudget } from "@sedge/privacy/budget";
import type { RandomSource } from "@sedge/privacy/prf";
import { OperationId, type Round, type RoundId } from "@sedge/protocol";
import * as v from "valibot";
import type { SiteFiles } from "../clusters/site-files.ts";
import { lazyChunks } from "../lazy-chunks.ts";
import { randomId } from "../outbox/operation.ts";
import type { EdgeClock } from "../wire/edge-clock.ts";
import type { RoundDocument } from "./round-document.ts";

/** The message for a round that the aggregator did not sign. */
export const NOT_SIGNED = "The aggregator did not sign this round, so nothing is sent to it.";

/** What entering depends on. */
export interface EntryDeps {
  readonly site: string;
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
  { site, siteFiles, clock, random }: EntryDeps,
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
  const { entryOf } = await lazyChunks.vote();
  const edgeSeconds = await clock.edgeSeconds();
  return entryOf(found.round, {
    site,
    budget,
    point: pointOf(found.round),
    operationId: v.parse(OperationId, randomId(random)),
    random,
    nowMs: clock.nowMs(),
    edgeSeconds,
  });
}
