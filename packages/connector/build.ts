import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as v from "valibot";
import { asideOf, bundleForNode, finishPackage, installedVersion } from "./node-package.ts";

// Builds `dist`, the package as published. Bundles our own packages and their dependencies, except valibot, whose types
// the declarations reference. An installation therefore has two packages.
const root = import.meta.dirname;
const packages = dirname(root);
const aside = asideOf(root);
const EXTERNAL = "valibot";
const ENTRIES = ["push", "operators"];
const BIN = "sedge-connector";

const Exports = v.object({ exports: v.record(v.string(), v.string()) });
const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

await bundleForNode(root, Object.fromEntries([...ENTRIES, BIN].map((name) => [name, `${name}.ts`])), [EXTERNAL]);

/**
 * The packages of this repository that the connector uses, with the source file of each entry, relative to `packages`.
 */
const OURS = ["protocol", "privacy", "features", "linkage", "contribution"];
const SOURCES = new Map(
  OURS.flatMap((name) => {
    const { exports } = v.parse(Exports, json(join(packages, name, "package.json")));
    return Object.entries(exports).map(([entry, file]) => [join("@sedge", name, entry), join(name, file)] as const);
  }),
);

/**
 * Emits declarations for every file that the entries import. Sets `paths` because tsc emits no declarations for
 * packages in node_modules.
 */
function emitDeclarations(outDir: string): void {
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      stripInternal: true,
      rootDir: packages,
      outDir,
      typeRoots: [join(packages, "../node_modules/@types")],
      paths: Object.fromEntries([...SOURCES].map(([specifier, file]) => [specifier, [join(packages, file)]])),
    },
    include: [],
    files: ENTRIES.map((entry) => join(root, "src", `${entry}.ts`)),
  };
  const file = join(aside, "tsconfig.json");
  writeFileSync(file, JSON.stringify(config));
  const bin = join(packages, "../node_modules/.bin/tsc");
  const { status, stdout } = spawnSync(bin, ["-p", file], { cwd: root, encoding: "utf8" });
  rmSync(file);
  if (status !== 0) throw new Error(`declarations: ${stdout}`);
}

type Names = readonly string[];
const namesIn = (list: string): Names =>
  list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
const bare = (name: string) => name.replace(/^type /, "").replace(/ as .*/, "");
const NAMED = /(import|export) (type )?\{([^}]*)\} from "([^"]+)";/g;

/**
 * Keeps only the declarations that the entries need. Rewrites imports from our packages to the declaring file, so that
 * the rest of an entry is not published.
 */
function declarations(): void {
  const all = join(aside, ".types");
  emitDeclarations(all);
  const kept = new Set<string>();
  const read = (source: string) => readFileSync(join(all, source.replace(/\.ts$/, ".d.ts")), "utf8");
  const declaredIn = (entry: string, name: string): string => {
    const from = [...read(entry).matchAll(NAMED)].find(([, , , list = ""]) =>
      namesIn(list).some((one) => bare(one) === name),
    );
    if (!from) throw new Error(`${entry} does not re-export ${name}.`);
    return join(dirname(entry), from[4] ?? "");
  };
  const keep = (file: string): void => {
    if (kept.has(file)) return;
    kept.add(file);
    const pathTo = (source: string): string => {
      keep(source);
      const path = relative(dirname(file), source).replace(/\.ts$/, ".js");
      return path.startsWith(".") ? path : `./${path}`;
    };
    const text = read(file).replaceAll(
      NAMED,
      (whole: string, verb: string, type: string | undefined, list: string, specifier: string) => {
        const entry = SOURCES.get(specifier);
        if (specifier.startsWith("."))
          return `${verb} ${type ?? ""}{${list}} from "${pathTo(join(dirname(file), specifier))}";`;
        if (entry === undefined) return whole;
        return namesIn(list)
          .map((name) => `${verb} ${type ?? ""}{ ${name} } from "${pathTo(declaredIn(entry, bare(name)))}";`)
          .join("\n");
      },
    );
    for (const [, specifier = ""] of text.matchAll(/from "([^"]+)"/g)) {
      const isKnown = specifier.startsWith(".") || specifier.startsWith("node:") || specifier === EXTERNAL;
      if (!isKnown) throw new Error(`${file} would publish an import of ${specifier}.`);
    }
    const path = join(aside, "types", file.replace(/\.ts$/, ".d.ts"));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const entry of ENTRIES) keep(`connector/src/${entry}.ts`);
  rmSync(all, { recursive: true });
}

declarations();
const entry = (of: string) => ({ types: `./types/connector/src/${of}.d.ts`, default: `./${of}.js` });
finishPackage(root, {
  bin: { [BIN]: `./${BIN}.js` },
  exports: Object.fromEntries(ENTRIES.map((of) => [`./${of}`, entry(of)])),
  dependencies: { [EXTERNAL]: installedVersion(root, EXTERNAL) },
});
