import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SEDGE_COMMANDS } from "../src/sedge-command.ts";
import { sedge, sedgeHere } from "./sedge.ts";

/** Every command and group, with its words. */
const CALLS: readonly (readonly string[])[] = [
  [],
  ...SEDGE_COMMANDS.flatMap((entry) => [
    [entry.name],
    ...("commands" in entry ? entry.commands.map(({ name }) => [entry.name, name]) : []),
  ]),
];
const GROUPS = new Set(["", "models", "verify", "log"]);

let place = "";
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "sedge-help-"));
});
afterAll(() => rmSync(place, { recursive: true }));

describe.each(CALLS.map((call) => [call.join(" "), call] as const))("sedge %s", (name, call) => {
  test.each(["--help", "-h"])("prints its usage for %s, in lines of 80 characters at most", async (option) => {
    const { exitCode, out, note } = await sedgeHere(...call, option);
    expect([exitCode, note]).toEqual([0, ""]);
    expect(out.split("\n")[0]).toMatch(new RegExp(`^${["sedge", ...call].join(" ")}( |$)`));
    expect(out).toMatch(/\nExit codes: /);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    if (!GROUPS.has(name)) expect(out).toMatch(/\nExamples?:\n {2}sedge /);
  });

  test("rejects an unknown option in one sentence that names it and points to --help", async () => {
    const { exitCode, out, note } = await sedgeHere(...call, "--colour", "red");
    expect([exitCode, out]).toEqual([2, ""]);
    expect(note).toMatch(/^unknown-option: --colour is not an option of [^.]+; see --help\.$/);
  });
});

/** Prints, at the end, the URL of every module that was loaded. */
const LISTING = `import { registerHooks } from "node:module";
const urls = [];
registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) });
process.on("exit", () => process.stderr.write(urls.join("\\n")));`;

test.each(CALLS.map((call) => call.join(" ")).filter((name) => !GROUPS.has(name)))(
  "the help of sedge %s loads no schemas and few modules, so that it is fast",
  (name) => {
    const command = join(import.meta.dirname, "..", "src", "sedge.ts");
    const hook = `data:text/javascript,${encodeURIComponent(LISTING)}`;
    const args = ["--import", hook, command, ...name.split(" "), "--help"];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    const modules = stderr.split("\n");
    expect(status).toBe(0);
    expect(modules.some((url) => url.endsWith("/run-command.ts"))).toBe(true);
    expect(
      modules.filter((url) =>
        /valibot|@tensorflow|\/eld\/|\/packages\/(protocol|privacy|features|linkage|transparency)\//.test(url),
      ),
    ).toEqual([]);
    expect(modules.length).toBeLessThan(30);
  },
);

test("rejects an unknown option in its own process without a stack trace", () => {
  expect(sedge(place, "models", "eval", "--colour")).toEqual({
    exitCode: 2,
    out: "",
    note: "unknown-option: --colour is not an option of this command; see --help.\n",
  });
});
