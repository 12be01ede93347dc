import { voter } from "@sedge/features/vote";
import { cellSum as roundOf } from "@sedge/privacy/contribution";
import { deriveSealKey } from "@sedge/privacy/seal";
import { type ConsentReceipt, Measurement, shapeOfMeasurement } from "@sedge/protocol";
import * as v from "valibot";
import { AggregatorSide } from "./aggregator-side.ts";
import { NATIVE_BALLOTS, OWN_BALLOTS } from "./ballot-maths.ts";
import { ballotBody, contributionBody, type FullTerms } from "./device-side.ts";
import { EdgeSide } from "./edge-side.ts";
import { aggregatorBallotKey, edgeBallotKey, RoundSecrets } from "./round-keys.ts";

/** Some of a round's devices, and the keys of both operators. */
export const SliceJob = v.object({
  secrets: RoundSecrets,
  measurement: Measurement,
  /** Coordinates of the devices' points, one point after the other. */
  coordinates: v.instance(Float64Array),
  /** Implementation of the ballots: `own`, as in browsers and Workers, or `native`, much faster. */
  ballots: v.picklist(["own", "native"]),
});
export type SliceJob = v.InferOutput<typeof SliceJob>;

const RECEIPT: ConsentReceipt = { purposes: ["classify", "learn"], policyVersion: "simulated", day: "2026-01-01" };

const FieldSum = v.custom<BigUint64Array>((value) => value instanceof BigUint64Array);

/** Result of a slice: each operator's share of its sum, and what the devices spent. */
export const SliceSums = v.object({
  edge: FieldSum,
  aggregator: FieldSum,
  contributions: v.number(),
  /** Bytes sent by devices: requests for ballots, and contributions. */
  bytes: v.number(),
  /** Milliseconds of processor time on devices. */
  ms: v.number(),
});
export type SliceSums = v.InferOutput<typeof SliceSums>;

/**
 * Milliseconds of processor time of this thread: other processes do not count. Node before 23.9 measures no thread, so
 * there it is the time that has passed.
 */
function processorMs(): number {
  if (!("threadCpuUsage" in process)) return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * Devices that take part in a round, one after the other, each from asking for its ballot to being counted by both
 * operators. Like a shard of a real round: its sums are added to those of other slices.
 *
 * @param progress - Called after every counted contribution.
 * @throws Error when an honest contribution is refused.
 */
export async function countSlice(
  { secrets, measurement, coordinates, ballots: maths }: SliceJob,
  progress: () => void,
): Promise<SliceSums> {
  const ballots = maths === "own" ? OWN_BALLOTS : NATIVE_BALLOTS;
  const { site, round, verifyKey } = secrets;
  const cellSum = roundOf(shapeOfMeasurement(measurement), site, round);
  const sealKey = await deriveSealKey(secrets.sealSeed, site, round);
  const keys = { edge: edgeBallotKey(secrets), aggregator: aggregatorBallotKey(secrets) };
  const known = { site, round, cellSum, verifyKey, ballots };
  const edge = new EdgeSide({ ...known, ballotKey: keys.edge });
  const aggregator = new AggregatorSide({ ...known, ballotKey: keys.aggregator, sealKey });
  const ballotKeys = { edge: keys.edge.publicKey, aggregator: keys.aggregator.publicKey };
  const terms: FullTerms = { site, round, cellSum, ballotKeys, sealKey: sealKey.publicKey, receipt: RECEIPT };

  const voteAt = voter(measurement);
  const spent = { contributions: 0, bytes: 0, ms: 0 };
  for (let from = 0; from < coordinates.length; from += measurement.features.length) {
    const start = processorMs();
    const asked = ballots.ask(site, round);
    const request = ballotBody(terms, asked);
    const asking = processorMs() - start;
    const { blinded } = asked.blinding;
    const answers = { edge: edge.evaluate(blinded), aggregator: aggregator.evaluate(blinded) };
    const again = processorMs();
    const body = await contributionBody(terms, voteAt(coordinates, from), ballots, asked, answers);
    spent.ms += asking + processorMs() - again;
    spent.bytes += request.length + body.length;
    spent.contributions += 1;
    if (!(await edge.receive(body, aggregator))) throw new Error("an honest contribution was refused");
    progress();
  }
  return { edge: edge.sum, aggregator: aggregator.sum, ...spent };
}
