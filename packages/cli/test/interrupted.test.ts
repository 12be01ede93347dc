import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { generatedRecords } from "./generated-data.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-interrupted-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("a training that ends by %s leaves nothing", async (signal) => {
  writeFileSync(join(folder, "records.csv"), generatedRecords(2_000, 1));
  const command = join(import.meta.dirname, "..", "src", "sedge.ts");
  const args = ["models", "train", "tabular", "--train", "records.csv", "--label", "left", "--out", "members"];
  const child = spawn(process.execPath, [command, ...args], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  // The first line of progress: training has started.
  for await (const line of child.stderr) if (String(line).includes("left:")) break;
  const ended = once(child, "exit");
  child.kill(signal);
  expect(await ended).toEqual([null, signal]);
  expect(readdirSync(folder)).toEqual(["records.csv"]);
});
