import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { bundle, bundleWorker, forOtherBundlers } from "./bundle.ts";

// Builds dist/script (static files behind one script tag) and dist/npm (the typed module), and prints their sizes.
const root = import.meta.dirname;
// Built aside and put in place at the end, so that a server or a test never sees half of it.
const dist = join(root, "node_modules/.cache/sedge", String(process.pid));
const script = join(dist, "script");
const npm = join(dist, "npm");
const cjs = join(dist, "cjs");
const models = join(root, "../../models");

function copyWasm(): void {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
  mkdirSync(join(script, "wasm"), { recursive: true });
  for (const file of ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"]) {
    cpSync(join(folder, "wasm-out", file), join(script, "wasm", file));
  }
}

/** What the worker reads of a model: never its card, vectors or training code. */
const MODEL_FILES = /^(?:manifest\.json|codebook\.json|.*\.bin)$/;

const SHIPPED = [
  "purchase-propensity",
  "visit-depth",
  "session-intent",
  "codebook-prior",
  "intent-banking",
  "intent-general",
  "emotion",
  "sentiment",
];

function copyModels(): void {
  for (const model of SHIPPED) {
    const from = join(models, model);
    if (!existsSync(from)) throw new Error(`models/${model} is missing; train it with \`npm run models\`.`);
    for (const file of readdirSync(from).filter((name) => MODEL_FILES.test(name))) {
      cpSync(join(from, file), join(script, "models", model, file));
    }
  }
}

/** Emits the declarations into both formats, keeps those that the doors need, and checks that none names a package the reader has not got. */
function declarations(): void {
  const all = join(dist, ".types");
  const bin = join(root, "../../node_modules/.bin/tsc");
  const { status, stdout } = spawnSync(bin, ["-p", "tsconfig.types.json", "--outDir", all], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`declarations: ${stdout}`);
  const kept = new Set<string>();
  const keep = (file: string): void => {
    if (kept.has(file)) return;
    kept.add(file);
    const text = readFileSync(join(all, file), "utf8");
    for (const [, specifier = ""] of text.matchAll(/from "([^"]+)"/g)) {
      if (!specifier.startsWith(".")) throw new Error(`${file} would publish an import of ${specifier}.`);
      keep(relative(all, join(all, dirname(file), specifier.replace(/\.ts$/, ".d.ts"))));
    }
    for (const folder of [npm, cjs]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text.replaceAll(/(from "[^"]+)\.ts"/g, '$1.js"'));
    }
  };
  for (const door of ["index.d.ts", "testing.d.ts"]) keep(door);
  rmSync(all, { recursive: true });
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

function report(): void {
  const integrity: Record<string, string> = {};
  console.log(`${"file".padEnd(58)}${"raw".padStart(10)}${"gzip".padStart(10)}${"brotli".padStart(10)}`);
  for (const [folder, file] of [script, npm, cjs].flatMap((folder) =>
    filesUnder(folder).map((file) => [folder, file] as const),
  )) {
    const bytes = readFileSync(join(folder, file));
    if (folder === script) integrity[file] = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
    const sizes = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)].map(({ length }) => length);
    const name = `dist/${relative(dist, folder)}/${file}`;
    console.log(name.padEnd(58) + sizes.map((size) => size.toLocaleString("en").padStart(10)).join(""));
  }
  writeFileSync(join(script, "integrity.json"), `${JSON.stringify(integrity, null, 2)}\n`);
  for (const file of ["sedge.js", "sdk.js"]) console.log(`integrity of ${file}: ${integrity[file]}`);
}

await bundle("src/loader.ts", "sedge.js", script, "iife");
await bundle("src/script.ts", "sdk.js", script, "es");
for (const part of ["page-reader", "personalize", "tag-managers", "arrival"]) {
  await bundle(`src/${part}.ts`, `${part}.js`, script, "es");
}
await bundle("src/webview.ts", "webview.js", script, "es");
await bundleWorker(script);
for (const door of ["index", "testing"]) {
  const plugins = [forOtherBundlers];
  await bundle(`src/${door}.ts`, `${door}.js`, npm, "es", { plugins });
  await bundle(`src/${door}.ts`, `${door}.js`, cjs, "cjs", { plugins, define: { "import.meta.url": "undefined" } });
}
// For Jest and for compilers that write CommonJS; each folder says what its files are.
writeFileSync(join(cjs, "package.json"), '{ "type": "commonjs" }\n');
copyWasm();
copyModels();
declarations();
report();
rmSync(join(root, "dist"), { recursive: true, force: true });
renameSync(dist, join(root, "dist"));
