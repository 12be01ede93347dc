import { expect, inject, test } from "vitest";
import { playPart } from "./hostile/suite.ts";

const SEED = 7;
/** Short: `npm run hostile` plays the same for any length of time. */
const OPTIONS = { minutes: 0.04, seed: SEED, parts: [], requests: 1e9, kills: 2, people: 6, json: true } as const;

test.each([
  ["visitor", ["visitor"]],
  ["guest, connector and fuzz", ["guest", "connector", "fuzz"]],
  ["operator", ["operator"]],
  ["kills", ["kills"]],
] as const)("nobody suffers from the part %s of the hostile suite", { retry: 0 }, async (_, parts) => {
  const result = await playPart(parts, OPTIONS, undefined, inject("built"));
  expect(result.faults).toEqual([]);
  expect(result.steps).toBeGreaterThan(0);
  expect(result.attacks + result.kills).toBeGreaterThanOrEqual(parts.length);
});
