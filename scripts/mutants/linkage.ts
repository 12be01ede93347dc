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
]);
