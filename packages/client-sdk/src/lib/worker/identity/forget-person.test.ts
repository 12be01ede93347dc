import { OperationId } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { OPERATION_RESULTS } from "../outbox/operation.ts";
import type { Store } from "../storage/store.ts";
import { erasureReport } from "./forget-person.ts";

/** A store in which nothing waits. */
const store = { operations: { list: () => Promise.resolve([]) } } as unknown as Store;
const operationId = v.parse(OperationId, "A".repeat(22));
const answer = { operationId, tokens: 1, edges: 0, observations: 0 };

test("an erasure that the edge has filed for the site is reported as a request, not as erased", async () => {
  const filed = v.parse(OPERATION_RESULTS.erase, { ...answer, requestedUntil: 1_798_000_000 });
  expect(filed).toEqual({ tokens: 1, assignment: null, requestedUntil: 1_798_000_000 });
  const report = { device: "erased", edge: "requested", requestedUntil: 1_798_000_000 };
  expect(await erasureReport(store, { tokens: 1, requestedUntil: 1_798_000_000 })).toEqual(report);
  expect(v.parse(OPERATION_RESULTS.erase, answer)).toEqual({ tokens: 1, assignment: null });
  expect(await erasureReport(store, { tokens: 1 })).toEqual({ device: "erased", edge: "erased" });
  expect(await erasureReport(store, { tokens: 0 })).toEqual({ device: "erased", edge: "nothing-stored" });
});
