import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import * as v from "valibot";
import { MUTANTS } from "./mutants/all.ts";
import { type Mutant, mutated, projectOf } from "./mutants/mutant.ts";
import { root } from "./step.ts";
import { SuiteReport } from "./suite-report.ts";
import { isGiven, listOption, readTask, refuse } from "./task-call.ts";

const AREAS = [...new Set(MUTANTS.map(({ area }) => area))];
const LEAST_KILLED = 0.9;
/** A test that a mutant sends into an endless loop counts as failed, as in CI. */
const TIMEOUT_MS = 120_000;

const call = readTask("npm run mutants --", {
  purpose:
    "Breaks one promise of the code at a time and runs the test files that must notice: each of them must fail. Undoes each edit before the next.",
  options: [
    {
      name: "only",
      value: "AREA|ID",
      isList: true,
      description: "run one area, or the mutant with this ID; may be repeated",
    },
    { name: "list", description: "print the mutants and run nothing" },
    { name: "skip-baseline", description: "do not run the test files on the unchanged code first" },
  ],
  notes: `Areas: ${AREAS.join(", ")}.

Fails (exit code 1) if less than ${LEAST_KILLED * 100} % are killed, or if a mutant survives without an explanation.`,
  examples: ["--only consent", "--only consent --list"],
});
const only = call.options["only"] === undefined ? undefined : listOption(call, "only");
const chosen = MUTANTS.filter(({ area, id }) => only === undefined || only.includes(area) || only.includes(id));
if (chosen.length === 0) {
  refuse(`--only takes an area or the ID of a mutant, not "${only?.join('" or "')}"; see --help and --list.`);
}
if (isGiven(call, "list")) {
  for (const { area, id, promise } of chosen) console.log(`${area.padEnd(10)} ${id.padEnd(40)} ${promise}`);
  process.exit(0);
}

const reports = mkdtempSync(join(tmpdir(), "sedge-mutants-"));
process.on("exit", () => rmSync(reports, { recursive: true, force: true }));

/** Those of these test files that fail. All of them are in one project. Without a report (endless loop, no build) all of them do. */
async function failingIn(project: string, files: readonly string[]): Promise<readonly string[]> {
  const paths = files.map((file) => file.slice(project.length + 1));
  const report = join(reports, "report.json");
  rmSync(report, { force: true });
  // Signals must find the process idle, so that the source is restored: nothing here blocks it.
  const child = spawn("vitest", ["run", "--silent", "--reporter=json", `--outputFile.json=${report}`, ...paths], {
    cwd: join(root, project),
    stdio: "ignore",
    timeout: TIMEOUT_MS,
    // Only the mutated source is tested; a bundle of it would take longer than all tests.
    env: { ...process.env, SEDGE_WITHOUT_BUILD: "1" },
  });
  const [status, signal]: unknown[] = await once(child, "close");
  if (status === 0) return [];
  // On a busy machine this may be no kill: run the mutant again alone.
  if (signal === "SIGTERM") process.stderr.write(`timed out after ${TIMEOUT_MS / 1_000} s … `);
  if (!existsSync(report)) return files;
  const { testResults } = v.parse(SuiteReport, JSON.parse(readFileSync(report, "utf8")));
  const failed = new Set(
    testResults.filter((file) => file.status === "failed").map(({ name }) => relative(root, name)),
  );
  return failed.size > 0 ? files.filter((file) => failed.has(file)) : files;
}

/** Those of these test files that fail, in whatever project. */
async function failing(files: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [project, some] of Map.groupBy(new Set(files), projectOf)) found.push(...(await failingIn(project, some)));
  return found;
}

/** Runs `work` while the mutant's edit is in its file. */
async function withEdit<Result>(mutant: Mutant, work: () => Promise<Result>): Promise<Result> {
  const path = join(root, mutant.file);
  const source = readFileSync(path, "utf8");
  const edited = mutated(source, mutant);
  const restore = () => writeFileSync(path, source);
  const interrupted = () => {
    restore();
    process.exit(130);
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    writeFileSync(path, edited);
    return await work();
  } finally {
    restore();
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
}

if (!isGiven(call, "skip-baseline")) {
  process.stderr.write("The test files on the unchanged code …\n");
  const broken = await failing(chosen.flatMap(({ killedBy }) => killedBy));
  if (broken.length > 0) {
    console.error(`Tests fail without any mutant, in ${broken.join(", ")}: fix those first.`);
    process.exit(1);
  }
}

type Result = "killed" | "survived" | "explained" | "not applicable";
const results: { readonly mutant: Mutant; readonly result: Result; readonly unmoved: readonly string[] }[] = [];
for (const [index, mutant] of chosen.entries()) {
  process.stderr.write(`${index + 1}/${chosen.length} ${mutant.area}/${mutant.id} … `);
  const startedAt = performance.now();
  let result: Result;
  let unmoved: readonly string[] = [];
  try {
    const failed = await withEdit(mutant, () => failing(mutant.killedBy));
    unmoved = mutant.killedBy.filter((file) => !failed.includes(file));
    result = unmoved.length === 0 ? "killed" : mutant.survives === undefined ? "survived" : "explained";
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)} `);
    result = "not applicable";
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  process.stderr.write(`${result} (${seconds.toFixed(0)} s)\n`);
  results.push({ mutant, result, unmoved });
}

const count = (result: Result, area?: string) =>
  results.filter((one) => one.result === result && (area === undefined || one.mutant.area === area)).length;
console.log("\narea         mutants  killed  explained  survived  not applicable");
for (const area of [...AREAS.filter((area) => chosen.some((mutant) => mutant.area === area)), undefined]) {
  const all = results.filter(({ mutant }) => area === undefined || mutant.area === area).length;
  const figures = [
    all,
    count("killed", area),
    count("explained", area),
    count("survived", area),
    count("not applicable", area),
  ];
  console.log(
    [
      (area ?? "all").padEnd(12),
      ...figures.map((figure, index) => String(figure).padStart([7, 7, 10, 9, 15][index] ?? 0)),
    ].join(" "),
  );
}
for (const { mutant, result, unmoved } of results) {
  if (result === "killed") continue;
  console.log(`\n${result}: ${mutant.area}/${mutant.id}\n  ${mutant.promise}\n  ${mutant.file}`);
  for (const file of unmoved) console.log(`  passes all the same: ${file}`);
  if (mutant.survives !== undefined) console.log(`  Why: ${mutant.survives}`);
}
const share = count("killed") / results.length;
console.log(`\n${(share * 100).toFixed(1)} % killed`);
process.exit(share >= LEAST_KILLED && count("survived") + count("not applicable") === 0 ? 0 : 1);
