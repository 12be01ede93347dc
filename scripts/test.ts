import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { NODE_PROJECTS } from "../vitest.config.ts";
import { affectedFolders, readWorkspace } from "./affected.ts";
import { changedFiles, changedSince } from "./changed-files.ts";
import { staticChecks, staticChecksOf } from "./static-checks.ts";
import { runSideBySide, type Step } from "./step.ts";
import { failures, SuiteReport } from "./suite-report.ts";
import { isGiven, readTask, refuse } from "./task-call.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const call = readTask(
  "npm test --",
  {
    positional: "[REF]",
    purpose: `Runs every check and test: format, lint, types, dependency edges, dead code, build, byte budgets, package shape, unit and
workerd tests, and the end-to-end tests in Chromium, WebKitGTK and Firefox. No test is retried.`,
    options: [
      { name: "unit", description: "leave out the end-to-end tests" },
      { name: "e2e", description: "run only the build and the end-to-end tests" },
      {
        name: "changed",
        description:
          "for daily work: run only the checks and tests affected by changes since REF (default: where this branch left main), uncommitted and new files included",
      },
    ],
    notes: `--changed runs the suites of the packages that import a changed one, and of these the test files that import a changed file.
It runs end-to-end tests whose own files changed; all of them run with --e2e.`,
    examples: ["--unit", "--changed", "HEAD~3 --changed"],
  },
  { mostPositionals: 1 },
);
const isUnit = !isGiven(call, "e2e");
const isE2e = !isGiven(call, "unit");
const isChanged = isGiven(call, "changed");
const [ref] = call.positionals;
if (!isUnit && !isE2e) refuse("--unit and --e2e cannot be combined.");
if (ref !== undefined && !isChanged) refuse(`unexpected argument "${ref}": only --changed takes a REF; see --help.`);

// Processes of one kind start often. Each loads the code that the first compiled, in half the time.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "..", "node_modules", ".cache", "node");
// Steps keep their temporary files here.
const reports = temporaryFolder();
process.env["TMPDIR"] = reports;
const since = isChanged ? changedSince(ref) : undefined;

type Suite = Step & { readonly report: string };

/** A vitest run in a folder; with `--changed`, only test files that import a changed file. */
function suite(name: string, folder: string, after: readonly string[], args: readonly string[] = []): Suite {
  const report = join(reports, `${name.replaceAll(/\W/g, "-")}.json`);
  const changed = since === undefined ? [] : ["--changed", since, "--passWithNoTests"];
  const reporters = ["--silent=passed-only", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return { name, command: ["vitest", "run", ...reporters, ...args, ...changed], folder, after, report };
}

const BUILD = "build";
const BROWSERS = "browsers";
const changes = since === undefined ? undefined : changedFiles(since);
const affected = changes === undefined ? undefined : affectedFolders(changes, readWorkspace());
const isAffected = (folder: string) => affected === undefined || affected.has(folder);
const isE2eChanged = changes === undefined || changes.some((file) => file.startsWith("e2e/"));

/** The suite of a package's own runner, unless the package is not affected. */
const suiteOf = (name: string, folder: string, after: readonly string[] = []) =>
  isAffected(folder) ? [suite(name, folder, after)] : [];

/** One run for all packages whose tests need Node alone; with `--changed`, for those affected. */
function suiteInNode(): readonly Suite[] {
  const projects = NODE_PROJECTS.filter(isAffected);
  const chosen = affected === undefined ? [] : projects.map((project) => `--project=${project}`);
  return projects.length === 0 ? [] : [suite("tests in Node", ".", [BUILD], chosen)];
}

// The longest first: the end-to-end tests are often idle, so another step can run in parallel.
const suites: readonly Suite[] = [
  ...(isE2e && isE2eChanged ? [suite("end-to-end tests", "e2e", [BUILD, BROWSERS])] : []),
  ...(isUnit
    ? [
        ...suiteOf("tests of the edge", "packages/edge-worker"),
        ...suiteInNode(),
        ...suiteOf("tests of the client SDK", "packages/client-sdk", [BUILD, BROWSERS]),
        ...suiteOf("tests of the aggregator", "packages/aggregator"),
      ]
    : []),
];
const builds: readonly Step[] = [
  { name: BUILD, command: ["node", "packages/client-sdk/test/built.ts"] },
  { name: BROWSERS, command: ["node", "scripts/browsers.ts", ...(isE2e ? ["--all"] : [])] },
];
const ofBuild: readonly Step[] = [
  { name: "byte budgets", command: ["node", "packages/client-sdk/size.ts"], after: [BUILD] },
  {
    name: "package shape",
    command: ["publint", "run", "packages/client-sdk", "--strict", "--pack", "npm"],
    after: [BUILD],
  },
  {
    name: "package types",
    command: ["attw", "--pack", "packages/client-sdk", "--profile", "strict", "--exclude-entrypoints", "script/*"],
    after: [BUILD],
  },
];
// Users of the SDK are type-checked against the types in its build.
const statics = (changes === undefined ? staticChecks : staticChecksOf(changes, isAffected)).map((step) => ({
  ...step,
  after: [BUILD],
}));
const startedAt = performance.now();
const failed = await runSideBySide([
  ...builds,
  ...suites,
  ...(isUnit ? [...(isAffected("packages/client-sdk") ? ofBuild : []), ...statics] : []),
]);

// A step that is not a suite counts as one test.
const isSuite = (step: Step) => suites.some(({ name }) => name === step.name);
const counts = { passed: 0, failed: failed.filter((step) => !isSuite(step)).length, skipped: 0 };
// Failures are repeated at the end, where readers of a long log look first.
const repeated: string[] = [];
for (const { report } of suites) {
  if (!existsSync(report)) continue;
  const result = v.parse(SuiteReport, JSON.parse(readFileSync(report, "utf8")));
  counts.passed += result.numPassedTests;
  counts.failed += result.numFailedTests;
  counts.skipped += result.numPendingTests;
  repeated.push(...failures(result));
}
for (const failure of repeated) console.log(`\n${failure}`);
console.log(failed.length > 0 ? `\nFailed: ${failed.map(({ name }) => name).join(", ")}` : "\nEverything passed.");
const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${minutes} min`);
process.exit(failed.length > 0 ? 1 : 0);
