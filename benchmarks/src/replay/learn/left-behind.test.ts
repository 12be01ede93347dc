import { expect, test } from "vitest";
import { leftBehind } from "./left-behind.ts";

const marks = ["share-of-one", "nonce-of-one"];
const round = { file: "do/sedge-edge-RoundKeeper/a.sqlite", table: "rounds", row: { round: "r", body: "{}" } };

test("accepts an operator that keeps only round results", () => {
  expect(leftBehind("it", [round], '{"event":"request","route":"contribution"}', marks)).toEqual([]);
});

test("finds rows in a round's object, a kept secret, and shares in rows and in the log", () => {
  const shard = { file: "do/sedge-edge-ReportShard/b.sqlite", table: "reports", row: { ballot: "b", body: null } };
  const batch = { file: "do/sedge-aggregator-BatchShard/b.sqlite", table: "spent", row: { ballot: "b" } };
  const held = { ...round, table: "held", row: { round: "r", name: "secret" } };
  const elsewhere = { ...round, table: "pairs", row: { of: { any: "a share-of-one b" } } };
  const find = (row: typeof shard | typeof held | typeof elsewhere) => leftBehind("it", [round, row], "", marks);
  expect(find(shard)).toEqual(["it still stores rows of reports in an object of the round"]);
  expect(leftBehind("it", [batch], "", marks)).toEqual(["it still stores rows of spent in an object of the round"]);
  expect(find(held)).toEqual(["it still stores the round's secret or noised share"]);
  expect(find(elsewhere)).toEqual(["it stores a part of a contribution in pairs"]);
  expect(leftBehind("it", [round], "GET nonce-of-one", marks)).toEqual(["it has logged a part of a contribution"]);
});
