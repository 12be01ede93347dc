import { toBase64url } from "@sedge/privacy/base64url";
import { decodeSum } from "@sedge/privacy/contribution";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { WindowOrder, WindowTerms } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { gaussianFit } from "../../../../privacy/test/gaussian-fit.ts";
import { verifiedRound } from "../../../test/round-record.ts";
import { sqliteStorage } from "../../../test/sqlite-storage.ts";
import { RoundRows, type WindowRecord } from "./round-rows.ts";
import { costOf, noiseOf, sumShapeOf } from "./task-votes.ts";

const text = (bytes: number, fill: number) => toBase64url(new Uint8Array(bytes).fill(fill));
const WEEK_SECONDS = 604_800;

/** A counted window of two blocks, whose noise differs; `fill` names it. */
function verifiedWindow(fill = 9, first = 2_900): { record: WindowRecord; terms: WindowTerms } {
  const asked = {
    kind: "metrics",
    round: text(16, fill),
    plan: text(32, fill),
    seconds: WEEK_SECONDS,
    first,
    last: first,
    maxPeople: 900,
    spreadSeconds: 60,
    shards: 2,
  };
  const terms = v.parse(WindowTerms, {
    ...asked,
    blocks: [300, 700],
    maxFilled: 2,
    noise: [3.1, 11.7],
    weight: 4,
    rho: 1 / (2 * 3.1 ** 2) + 1 / (2 * 11.7 ** 2),
    delta: 1e-6,
    minPeople: 20,
    deadline: (first + 1) * WEEK_SECONDS,
    ballotKeys: { edge: text(32, fill), aggregator: text(32, fill + 1) },
    sealKey: text(65, fill),
    signature: { evaluated: text(32, fill), proof: text(64, fill) },
  });
  const request = v.parse(WindowOrder, { ...asked, ballotKey: text(32, fill) });
  const accepted = { people: 25, digest: text(32, fill) };
  return { record: { request, terms, progress: { state: "verified", accepted, end: null } }, terms };
}

test("each block of a window has noise of its own deviation, and costs what the terms state", () => {
  const { terms } = verifiedWindow();
  const noise = noiseOf(terms, seededRandom("window")).map(Number);
  expect(noise).toHaveLength(sumShapeOf(terms).cells);
  for (const [drawn, stdDev] of [
    [noise.slice(0, 300), 3.1],
    [noise.slice(300), 11.7],
  ] as const) {
    const { variance, exactVariance } = gaussianFit(drawn, stdDev ** 2);
    expect(Math.abs(variance / exactVariance - 1)).toBeLessThan(4 * Math.sqrt(2 / drawn.length));
  }
  expect(costOf(terms)).toBeCloseTo(terms.rho, 12);
});

test("a window runs beside a round, with a share of its own, and is not charged to rounds", () => {
  const rows = new RoundRows(sqliteStorage());
  const [round, window] = [verifiedRound(), verifiedWindow()];
  rows.put(round.record);
  rows.put(window.record);
  expect(rows.lanes()).toEqual(["cells", `metrics-${WEEK_SECONDS}`]);
  expect([rows.running(), rows.running(`metrics-${WEEK_SECONDS}`)]).toEqual([round.record, window.record]);
  for (const { record, terms } of [round, window]) rows.addNoise(record, terms, [], seededRandom("share"), 1_000);
  const share = rows.held(window.terms.round, "noised-sum") ?? expect.fail();
  expect(decodeSum(sumShapeOf(window.terms), share)).toHaveLength(1_000);
  expect(rows.spent(1e-6)).toMatchObject({ rounds: 1, rho: round.terms.rho });
  expect(rows.rounds(9)).toHaveLength(1);
  expect(rows.windows(WEEK_SECONDS, 9)).toMatchObject([{ progress: { state: "noised" } }]);
});

test("the oldest window is forgotten 400 days after its end, with its charge, and no round ever is", () => {
  const rows = new RoundRows(sqliteStorage());
  const { record, terms } = verifiedWindow(9, 10);
  const over = (11 + 1) * WEEK_SECONDS + 400 * 86_400;
  rows.put(verifiedRound().record);
  rows.put(record);
  rows.forgetOldWindow(WEEK_SECONDS, over);
  expect(rows.find(terms.round)).toBeDefined();
  rows.apply(record, { kind: "ended", end: { state: "abandoned", reason: "ordered" } });
  rows.forgetOldWindow(WEEK_SECONDS, 11 * WEEK_SECONDS + 399 * 86_400);
  expect(rows.find(terms.round)).toBeDefined();
  rows.forgetOldWindow(WEEK_SECONDS, over);
  rows.forgetOldWindow(WEEK_SECONDS, over);
  expect(rows.find(terms.round)).toBeUndefined();
  expect(rows.rounds(9)).toHaveLength(1);
});
