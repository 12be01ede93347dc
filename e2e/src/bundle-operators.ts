import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleOperators, type OperatorBundles } from "@sedge/testbed";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    readonly bundles: OperatorBundles;
  }
}

/** Bundles both Workers once for a run. Each file starts operators of its own from them. */
export default async function bundleOnce({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "sedge-bundles-"));
  provide("bundles", await bundleOperators(folder));
  return () => rm(folder, { recursive: true, force: true });
}
