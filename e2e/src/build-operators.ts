import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuiltOperators, edgeSeed, startOperators } from "@sedge/testbed";
import { buildOperators } from "@sedge/testbed/build-operators";
import type { TestProject } from "vitest/node";
import { setup as buildSdk } from "../../packages/client-sdk/test/built.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly built: BuiltOperators;
    /** A folder for this run's files, removed at its end. */
    readonly folder: string;
  }
}

/**
 * The built operators with databases that already have all migrations. Without them, each start spends half a second of CPU
 * time on migrations.
 */
async function withDatabases(built: BuiltOperators, folder: string): Promise<BuiltOperators> {
  const { edge, loginKey, stop } = await startOperators({ built, persistTo: folder });
  await stop();
  return {
    ...built,
    edge: { ...built.edge, databases: { folder: join(edge.folder, "state", "d1"), seed: edgeSeed(loginKey) } },
  };
}

/** Builds the SDK if its sources have changed, and both Workers, once per run. Each test file starts its own operators from the build. */
export default async function buildOnce({ provide }: TestProject): Promise<() => Promise<void>> {
  buildSdk();
  const folder = await mkdtemp(join(tmpdir(), "sedge-built-"));
  provide("built", await withDatabases(await buildOperators(folder), join(folder, "prepared")));
  provide("folder", folder);
  // The processes of shared operators may still be writing their last rows.
  return () => rm(folder, { recursive: true, force: true, maxRetries: 10 });
}
