import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { root } from "./step.ts";

const Versions = v.optional(v.record(v.string(), v.string()), {});
const Manifest = v.object({ name: v.string(), dependencies: Versions, devDependencies: Versions });

/** Tests that compare with research code import it by path, because it depends on their package. */
const TESTS_BY_PATH: Readonly<Record<string, readonly string[]>> = {
  "packages/linkage": ["packages/research"],
  "packages/connector": ["packages/research"],
};

/** Folders of the packages that a package imports. */
interface Imports {
  readonly inSource: readonly string[];
  readonly inTests: readonly string[];
}

/** The imports of each package, by its folder. */
export type Workspace = ReadonlyMap<string, Imports>;

/** This repository's packages, from each package.json; `scripts` has none. */
export function readWorkspace(): Workspace {
  const paths = globSync("{packages/*,examples/*,models,e2e,benchmarks}/package.json", { cwd: root });
  const manifests = paths.map((path) => ({
    folder: dirname(path),
    ...v.parse(Manifest, JSON.parse(readFileSync(join(root, path), "utf8"))),
  }));
  const folders = new Map(manifests.map(({ name, folder }) => [name, folder]));
  const foldersOf = (versions: object) => Object.keys(versions).flatMap((name) => folders.get(name) ?? []);
  return new Map([
    ["scripts", { inSource: [], inTests: [] }],
    ...manifests.map(({ folder, dependencies, devDependencies }): [string, Imports] => [
      folder,
      {
        inSource: foldersOf(dependencies),
        inTests: [...foldersOf(devDependencies), ...(TESTS_BY_PATH[folder] ?? [])],
      },
    ]),
  ]);
}

/**
 * The folders of the packages that these files can affect: their own, and all that import it. A shipped model is read by
 * path from many packages, and a file outside every package can be anything's setting, so that each affects all.
 */
export function affectedFolders(files: readonly string[], workspace: Workspace): ReadonlySet<string> {
  const sources = new Set<string>();
  for (const file of files) {
    if (file.endsWith(".md")) continue;
    const folder = [...workspace.keys()].find((one) => file.startsWith(`${one}/`));
    if (folder === undefined || /^models\/(?!src\/)/.test(file)) return new Set(workspace.keys());
    sources.add(folder);
  }
  // The iteration of a set reaches what is added to it meanwhile.
  for (const folder of sources) {
    for (const [other, { inSource }] of workspace) if (inSource.includes(folder)) sources.add(other);
  }
  const testing = [...workspace].filter(([, { inTests }]) => inTests.some((folder) => sources.has(folder)));
  return new Set([...sources, ...testing.map(([folder]) => folder)]);
}
