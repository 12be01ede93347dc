import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { generatedPeople, peopleFile } from "./generated-people.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-resolve-interrupted-"));
  return () => rmSync(folder, { recursive: true });
});

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
  "a run that ends by %s leaves the existing file unchanged",
  async (signal) => {
    // Enough terms for several seconds of work.
    writeFileSync(join(folder, "people.csv"), peopleFile(generatedPeople(400, 1)));
    writeFileSync(join(folder, "out.csv"), "what was there");
    const command = join(import.meta.dirname, "..", "src", "sedge.ts");
    const args = ["resolve", "--input", "people.csv", "--output", "out.csv"];
    const child = spawn(process.execPath, [command, ...args], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    // The columns are printed: the tokens are being computed.
    for await (const line of child.stderr) if (String(line).includes("givenName")) break;
    const ended = once(child, "exit");
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect(readdirSync(folder).toSorted()).toEqual(["out.csv", "people.csv"]);
    expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe("what was there");
  },
);
