import { epsilonOf } from "@sedge/privacy/accountant";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { expect, test } from "vitest";
import { verifiedRound } from "../../../test/round-record.ts";
import { sqliteStorage } from "../../../test/sqlite-storage.ts";
import { reportOf, USUAL_DELTA } from "./round-report.ts";
import { RoundRows } from "./round-rows.ts";

const REPORTS = { waiting: 3, counted: 2, refused: 1 };

test("without rounds nothing is spent, stated at the usual delta", () => {
  const { rounds, spent } = reportOf(new RoundRows(sqliteStorage()), REPORTS);
  expect(rounds).toEqual([]);
  expect(spent).toMatchObject({ rounds: 0, rho: 0, epsilon: 0, delta: USUAL_DELTA });
});

test("lists the rounds, latest first, with what was charged at the latest one's delta", () => {
  const rows = new RoundRows(sqliteStorage());
  const [first, second] = [verifiedRound(1), verifiedRound(2)];
  rows.put(first.record);
  rows.addNoise(first.record, first.terms, [], seededRandom("report"), 0);
  rows.put({ ...second.record, progress: { state: "collecting", accepted: null, end: null } });
  const { rounds, spent } = reportOf(rows, REPORTS);
  expect(rounds).toMatchObject([
    { round: second.terms.round, state: "collecting", people: null, reports: REPORTS, rho: 0.37 },
    { round: first.terms.round, state: "noised", people: 25, reports: null, rho: 0.37, minPeople: 20 },
  ]);
  expect(spent).toMatchObject({ rounds: 1, rho: 0.37, epsilon: epsilonOf(0.37, 3e-6), delta: 3e-6 });
});

test("states no cost before the terms are agreed", () => {
  const rows = new RoundRows(sqliteStorage());
  const { record } = verifiedRound(1);
  rows.put({ ...record, terms: null, progress: { state: "open", accepted: null, end: null } });
  expect(reportOf(rows, REPORTS).rounds).toMatchObject([{ state: "open", rho: null, reports: null }]);
});
