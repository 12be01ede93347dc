import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installChromium } from "@sedge/testbed";
import * as v from "valibot";
import { staticChecks } from "./static-checks.ts";
import { runStep, type Step } from "./step.ts";

const USAGE = `npm test [-- --unit | --e2e]

Runs every check and test: format, lint, types, dependency edges, dead code, build, byte budgets, package shape, unit
and workerd tests, then the end-to-end tests in Chromium.

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

const Report = v.object({ numPassedTests: v.number(), numFailedTests: v.number(), numPendingTests: v.number() });
const reports = mkdtempSync(join(tmpdir(), "sedge-test-"));
const chromium = await installChromium();

function vitest(name: string, ...args: string[]): Step & { report: string } {
  const report = join(reports, `${name}.json`);
  return {
    name: `${name} tests`,
    command: ["vitest", "run", ...args, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    env: { CHROMIUM_PATH: chromium },
    report,
  };
}

const build: readonly Step[] = [
  { name: "build", command: ["node", "scripts/build.ts"] },
  { name: "byte budgets", command: ["node", "packages/client-sdk/size.ts"] },
  { name: "package shape", command: ["publint", "packages/client-sdk", "--strict"] },
];
const suites = [
  ...(values.e2e ? [] : [vitest("unit", "--project=!@sedge/e2e")]),
  ...(values.unit ? [] : [vitest("e2e", "--project=@sedge/e2e")]),
];
const steps = [...(values.e2e ? [] : [...staticChecks, ...build]), ...suites];
const failed = steps.filter((step) => !runStep(step)).map(({ name }) => name);

const counts = { passed: 0, failed: failed.length, skipped: 0 };
for (const { report } of suites) {
  if (!existsSync(report)) continue;
  const { numPassedTests, numFailedTests, numPendingTests } = v.parse(Report, JSON.parse(readFileSync(report, "utf8")));
  counts.passed += numPassedTests;
  counts.failed += numFailedTests;
  counts.skipped += numPendingTests;
}
rmSync(reports, { recursive: true });
console.log(failed.length > 0 ? `\nFailed: ${failed.join(", ")}` : "\nEverything holds.");
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(failed.length > 0 ? 1 : 0);
