import { runInDurableObject } from "cloudflare:test";
import { RETENTION_PERIODS } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import document from "../../../../docs/retention.md?raw";
import { randomText } from "../../test/visitor.ts";

/** Tables of the platform, and of the migrations themselves. */
const OWN = /^(?:_cf_|sqlite_|d1_|schema_version$)/;
const TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'";
const namesIn = (rows: readonly Record<string, unknown>[]) =>
  rows.map(({ name }) => String(name)).filter((name) => !OWN.test(name));

/** The tables that the document lists for a class. */
function documented(title: string): string[] {
  const section = document.split("\n## ").find((one) => one.split("\n")[0]?.includes(`\`${title}\``)) ?? "";
  const cells = section.split("\n").flatMap((line) => (line.startsWith("| `") ? [line.split("|")[1] ?? ""] : []));
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name));
}

const isNamespace = (value: unknown): value is DurableObjectNamespace =>
  typeof value === "object" && value !== null && "idFromName" in value;
const namespaces = Object.entries(env).filter(
  ([name, value]) => !/^(?:__|AGGREGATOR)/.test(name) && isNamespace(value),
);
/** IDENTITY_SHARD is bound to IdentityShard. */
const classOf = (binding: string) =>
  binding.toLowerCase().replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());

test.each(namespaces)("every table of %s is in docs/retention.md", async (binding, namespace) => {
  const name = /SHARD/.test(binding) ? (binding === "REPORT_SHARD" ? `demo/${randomText(16)}/0` : "demo/0") : "demo";
  if (!isNamespace(namespace)) return expect.fail("no namespace");
  const stub = namespace.get(namespace.idFromName(name));
  const tables = await runInDurableObject(stub, (_, { storage }) => namesIn(storage.sql.exec(TABLES).toArray()));
  expect(tables.length).toBeGreaterThan(0);
  expect(tables.filter((table) => !documented(classOf(binding)).includes(table))).toEqual([]);
});

test("every table of D1 is in docs/retention.md, and none that is not", async () => {
  const tables = namesIn((await env.DB.prepare(TABLES).all()).results);
  expect(documented("D1").sort()).toEqual(tables.sort());
});

test("the document has every period with its bounds and default", () => {
  for (const [name, { min, max, usual }] of Object.entries(RETENTION_PERIODS)) {
    expect(document).toMatch(new RegExp(`^\\| \`${name}\` \\| .* \\| ${min} \\| ${max} \\| ${usual} \\|$`, "m"));
  }
});
