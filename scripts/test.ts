import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { installChromium, installFirefox, installWebkit } from "@sedge/testbed";
import * as v from "valibot";
import { staticChecks } from "./static-checks.ts";
import { root, runSideBySide, runStep, type Step } from "./step.ts";

const USAGE = `npm test [-- --unit | --e2e]

Runs every check and test: format, lint, types, dependency edges, dead code, build, byte budgets, package shape, unit
and workerd tests, then the end-to-end tests in Chromium, WebKitGTK and Firefox.

  --unit   leave out the end-to-end tests
  --e2e    the end-to-end tests alone (they use the SDK as it was last built)
  --help   this text`;

const { values } = parseArgs({
  options: { unit: { type: "boolean" }, e2e: { type: "boolean" }, help: { type: "boolean" } },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const Report = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.string(),
      assertionResults: v.array(
        v.object({ status: v.string(), fullName: v.string(), failureMessages: v.nullish(v.array(v.string()), []) }),
      ),
    }),
  ),
});
const reports = mkdtempSync(join(tmpdir(), "sedge-test-"));
const chromium = await installChromium();
if (!values.unit) {
  // Here and not in a test: a package manager takes longer than a runner waits for its worker, and two at once wait for each other.
  installWebkit();
  installFirefox();
}

type Suite = Step & { readonly report: string };

/** A folder's tests, some of them in workerd, some in a browser. */
function tests(folder: string): Suite {
  const report = join(reports, `${folder.replaceAll("/", "-")}.json`);
  return {
    name: `tests of ${folder}`,
    command: [
      "vitest",
      "run",
      "--silent=passed-only",
      // Browsers and two operators on a busy machine are late at times. A second try is told of, and tests by random seeds have none.
      "--retry=1",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    env: { CHROMIUM_PATH: chromium },
    folder,
    report,
  };
}

const build: readonly Step[] = [
  { name: "build", command: ["node", "scripts/build.ts"] },
  { name: "byte budgets", command: ["node", "packages/client-sdk/size.ts"] },
  { name: "package shape", command: ["publint", "run", "packages/client-sdk", "--strict", "--pack", "npm"] },
];
/** Takes longest on one core, so it begins first. */
const LONGEST = "packages/edge-worker";
/** Holds the SDK to milliseconds. */
const ALONE = "packages/client-sdk";
const others = globSync("{packages/*,examples/*,models,benchmarks}/package.json", { cwd: root })
  .map(dirname)
  .filter((folder) => folder !== LONGEST && folder !== ALONE)
  .sort();
const longest = tests(LONGEST);
const alone = tests(ALONE);
const e2e = tests("e2e");
const sideBySide = others.map(tests);
const units = [longest, ...sideBySide, alone];
const suites = [...(values.e2e ? [] : units), ...(values.unit ? [] : [e2e])];
const failed: Step[] = [];
const runAll = (steps: readonly Step[]) => failed.push(...steps.filter((step) => !runStep(step)));
if (!values.e2e) {
  // Built first: whoever uses the SDK is checked against the types that it publishes.
  runAll(build);
  failed.push(...(await runSideBySide([longest, ...staticChecks, ...sideBySide])));
  runAll([alone]);
}
if (!values.unit) runAll([e2e]);

const SECOND_TRY = " (passed at its second try)";

/** What failed in a suite, once or for good, a line and its reason each; a file with no failed test failed as a whole. */
function failures({ testResults }: v.InferOutput<typeof Report>): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const broken = assertionResults.filter((test) => test.failureMessages.length > 0);
    if (status === "failed" && broken.length === 0) return [`${file}: ${message}`];
    return broken.map(
      (test) =>
        `${file} > ${test.fullName}${test.status === "failed" ? "" : SECOND_TRY}\n${test.failureMessages.join("\n")}`,
    );
  });
}

// A step that is no suite counts as one test.
const counts = { passed: 0, failed: failed.filter(({ name }) => !name.startsWith("tests of ")).length, skipped: 0 };
// Told once more at the end: a log of half an hour is read from there, and often kept no longer than that.
const told: string[] = [];
for (const { report } of suites) {
  if (!existsSync(report)) continue;
  const suite = v.parse(Report, JSON.parse(readFileSync(report, "utf8")));
  counts.passed += suite.numPassedTests;
  counts.failed += suite.numFailedTests;
  counts.skipped += suite.numPendingTests;
  told.push(...failures(suite));
}
rmSync(reports, { recursive: true });
for (const failure of told) console.log(`\n${failure}`);
console.log(failed.length > 0 ? `\nFailed: ${failed.map(({ name }) => name).join(", ")}` : "\nEverything holds.");
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(failed.length > 0 ? 1 : 0);
