/**
 * `node e2e/src/code-paths.ts [--list] [--at COMMIT]`: counts the source files of our packages whose functions run on each of the four code paths that
 * decisions/0031-shorter-code-paths.md follows. It copies the tree, adds a probe to every function, and runs e2e/src/code-paths-stories.ts there.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { parseAst } from "vite";

const root = join(import.meta.dirname, "../..");
const copy = mkdtempSync(join(tmpdir(), "sedge-code-paths-"));
const traces = join(copy, "traces.json");

/** What runs at the same time as a path, and is not part of it. */
const BESIDE: Readonly<Record<string, RegExp>> = {
  "click to callback":
    /worker\/(clusters|learning|outbox|wire\/(?!consent-gate))|codeword|cell-tree|cluster-of|held-cluster/,
  "identify to cluster": /worker\/(models|tensor|learning)|features\/src\/lib\/(friction|intent|resolution|journey)/,
  "vote to served codebook": /client-sdk\/src\/lib\/(consent|arrival|capture|personalize)\//,
  "pushed row to the edge": /^$/,
};

/** Writes a line when a function of a file runs: a file at most once in 50 ms. */
const PROBE = `const seen = new Map();
const memory: any = globalThis;
export function probe(file: string): void {
  const now = Date.now();
  if (now - (memory.__seen ??= seen).get(file) < 50) return;
  memory.__seen.set(file, now);
  const line = "sedge-path " + now + " " + file;
  const isNode = memory.process?.versions?.node && memory.navigator?.userAgent !== "Cloudflare-Workers";
  const log = isNode ? memory.process.env.SEDGE_PATH_LOG : undefined;
  if (log) memory.process.getBuiltinModule("node:fs").appendFileSync(log, line + "\\n");
  else if (!isNode) console.log(line);
}
`;

const STORIES = "e2e/src/code-paths-stories.ts";
const { values: options } = parseArgs({ options: { list: { type: "boolean" }, at: { type: "string" } } });

function copyTree(): void {
  const git = (...args: string[]) => spawnSync("git", args, { cwd: root, maxBuffer: 2 ** 30 }).stdout;
  if (options.at === undefined) {
    const files = git("ls-files", "-co", "--exclude-standard").toString().split("\n");
    for (const file of files.filter((name) => name !== "" && existsSync(join(root, name))))
      cpSync(join(root, file), join(copy, file));
  } else {
    spawnSync("tar", ["-x", "-C", copy], { input: git("archive", options.at) });
    cpSync(join(root, STORIES), join(copy, STORIES));
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (const folder of globSync(["{packages,examples}/*/node_modules", "{e2e,models,benchmarks}/node_modules"], {
    cwd: root,
  })) {
    // Links between packages are relative, so that they lead to the copy's.
    cpSync(join(root, folder), join(copy, folder), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith(".cache"),
    });
  }
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** A call of the probe at the start of every function. */
function insertions(node: unknown, call: string, found: Insertion[] = []): Insertion[] {
  if (Array.isArray(node)) for (const one of node) insertions(one, call, found);
  else if (typeof node === "object" && node !== null) {
    const { type, body } = node as { type?: string; body?: { type: string; start: number; end: number } };
    const isFunction = type !== undefined && /^(Arrow)?Function(Declaration|Expression)$/.test(type);
    if (isFunction && body?.type === "BlockStatement") found.push({ at: body.start + 1, text: `${call};` });
    else if (isFunction && body) found.push({ at: body.start, text: `(${call}, ` }, { at: body.end, text: ")" });
    for (const value of Object.values(node)) insertions(value, call, found);
  }
  return found;
}

function addProbes(): void {
  for (const file of globSync("packages/*/src/**/*.ts", { cwd: copy })) {
    if (/\.(test|test-d|d)\.ts$|^packages\/testbed/.test(file)) continue;
    const code = readFileSync(join(copy, file), "utf8");
    const source = join(copy, file.split("/").slice(0, 3).join("/"));
    const found = insertions(parseAst(code, { lang: "ts" }), `__probe(${JSON.stringify(file)})`);
    if (found.length === 0 || code.startsWith("#!")) continue;
    // At one place, what ends stands before what begins.
    const ordered = found.toSorted((a, b) => b.at - a.at || (a.text === ")" ? 1 : -1));
    const probed = ordered.reduce((text, { at, text: added }) => text.slice(0, at) + added + text.slice(at), code);
    const path = relative(dirname(join(copy, file)), join(source, "probe.ts"));
    const specifier = path.startsWith(".") ? path : `./${path}`;
    writeFileSync(join(copy, file), `import { probe as __probe } from "${specifier}";\n${probed}`);
    writeFileSync(join(source, "probe.ts"), PROBE);
  }
}

const Traces = v.record(v.string(), v.array(v.string()));

function run(): v.InferOutput<typeof Traces> {
  cpSync(join(copy, STORIES), join(copy, "e2e/src/code-paths.test.ts"));
  mkdirSync(join(copy, "packages/client-sdk/node_modules/.cache"), { recursive: true });
  const { status } = spawnSync(
    process.execPath,
    [join(root, "e2e/node_modules/vitest/vitest.mjs"), "run", "--project", "chromium", "src/code-paths.test.ts"],
    { cwd: join(copy, "e2e"), stdio: "inherit", env: { ...process.env, SEDGE_TRACES: traces } },
  );
  if (status !== 0) throw new Error("The paths could not be followed.");
  return v.parse(Traces, JSON.parse(readFileSync(traces, "utf8")));
}

try {
  copyTree();
  addProbes();
  for (const [path, files] of Object.entries(run())) {
    const own = files.filter((file) => !BESIDE[path]?.test(file)).sort();
    const counts = Object.entries(Object.groupBy(own, (file) => file.split("/")[1] ?? "")).map(
      ([name, list = []]) => `${name} ${list.length}`,
    );
    console.log(`${path}: ${own.length} files (${counts.join(", ")})`);
    if (options.list) for (const file of own) console.log(`  ${file}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
