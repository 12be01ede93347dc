import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PROTOCOL_VERSION } from "@sedge/protocol";
import type { BuiltOperators } from "@sedge/testbed";
import type { Plugin } from "vite";
import { afterAll } from "vitest";
import { bundleWorker } from "../../packages/client-sdk/bundle.ts";
import { SDK_FOLDER } from "./altered-sdk.ts";

type BuiltWorker = BuiltOperators["edge"];

/** The wire's version two releases from now, which no longer accepts today's. */
export const NEWER_VERSION = PROTOCOL_VERSION + 2;

/** Gives code of today the versions of the newer release. Throws where it does not state them. */
function newer(code: string): string {
  const changed = code
    .replace(/(\bPROTOCOL_VERSION) = \d+;/, `$1 = ${NEWER_VERSION};`)
    .replace(/(\bMIN_SUPPORTED_VERSION) = \d+;/, `$1 = ${NEWER_VERSION - 1};`);
  const stated = [NEWER_VERSION, NEWER_VERSION - 1].every((version) => changed.includes(`_VERSION = ${version};`));
  if (!stated) throw new Error("The protocol's versions are not where this release changes them.");
  return changed;
}

function temporaryFolder(from: string): string {
  const folder = mkdtempSync(join(tmpdir(), "sedge-release-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  cpSync(from, folder, { recursive: true });
  return folder;
}

/** A copy of a built Worker, and what replaces it with the newer release's. It is in force after a restart. */
export function upgradableWorker(built: BuiltWorker): { worker: BuiltWorker; upgrade: () => void } {
  const [entry] = built.modules;
  if (!entry) throw new Error("The Worker has no entry.");
  const folder = temporaryFolder(dirname(entry.path));
  const moved = (path: string) => join(folder, path.slice(dirname(entry.path).length));
  const modules = built.modules.map((module) => ({ ...module, path: moved(module.path) }));
  const upgrade = () => writeFileSync(moved(entry.path), newer(readFileSync(entry.path, "utf8")));
  return { worker: { ...built, modules }, upgrade };
}

/** A copy of the SDK's static files, and what replaces its worker with the newer release's. */
export function upgradableSdk(): { folder: string; upgrade: () => Promise<void> } {
  const folder = temporaryFolder(SDK_FOLDER);
  const versions: Plugin = {
    name: "newer-release",
    enforce: "pre",
    transform: (code, id) => (id.endsWith("/protocol/src/lib/version.ts") ? newer(code) : undefined),
  };
  return { folder, upgrade: () => bundleWorker(folder, [versions]) };
}
