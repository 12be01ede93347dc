import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { createConnector as create } from "../src/push.ts";
import { drySite, POLICY, SITE } from "./dry-site.ts";
import { expectSoundPackage, packedProject, run, runInstalled } from "./packed-project.ts";

interface Api {
  readonly createConnector: typeof create;
}

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "sedge-packed-"));
const project = join(folder, "project");
const installed = join(project, "node_modules/@sedge/connector");
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  run(process.execPath, ["build.ts"], root);
  // Takes its only dependency from the repository, so that the installation needs no network. Copies it, because npm
  // omits files that pnpm stores as links.
  cpSync(join(root, "node_modules/valibot"), join(folder, "valibot"), { recursive: true, dereference: true });
  packedProject(folder, [join(root, "dist"), join(folder, "valibot")]);
});

test("the packed package installs with valibot alone", () => {
  expect(readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
    "@sedge",
    "valibot",
  ]);
});

test("its command runs without type stripping", () => {
  const help = runInstalled(project, "sedge-connector", "--help");
  for (const name of [
    "push",
    "contribute",
    "landing-links",
    "migrate-keys",
    "clusters",
    "connector-key",
    "login-key",
    "erasure-requests",
    "receipts",
    "verify-receipts",
    "retention",
  ]) {
    expect(help).toContain(`  ${name} `);
  }
  for (const name of ["models", "resolve", "cluster "]) expect(help).not.toContain(`  ${name}`);
  expect(runInstalled(project, "sedge-connector", "push", "--help")).toContain("--channel");
});

test("its API type-checks in a TypeScript project, with library checks on", () => {
  writeFileSync(
    join(project, "till.ts"),
    `import { createConnector, createReceiver, nodeListener, type GivenRecord } from "@sedge/connector/push";
import { connectPrf, readCluster } from "@sedge/connector/operators";
export const record: GivenRecord = { id: "R-1", consent: "yes", touch: { at: 1, amount: 2 } };
const options = { channel: "shop-till", key: new Uint8Array(32), site: "demo", endpoint: "https://edge.example", state: "s" } as const;
const till = await createConnector(options);
const { accepted } = await till.record(record);
export const count: number = accepted;
export const listener = nodeListener(createReceiver({ connector: till, secrets: [] }));
// @ts-expect-error a page's channel uses the SDK
await createConnector({ ...options, channel: "web" });
// @ts-expect-error a record needs an ID
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

test("publint and attw find no fault, and it runs on Node 20", () => {
  expectSoundPackage(join(root, "dist"), installed, folder);
});

test("the installed connector classifies a conversation with the model that it ships", async () => {
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
  ).toMatchObject({ accepted: 1 });
  await chat.flush();
  await chat.close();
});
