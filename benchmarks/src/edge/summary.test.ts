import { expect, test } from "vitest";
import { type RoundOfCell, summaryOf } from "./summary.ts";

const round = (rate: number, helloRate: number, calmMs: readonly number[]): RoundOfCell => ({
  calm: { rate: 0, ms: calmMs },
  loaded: { rate, ms: [10, 20] },
  helloRate,
  limitedRate: 800,
});

test("computes the median of each round's ratio to its own hello", () => {
  // The machine is half as fast in the second round: the rate drops, the ratio does not.
  const summary = summaryOf({ name: "n", about: "" }, [
    round(400, 8_000, [1]),
    round(200, 4_000, [2]),
    round(480, 8_000, [3]),
  ]);
  expect(summary).toMatchObject({ rate: 400, ratio: 0.05, limitedRatio: 0.5, requests: 9 });
});

test("computes latency quantiles over the requests of all rounds", () => {
  const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
  const summary = summaryOf({ name: "n", about: "" }, [
    round(1, 1, hundred.slice(0, 50)),
    round(1, 1, hundred.slice(50)),
  ]);
  expect(summary).toMatchObject({ calmP50: 50, calmP95: 95, loadedP50: 10, loadedP95: 20 });
});
