import { area } from "./mutant.ts";

export const linkage = area("linkage", [
  {
    id: "place-counts-twice",
    promise: "A place counts once, so that neighbours are not one person.",
    file: "packages/linkage/src/lib/scoring/relation.ts",
    find: "else isIdle[comparison] = 1;",
    replace: "else sum += weight;",
    killedBy: ["packages/linkage/src/lib/scoring/relation.test.ts"],
  },
  {
    id: "no-household",
    promise: "Two people of one household are not one person.",
    file: "packages/linkage/src/lib/scoring/relation.ts",
    find: "into.household = -overOne(into.familiar);",
    replace: "into.household = 0 * overOne(into.familiar);",
    killedBy: ["packages/linkage/src/lib/scoring/relation.test.ts"],
  },
  {
    id: "sure-of-five-rows",
    promise: "Nothing is certain on a handful of records.",
    file: "packages/linkage/src/lib/batch/membership.ts",
    find: "const most = (records + 1) / (records + 2);",
    replace: "const most = 1;",
    killedBy: ["packages/linkage/src/lib/batch/membership.test.ts"],
  },
  {
    id: "poisoned-channel",
    promise:
      "However many records agree with two people whose records contradict each other, they join neither to the other.",
    file: "packages/edge-worker/src/lib/identity/graph/entities.ts",
    find: "isContradiction && against.has(pair(node(a), node(b)))",
    replace: "isContradiction && !against.has(pair(node(a), node(b)))",
    killedBy: ["packages/edge-worker/src/lib/identity/graph/component.test.ts"],
  },
  {
    id: "one-difference-contradicts",
    promise: "Another surname alone, as after a marriage, contradicts nothing.",
    file: "packages/edge-worker/src/lib/identity/records/contradiction.ts",
    find: "const FEWEST_DIFFERENT = 2;",
    replace: "const FEWEST_DIFFERENT = 1;",
    killedBy: ["packages/edge-worker/src/lib/identity/records/contradiction.test.ts"],
  },
]);
