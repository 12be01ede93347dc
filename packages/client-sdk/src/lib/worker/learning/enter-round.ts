import { askBudget, type DeviceBudget } from "@sedge/privacy/budget";
import type { RandomSource } from "@sedge/privacy/prf";
import { OperationId, type Round, type RoundId } from "@sedge/protocol";
import * as v from "valibot";
import type { SiteFiles } from "../clusters/site-files.ts";
import { lateCode } from "../late-code.ts";
import { randomId } from "../outbox/random-id.ts";
import type { EdgeClock } from "../wire/edge-clock.ts";
import type { RecordIn } from "./contribution-record.ts";
import type { RoundDocument } from "./round-document.ts";

/** What is told of a round that nobody answerable stands for. */
export const NOT_VOUCHED = "The aggregator does not vouch for this round, so nothing is sent to it.";

/** What entering needs of its surroundings. */
export interface EntrySurroundings {
  readonly site: string;
  readonly siteFiles: SiteFiles;
  readonly clock: EdgeClock;
  readonly random: RandomSource;
}

/** Whether this device takes part. `later`: the edge's documents do not agree yet, or can't be had. */
export type Entry =
  | { readonly state: "entered"; readonly drawing: RecordIn<"drawing"> }
  | { readonly state: "later" }
  | { readonly state: "declined"; readonly code: string; readonly message: string };

function declined(code: string, message: string): Entry {
  return { state: "declined", code, message };
}

/**
 * Looks at a round that this device has not met: whether the aggregator vouches for it, it measures what a visit has, and the
 * device's budget allows it. Nothing of the visit is sent by that.
 *
 * @param pointOf - The visit as the round asks for it; undefined where this version can't answer.
 * @throws SedgeError as the site's files and late code do.
 */
export async function enterRound(
  { site, siteFiles, clock, random }: EntrySurroundings,
  documents: RoundDocument,
  id: RoundId,
  budget: DeviceBudget,
  pointOf: (round: Round) => number[] | undefined,
): Promise<Entry> {
  const found = await documents.find(id);
  if (found.state === "not-vouched") return declined("round-not-vouched", NOT_VOUCHED);
  const { codebook } = await siteFiles.manifest();
  if (found.state !== "found" || found.round.generation !== codebook.generation) {
    // One of the two documents is older than the other.
    siteFiles.forgetManifest();
    return { state: "later" };
  }
  const { round } = found;
  const point = pointOf(round);
  if (!point) return declined("unknown-measurement", "The round measures what this version does not know.");
  const code = await lateCode.vote();
  const microEpsilon = code.costOf(round);
  const nowMs = clock.nowMs();
  const spending = { round: id, microEpsilon, spentAt: Math.floor(nowMs / 1_000) };
  if (askBudget(budget, spending).outcome !== "granted") {
    return declined("privacy-budget-spent", "The device's privacy budget does not allow this round.");
  }
  const drawing: RecordIn<"drawing"> = {
    step: "drawing",
    round: id,
    microEpsilon,
    deadline: nowMs + (round.deadline - (await clock.edgeSeconds())) * 1_000,
    attempts: 0,
    notBefore: nowMs,
    operationId: v.parse(OperationId, randomId(random)),
    asked: code.newBallot(site, round, random),
    point,
  };
  return { state: "entered", drawing };
}
