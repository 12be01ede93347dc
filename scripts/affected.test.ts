import { expect, test } from "vitest";
import { affectedFolders, readWorkspace } from "./affected.ts";

const imports = (inSource: string[], inTests: string[] = []) => ({ inSource, inTests });
const workspace = new Map([
  ["packages/wire", imports([])],
  ["packages/page", imports(["packages/wire"], ["packages/rig"])],
  ["packages/wire-tools", imports([])],
  ["packages/rig", imports(["packages/wire-tools"])],
  ["models", imports(["packages/wire-tools"])],
  ["e2e", imports(["packages/page"])],
]);
const affected = (...files: string[]) => [...affectedFolders(files, workspace)].sort();

test("a file affects its package and every package that imports it, directly or not", () => {
  expect(affected("packages/wire/src/index.ts")).toEqual(["e2e", "packages/page", "packages/wire"]);
  expect(affected("e2e/src/a.test.ts", "models/src/a.ts")).toEqual(["e2e", "models"]);
});

test("a file affects a package whose tests import it, but nothing that imports that package", () => {
  const found = ["models", "packages/page", "packages/rig", "packages/wire-tools"];
  expect(affected("packages/wire-tools/src/index.ts")).toEqual(found);
});

test("a shipped model or a file of no package affects all, and a text affects none", () => {
  const all = [...workspace.keys()].sort();
  expect(affected("models/churn/weights.json")).toEqual(all);
  expect(affected("pnpm-lock.yaml")).toEqual(all);
  expect(affected("README.md", "packages/wire/README.md", "models/churn/MODEL_CARD.md")).toEqual([]);
});

test("a change to clustering runs both operators' tests and not the SDK's", () => {
  const found = affectedFolders(["packages/clustering/src/k-means.ts"], readWorkspace());
  expect(found).toContain("packages/aggregator");
  expect(found).toContain("benchmarks");
  expect(found).toContain("packages/edge-worker");
  expect(found).not.toContain("packages/client-sdk");
});
