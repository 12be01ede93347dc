import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: Readonly<Record<string, string>>;
};
/** The files of the npm scripts, and of the benches, with the call that their help shows. */
const TASKS = [
  ...Object.entries(scripts).map(([script, command]) => {
    const file = /^node scripts\/run\.mjs ([\w-]+)$/.exec(command)?.[1] ?? "";
    const called = script === "start" || script === "test" ? `npm ${script}` : `npm run ${script}`;
    return { called: script === "sedge" ? "sedge" : called, args: [`scripts/${file}.ts`] };
  }),
  ...["sdk", "sites", "models", "texts", "linkage", "clustering", "channels", "log", "edge"].map((name) => ({
    called: `npm run bench -- ${name}`,
    args: ["scripts/bench.ts", name],
  })),
];

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  return { status, stdout, stderr };
};

test.each(TASKS)("$called --help prints its usage, in lines of 80 characters at most", ({ called, args }) => {
  const { status, stdout, stderr } = run(...args, "--help");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout.startsWith(called)).toBe(true);
  expect(stdout).toMatch(/\nExit codes: 0 /);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

/** Prints, at the end, the URL of every module that was loaded. */
const LISTING = `import { registerHooks } from "node:module";
const urls = [];
registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) });
process.on("exit", () => process.stderr.write(urls.join("\\n")));`;

test.each(["sdk", "sites", "models", "texts", "linkage", "clustering", "channels", "log", "edge"])(
  "the help of the bench %s loads few modules and no TF.js, so that it is fast",
  (name) => {
    const hook = `data:text/javascript,${encodeURIComponent(LISTING)}`;
    const { status, stderr } = run("--import", hook, `benchmarks/src/${name}.ts`, "--help");
    const modules = stderr.split("\n");
    expect(status).toBe(0);
    expect(modules.some((url) => url.endsWith(`/benchmarks/src/${name}.ts`))).toBe(true);
    expect(modules.filter((url) => /@tensorflow|\/packages\/(?!connector\/)/.test(url))).toEqual([]);
    expect(modules.length).toBeLessThan(40);
  },
);

test.each(TASKS)("$called --colour exits with 2 and one sentence that names the option", ({ args }) => {
  const { status, stdout, stderr } = run(...args, "--colour");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(stderr).toContain("--colour");
  if (args.length > 1 || !args[0]?.endsWith("bench.ts")) expect(stderr).toMatch(/--help/);
});

test.each([
  [["scripts/start.ts", "--port", "many"], '--port takes a whole number from 1 to 65535, not "many".'],
  [["scripts/test.ts", "--unit", "--e2e"], "--unit and --e2e cannot be combined."],
  [["scripts/test.ts", "main"], 'unexpected argument "main": only --changed takes a REF; see --help.'],
  [
    ["scripts/mutants.ts", "--only", "x"],
    '--only takes an area or the ID of a mutant, not "x"; see --help and --list.',
  ],
  [
    ["scripts/bench.ts", "x"],
    'there is no bench "x"; the benches are sdk, sites, models, texts, linkage, clustering, channels, log, edge.',
  ],
  [["scripts/models.ts", "x"], 'there is no command "x"; the commands are train, eval, plot.'],
])("%j is refused in one sentence", (args, sentence) => {
  expect(run(...args)).toEqual({ status: 2, stdout: "", stderr: `sedge: ${sentence}\n` });
});
