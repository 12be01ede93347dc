import { readFileSync } from "node:fs";
import { addTouch, pointIn, tallyCoordinates, type TouchTally } from "@sedge/features/profile";
import { clusterOf, codewordAt } from "@sedge/features";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { NO_DATA } from "./data-folder.ts";
import { artefact } from "./model-folder.ts";
import { buildTillPrior, householdTills, TILL_PLAN } from "./till-prior.ts";

const shipped = v.parse(Codebook, JSON.parse(readFileSync(artefact("till-prior", "codebook.json"), "utf8")));

test("the shipped prior is of the till alone, and each of its cells has people enough", () => {
  expect(shipped).toMatchObject({ generation: 0, source: "prior", featureSchema: "profile.v1" });
  expect(shipped.features).toEqual(TILL_PLAN.features);
  expect(Math.min(...shipped.cells.map(({ count }) => count))).toBeGreaterThanOrEqual(TILL_PLAN.shape.minWeight);
});

test("separates daily customers from one-time customers", () => {
  const after = (visits: number) =>
    Array.from({ length: visits }, (_, day) => ({ at: day * 86_400, amount: 12, department: `d${day % 5}` })).reduce<
      TouchTally | undefined
    >(addTouch, undefined) ?? expect.fail("no visit");
  const nameOf = (tally: TouchTally) =>
    clusterOf(shipped, codewordAt(shipped, pointIn(shipped, "shop-till", tallyCoordinates("shop-till", tally)), 50))
      ?.clusterName;
  expect(nameOf(after(1))).toMatch(/^seldom/);
  expect(nameOf(after(200))).toMatch(/^very often/);
});

const tills = householdTills();
test.skipIf(!tills)(`the shipped file is what the public data give${tills ? "" : ` (${NO_DATA})`}`, () => {
  expect(buildTillPrior(tills?.values() ?? [])).toEqual(shipped);
});
