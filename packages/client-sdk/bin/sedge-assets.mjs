#!/usr/bin/env node
// Copies the files that Sedge loads by itself (worker, models, WASM) to the folder that a site serves as /sedge/.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const HELP = `Usage: sedge-assets [FOLDER]

Copies Sedge's own files (worker, models, WASM) to FOLDER, which the site must serve as /sedge/.
Default: static/sedge in a SvelteKit app, otherwise public/sedge.

Run it before every build, so that the files are those of the installed version:
  "scripts": { "prebuild": "sedge-assets", "predev": "sedge-assets" }
`;

/** Whether the folder is a SvelteKit app's. Its package.json says so in every version: `svelte.config.js` is gone since SvelteKit 3. */
function isSvelteKit() {
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    return "@sveltejs/kit" in { ...dependencies, ...devDependencies };
  } catch {
    return false;
  }
}

/** A file that is in every such folder, and in no other. */
const MARK = "integrity.json";

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
  process.stdout.write(HELP);
} else if (args.length > 1 || args[0]?.startsWith("-")) {
  process.stderr.write(`sedge-assets: one folder at most; see sedge-assets --help.\n`);
  process.exitCode = 2;
} else {
  const target = resolve(args[0] ?? (isSvelteKit() ? "static/sedge" : "public/sedge"));
  const source = fileURLToPath(new URL("../dist/script", import.meta.url));
  if (!existsSync(join(source, MARK))) {
    process.stderr.write(`sedge-assets: ${source} is missing; install @sedge/client-sdk again.\n`);
    process.exitCode = 1;
  } else if (existsSync(target) && !existsSync(join(target, MARK))) {
    process.stderr.write(`sedge-assets: ${target} has other files in it; name an empty folder.\n`);
    process.exitCode = 1;
  } else {
    // What an earlier version has left would be served for ever.
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    cpSync(source, target, { recursive: true });
    process.stdout.write(`sedge-assets: Sedge's files are in ${target}.\n`);
  }
}
