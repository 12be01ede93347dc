import { area } from "./mutant.ts";

export const clusterCommand = area("cluster-command", [
  {
    id: "bounds-of-no-sure-count",
    promise: "Bounds that noise hides are not made up: the command asks for them.",
    file: "packages/cli/src/lib/cluster/private-bounds.ts",
    find: "(count > least ? [cell] : [])",
    replace: "(count > -1e9 ? [cell] : [])",
    killedBy: ["packages/cli/src/lib/cluster/private-bounds.test.ts"],
  },
  {
    id: "shape-rounds-overspend",
    promise: "The rounds that count shapes spend the stated budget and no more.",
    file: "packages/cli/src/lib/cluster/learning/count-shapes.ts",
    find: "rho: rho * SHARES[round]!,",
    replace: "rho: rho * SHARES[round]! * 1.5,",
    killedBy: ["packages/cli/src/lib/cluster/learning/count-shapes.test.ts"],
  },
]);
