import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, matchesGlob, resolve } from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig, unstable_splitSqlQuery } from "wrangler";
import type { BuiltWorker, Migration, WorkerModule } from "./built-worker.ts";

/** A configuration's rule for imported files that are not scripts. */
const ModuleRule = v.object({
  type: v.picklist(["ESModule", "CompiledWasm", "Text", "Data"]),
  globs: v.array(v.string()),
});
type ModuleRule = v.InferOutput<typeof ModuleRule>;

/** Wrangler's default rules for imported files. */
const USUAL_RULES: readonly ModuleRule[] = [
  { type: "ESModule", globs: ["**/*.js", "**/*.mjs"] },
  { type: "CompiledWasm", globs: ["**/*.wasm"] },
  { type: "Text", globs: ["**/*.txt", "**/*.html", "**/*.sql"] },
  { type: "Data", globs: ["**/*.bin"] },
];

function moduleRules(configPath: string): ModuleRule[] {
  const rules = v.parse(v.array(v.unknown()), unstable_readConfig({ config: configPath }).rules);
  return [...rules.filter((rule) => v.is(ModuleRule, rule)), ...USUAL_RULES];
}

/** The type of a bundled file. Wrangler names it by its hash and its source's file name; a rule's glob also has folders. */
function moduleType(name: string, rules: readonly ModuleRule[]): WorkerModule["type"] | undefined {
  const sourceName = name.replace(/^[0-9a-f]{40}-/, "");
  const fits = (glob: string) => matchesGlob(sourceName, glob.split("/").at(-1) ?? glob);
  return rules.find(({ globs }) => globs.some(fits))?.type;
}

/** The part of wrangler's package.json with the path of its command. */
const WranglerPackage = v.object({ bin: v.object({ wrangler: v.string() }) });

async function wranglerCommand(): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve("wrangler/package.json");
  const { bin } = v.parse(WranglerPackage, JSON.parse(await readFile(manifest, "utf8")));
  return join(dirname(manifest), bin.wrangler);
}

/** Bundles a Worker into `folder` with `wrangler deploy --dry-run`. Resolves to its modules, the entry first. */
async function bundleWorker(configPath: string, folder: string): Promise<WorkerModule[]> {
  // Files of an earlier bundle would become part of this one.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const args = [await wranglerCommand(), "deploy", "--dry-run", "--outdir", folder, "--config", configPath];
  try {
    await promisify(execFile)(process.execPath, args, {
      env: { ...process.env, WRANGLER_SEND_METRICS: "false", NO_COLOR: "1", CI: "1" },
    });
  } catch (error) {
    const output = v.safeParse(v.object({ stderr: v.string(), stdout: v.string() }), error);
    const words = output.success ? output.output.stderr || output.output.stdout : String(error);
    throw new Error(`wrangler could not bundle ${configPath}:\n${words.trim()}`, { cause: error });
  }
  const rules = moduleRules(configPath);
  const modules = (await readdir(folder)).flatMap((name): WorkerModule[] => {
    const type = moduleType(name, rules);
    return type ? [{ type, path: join(folder, name) }] : [];
  });
  const isEntry = ({ path }: WorkerModule) => path.endsWith("/index.js");
  return [...modules.filter(isEntry), ...modules.filter((module) => !isEntry(module))];
}

/** The numbered `.sql` files of `folder`, in order. */
async function migrationsIn(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => ({
      name,
      statements: unstable_splitSqlQuery(await readFile(join(folder, name), "utf8")),
    })),
  );
}

/**
 * Builds a Worker into `folder` as a deployment does, and reads its configuration. Throws wrangler's error if the build
 * fails.
 */
export async function buildWorker(configPath: string, folder: string): Promise<BuiltWorker> {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(configPath);
  // The bundle's files carry their types. A service binding would need the other Worker in the same process.
  const { modulesRules: _rules, serviceBindings: _services, ...options } = workerOptions;
  const migrations: BuiltWorker["migrations"] = {};
  for (const { binding, migrations_dir } of unstable_readConfig({ config: configPath }).d1_databases) {
    migrations[binding] = await migrationsIn(resolve(dirname(configPath), migrations_dir ?? "migrations"));
  }
  return { modules: await bundleWorker(configPath, folder), options, migrations };
}
