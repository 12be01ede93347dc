import { bundleForNode, finishPackage } from "../connector/node-package.ts";

// Builds dist: the `sedge` command as it is published, one folder that needs no other package. It offers a command and no
// module, so there are no declarations.
const root = import.meta.dirname;

await bundleForNode(
  root,
  {
    sedge: "sedge.ts",
    "prf-worker": "lib/resolve/prf/prf-worker.ts",
    "full-worker": "lib/cluster/full/full-worker.ts",
  },
  [],
);
finishPackage(root, { bin: { sedge: "./sedge.js" } });
