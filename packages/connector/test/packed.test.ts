import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { createConnector as create } from "../src/push.ts";
import { drySite, POLICY, SITE } from "./dry-site.ts";

interface Api {
  readonly createConnector: typeof create;
}

const root = join(import.meta.dirname, "..");
const bins = join(root, "../../node_modules/.bin");
const folder = mkdtempSync(join(tmpdir(), "sedge-packed-"));
const project = join(folder, "project");
const installed = join(project, "node_modules/@sedge/connector");
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program; its output where it succeeds. */
function run(program: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, PATH: `${bins}${delimiter}${process.env["PATH"] ?? ""}` };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

const pack = (path: string) => join(folder, run("npm", ["pack", path, "--silent"], folder).trim());

beforeAll(() => {
  run(process.execPath, ["build.ts"], root);
  // Its only dependency comes from the repository, so that the installation needs no network.
  // Copied, since npm leaves out files that pnpm has stored as links to one another.
  cpSync(join(root, "node_modules/valibot"), join(folder, "valibot"), { recursive: true, dereference: true });
  const tarballs = [pack(join(root, "dist")), pack(join(folder, "valibot"))];
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "till", "private": true, "type": "module" }');
  run("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", ...tarballs], project);
});

test("the packed package installs with valibot alone, and its manifest names no workspace", () => {
  expect(readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
    "@sedge",
    "valibot",
  ]);
  const manifest = readFileSync(join(installed, "package.json"), "utf8");
  expect(manifest).not.toMatch(/workspace:|catalog:/);
  const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => /(?<!\.d)\.ts$/.test(file))).toEqual([]);
  expect(files.filter((file) => /tensorflow|tfjs/i.test(file))).toEqual([]);
});

test("its command runs without type stripping", () => {
  const command = join(project, "node_modules/.bin/sedge-connector");
  const help = run(process.execPath, ["--no-experimental-strip-types", command, "--help"], project);
  for (const name of ["push", "contribute", "landing-links", "migrate-keys", "clusters", "connector-key"]) {
    expect(help).toContain(`  ${name} `);
  }
  for (const name of ["models", "resolve", "cluster "]) expect(help).not.toContain(`  ${name}`);
  expect(run(process.execPath, ["--no-experimental-strip-types", command, "push", "--help"], project)).toContain(
    "--channel",
  );
});

test("its API has types in a TypeScript project that checks libraries too", () => {
  writeFileSync(
    join(project, "till.ts"),
    `import { createConnector, createReceiver, nodeListener, type GivenRecord } from "@sedge/connector/push";
import { connectPrf, readCluster } from "@sedge/connector/operators";
export const record: GivenRecord = { id: "R-1", consent: "yes", touch: { at: 1, amount: 2 } };
const options = { channel: "shop-till", key: new Uint8Array(32), site: "demo", endpoint: "https://edge.example", state: "s" } as const;
const till = await createConnector(options);
const { taken } = await till.record(record);
export const count: number = taken;
export const listener = nodeListener(createReceiver({ connector: till, secrets: [] }));
// @ts-expect-error a page's channel is the SDK's
await createConnector({ ...options, channel: "web" });
// @ts-expect-error a record needs an id
await till.record({ consent: "yes" });
export { connectPrf, readCluster };
`,
  );
  const types = join(root, "node_modules/@types");
  const compilerOptions = {
    module: "nodenext",
    target: "es2023",
    lib: ["es2023"],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: ["node"],
    typeRoots: [types],
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["till.ts"] }));
  run("tsc", ["-p", "."], project);
});

test("publint and attw find no fault", () => {
  run("publint", ["run", installed, "--strict", "--pack", "false"], project);
  run("attw", ["--pack", join(root, "dist"), "--profile", "esm-only"], folder);
});

test("the installed connector takes a conversation in, with the model that it ships", async () => {
  const { createConnector }: Api = await import(join(installed, "push.js"));
  const chat = await createConnector({
    channel: "chat",
    key: new Uint8Array(32).fill(7),
    site: SITE,
    endpoint: "https://edge.example",
    state: join(project, "chat.state"),
    policyVersion: POLICY,
    flushSeconds: 0,
    fetch: drySite(),
  });
  const turns = [{ speaker: "visitor", text: "This is outrageous, I am furious. Nothing works!" }] as const;
  const touch = { at: 1_793_867_400 };
  expect(
    await chat.record({ id: "c-1", consent: "yes", identifiers: { account: "A-1" }, touch, turns: [...turns] }),
  ).toMatchObject({ taken: 1 });
  await chat.flush();
  await chat.close();
});
