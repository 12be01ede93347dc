import { execFile, execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { errorsDoc } from "../../scripts/errors-doc.ts";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const documents = globSync("**/*.md", { cwd: root, exclude: ["**/node_modules", "**/dist", "**/.sedge"] }).sort();

test("docs/errors.md matches the output of `npm run fix`", () => {
  expect(read("docs/errors.md")).toBe(errorsDoc());
});

/** The calls of `sedge` in a document's code blocks: the words after the command's name, lines joined. */
function sedgeCalls(path: string): string[][] {
  const blocks = [...read(path).matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = ""]) =>
    block.replaceAll("\\\n", " "),
  );
  return blocks.flatMap((block) =>
    [...block.matchAll(/npm run sedge -- ([^#\n]*)/g)].map(([, call = ""]) => call.trim().split(/\s+/)),
  );
}

const helpTexts = new Map<string, string>();
/** What `sedge … --help` prints for a command of one or, of `log` and `models`, two words. */
function helpOf(command: string): string {
  const known = helpTexts.get(command);
  if (known !== undefined) return known;
  const call = [join("scripts", "sedge.ts"), ...command.split(" "), "--help"];
  const text = execFileSync(process.execPath, call, { cwd: root, encoding: "utf8" });
  helpTexts.set(command, text);
  return text;
}

test.each(documents.filter((path) => sedgeCalls(path).length > 0))(
  "every command and option of sedge in %s exists",
  (path) => {
    for (const call of sedgeCalls(path)) {
      const words = call
        .slice(0, ["log", "models"].includes(call[0] ?? "") ? 2 : 1)
        .filter((word) => !word.startsWith("-"));
      const help = helpOf(words.join(" "));
      expect(help).toMatch(/^sedge /);
      const options = call.filter((word) => /^\[?--[a-z]/.test(word)).map((word) => word.replaceAll(/[[\]]|=.*/g, ""));
      for (const option of options)
        expect(help.includes(option) || option === "--help", `${words.join(" ")} ${option}`).toBe(true);
    }
  },
);

test.each(documents)("every npm script and bench that %s names exist", (path) => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = [...read(path).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test))/g)].map(([, run, short]) => run ?? short);
  expect(named.filter((name) => !Object.hasOwn(scripts, String(name)))).toEqual([]);
  const benches = [...read(path).matchAll(/\bnpm run bench -- (\w+)/g)].map(([, bench]) => bench);
  expect(benches.filter((bench) => !existsSync(join(root, "benchmarks/src", `${bench}.ts`)))).toEqual([]);
});

/** Examples in package READMEs that contain assertions. */
const examples = documents.flatMap((path) => {
  const [, folder] = /^(packages\/[\w-]+)\/README\.md$/.exec(path) ?? [];
  const blocks = [...read(path).matchAll(/^```ts\n(import assert .*?)^```/gms)].map(([, code = ""]) => code);
  return folder === undefined ? [] : blocks.map((code) => ({ folder, code }));
});

test.each(examples)("the example in the README of $folder runs", async ({ folder, code }) => {
  // Runs in the package's folder, so that imports resolve as in its own code.
  const run = ["--input-type=module-typescript", "--eval", code];
  await promisify(execFile)(process.execPath, run, { cwd: join(root, folder) });
});
