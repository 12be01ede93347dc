import { expect, test } from "vitest";
import { liveSpeed } from "./live-speed.ts";

test("what was written into a stopped edge's files is there for the records that come after", async () => {
  const [speed, ...others] = await liveSpeed([3_000], 20, () => () => undefined);
  expect(others).toEqual([]);
  expect(speed).toMatchObject({ profiles: 3_000, records: 20 });
  expect(speed?.p95Ms).toBeGreaterThanOrEqual(speed?.p50Ms ?? Number.NaN);
  // Of those who come, most are copies of somebody in the files; were they not found there, there would be no edge.
  expect(speed?.edges).toBeGreaterThan(0.2);
}, 180_000);
