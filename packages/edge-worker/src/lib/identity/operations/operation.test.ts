import * as v from "valibot";
import { expect, test } from "vitest";
import { link, tokenOf, unlink } from "../../../../test/operations.ts";
import { StoredOperation, storedOperation } from "./operation.ts";

test("an operation is read as it was stored, with its claims as places or, by earlier code, as tokens", () => {
  const claim = { ...link(1, [0, 1, 2]), claimed: [tokenOf(1), tokenOf(2)] };
  for (const operation of [claim, link(2, [0, 1]), unlink(3, 0)]) {
    const stored: unknown = JSON.parse(JSON.stringify(storedOperation(operation)));
    expect(v.parse(StoredOperation, stored)).toEqual(operation);
  }
  expect(JSON.stringify(storedOperation(claim))).toContain('"claimed":[1,2]');
  expect(v.parse(StoredOperation, claim)).toEqual(claim);
  expect(v.is(StoredOperation, { ...claim, claimed: [3] })).toBe(false);
});
