import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signDocument } from "@sedge/transparency/publish";
import { afterAll, expect, test } from "vitest";
import { logKey, Operators, signerOf } from "../../transparency/test/operators.ts";
import { sedgeHere } from "./sedge.ts";
import { TiledLog } from "./tiled-log.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-log-"));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

const KEY = logKey(new Operators().log);

async function served(log: TiledLog): Promise<string> {
  const { url, server } = await log.serve();
  servers.push(server);
  return url;
}

async function logOf(statements: number): Promise<TiledLog> {
  const log = new TiledLog(new Operators());
  await log.publish(statements);
  return log;
}

const verify = (url: string, key = KEY) => sedgeHere("log", "verify", url, "--log-key", key);

test("sedge log verify reads a log of more than one tile and finds nothing wrong with it", async () => {
  const log = await logOf(258);
  const root = Buffer.from(log.operators.tree.root()).toString("base64");
  expect(await verify(await served(log))).toEqual({
    exitCode: 0,
    out: `log.example/sedge: 258 entries of 1 sites, root ${root}, no findings`,
    note: "",
  });
});

test("sedge log verify names each entry that breaks a rule, and a root that the entries do not make", async () => {
  const log = await logOf(2);
  await log.add("hello");
  const [first = new Uint8Array()] = log.entries;
  await log.add(new TextDecoder().decode(first));
  const url = await served(log);
  expect(await verify(url)).toEqual({
    exitCode: 2,
    out: "entry 2: entry-invalid\nentry 3: statement-number",
    note: "log-broken: 2 findings in 4 entries.",
  });
  log.entries[1] = first;
  await log.write();
  expect((await verify(url)).out).toContain("the log forked: another root at 4 entries");
});

test("sedge log verify refuses a checkpoint of another key, a file that is missing, and one that lacks entries", async () => {
  const log = await logOf(3);
  const url = await served(log);
  const other = logKey(signerOf("log.example/sedge", 9));
  expect((await verify(url, other)).out).toContain("the checkpoint at 3 entries is not signed by the log");
  expect((await verify(url, "nonsense")).note).toMatch(/^bad-option: "nonsense" is not a log's verifier key/);
  log.files.set("tile/entries/000.p/3", log.files.get("tile/entries/000.p/3")?.slice(0, -1) ?? new Uint8Array());
  expect((await verify(url)).note).toMatch(/^log-broken: .* lacks entries/);
  log.files.delete("tile/entries/000.p/3");
  expect((await verify(url)).note).toMatch(/^log-unreadable: .*\/tile\/entries\/000 answered 404\.$/);
});

test("sedge log verify follows a rotated key from the one that the log began with", async () => {
  const log = await logOf(2);
  const old = log.operators.log;
  const next = signerOf("log.example/sedge", 7);
  const from = { key: KEY, size: 2, root: Buffer.from(log.operators.tree.root()).toString("base64url") };
  await log.add(await signDocument({ kind: "sedge-succession/1", from, to: logKey(next), issued: 1 }, [old, next]));
  log.operators.log = next;
  await log.publish(1);
  expect((await verify(await served(log))).exitCode).toBe(0);
});

/** Runs `sedge log watch` beside this process, so that the log can change meanwhile. */
function watch(...args: readonly string[]) {
  const command = join(import.meta.dirname, "..", "src", "sedge.ts");
  const child = spawn(process.execPath, [command, "log", "watch", ...args, "--log-key", KEY, "--interval", "1"]);
  let [out, note] = ["", ""];
  child.stdout.on("data", (text) => (out += String(text)));
  child.stderr.on("data", (text) => (note += String(text)));
  const ended = new Promise<{ exitCode: number | null; out: string; note: string }>((resolve) =>
    child.on("close", (exitCode) => resolve({ exitCode, out, note })),
  );
  return { child, ended };
}

/** Resolves once the log's checkpoint was asked for twice. */
async function watched(log: TiledLog): Promise<void> {
  let asked = 0;
  const get = log.files.get.bind(log.files);
  await new Promise<void>((resolve) => {
    log.files.get = (path) => {
      if (path === "checkpoint" && ++asked === 2) resolve();
      return get(path);
    };
  });
}

test("sedge log watch finds two views of a log that differ, within one interval, and prints both signed checkpoints", async () => {
  const log = await logOf(3);
  const view = await logOf(3);
  const watching = watch(await served(log), "--view", await served(view));
  await watched(view);
  // The same number of statements, but another one at each.
  log.operators.now += 60;
  await log.publish(1);
  await view.publish(1);
  const began = performance.now();
  const { exitCode, out, note } = await watching.ended;
  expect([exitCode, note]).toEqual([2, "log-broken: the log forked: another root at 4 entries.\n"]);
  expect(out.match(/^log\.example\/sedge\n4$/gm)).toHaveLength(2);
  expect(performance.now() - began).toBeLessThan(30_000);
});

test("sedge log watch finds a view that is longer than the log and does not continue it", async () => {
  const log = await logOf(3);
  const view = new TiledLog(new Operators());
  view.operators.now += 60;
  await view.publish(5);
  const { exitCode, out } = await watch(await served(log), "--view", await served(view)).ended;
  expect([exitCode, out.split("\n")[0]?.replace(/http:\S+/, "URL")]).toEqual([
    2,
    "the log forked: the 5 entries at URL do not continue these 3",
  ]);
});

test("sedge log watch keeps its last checkpoint, and finds after a restart that the log shrank", async () => {
  const log = await logOf(4);
  const url = await served(log);
  const state = join(folder, "watch.json");
  const { child, ended } = watch(url, "--state", state);
  await watched(log);
  child.kill("SIGKILL");
  await ended;
  const backup = await logOf(2);
  const result = await watch(await served(backup), "--state", state).ended;
  expect([result.exitCode, result.out.split("\n")[0]]).toEqual([2, "the log shrank from 4 to 2 entries"]);
  writeFileSync(state, "nonsense");
  expect((await watch(url, "--state", state).ended).note).toMatch(/^log-broken: .* is no checkpoint/);
});
