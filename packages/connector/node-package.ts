import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { build } from "vite";

// What the builds of this package and of the `sedge` command share: each writes one folder, which is published.

const Manifest = v.looseObject({
  name: v.string(),
  version: v.string(),
  description: v.string(),
  license: v.string(),
  engines: v.object({ node: v.string() }),
});

/** What a folder offers: paths in it, and exact versions of what it does not bundle. */
export interface Offer {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, { readonly types: string; readonly default: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Folder in which a package is built. It is put in place at the end, so that a test never sees half of it. */
export function asideOf(root: string): string {
  return join(root, "node_modules/.cache/sedge", String(process.pid));
}

/** Bundles modules of `src` for Node 20, with all that they import except `external`. */
export async function bundleForNode(
  root: string,
  modules: Readonly<Record<string, string>>,
  external: readonly string[],
) {
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    ssr: { noExternal: true, external: [...external] },
    build: {
      ssr: true,
      target: "node20",
      outDir: asideOf(root),
      emptyOutDir: true,
      minify: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(modules).map(([name, file]) => [name, join(root, "src", file)])),
        output: { entryFileNames: "[name].js", chunkFileNames: "chunk-[name]-[hash].js" },
      },
    },
  });
}

/** Version of a package that `root` depends on, as it is installed. */
export function installedVersion(root: string, name: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
  return v.parse(v.looseObject({ version: v.string() }), manifest).version;
}

/** Adds the model that pushed texts are classified with, README, licence and manifest, and puts the folder in place as `dist`. */
export function finishPackage(root: string, offer: Offer): void {
  const aside = asideOf(root);
  const repository = dirname(dirname(root));
  for (const file of ["manifest.json", "weights.bin"]) {
    cpSync(join(repository, "models/emotion", file), join(aside, "models/emotion", file));
  }
  cpSync(join(root, "README.md"), join(aside, "README.md"));
  cpSync(join(repository, "LICENSE"), join(aside, "LICENSE"));
  const { name, version, description, license, engines } = v.parse(
    Manifest,
    JSON.parse(readFileSync(join(root, "package.json"), "utf8")),
  );
  const manifest = { name, version, description, license, type: "module", ...offer, engines };
  writeFileSync(join(aside, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  rmSync(join(root, "dist"), { recursive: true, force: true });
  renameSync(aside, join(root, "dist"));
}
