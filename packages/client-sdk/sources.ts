import { createHash, type Hash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = import.meta.dirname;

/** What the bundles are made of. */
const SOURCES = [
  "{build,bundle,sources}.ts",
  "package.json",
  "src/**/*.ts",
  "tsconfig.types.json",
  "../{protocol,features,privacy,contribution}/src/**/*.ts",
  "../../models/*/*.json",
  "../../pnpm-lock.yaml",
];
const TESTS = ["**/*.test.ts", "**/*.test-d.ts"];

/** Hashes the sources of the bundles, and other files of this package by their paths. The same files give the same hash. */
export function hashOfSources(...others: readonly string[]): Hash {
  const hash = createHash("sha256");
  for (const file of globSync([...SOURCES, ...others], { cwd: root, exclude: TESTS }).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash;
}
