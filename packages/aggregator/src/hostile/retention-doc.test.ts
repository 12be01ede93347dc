import { runInDurableObject } from "cloudflare:test";
import { RoundId } from "@sedge/protocol";
import { roundShardName } from "@sedge/operator/rounds";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect, test } from "vitest";
import document from "../../../../docs/retention.md?raw";

/** Tables of the platform, and of the migrations themselves. */
const OWN = /^(?:_cf_|sqlite_|schema_version$)/;
const ROUND = v.parse(RoundId, "A".repeat(22));

const isNamespace = (value: unknown): value is DurableObjectNamespace =>
  typeof value === "object" && value !== null && "idFromName" in value;
const namespaces = Object.entries(env).filter(([name, value]) => !name.startsWith("__") && isNamespace(value));
/** ROUND_KEEPER is bound to RoundKeeper. */
const classOf = (binding: string) =>
  binding.toLowerCase().replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());

test.each(namespaces)("every table of %s is in docs/retention.md", async (binding, namespace) => {
  if (!isNamespace(namespace)) return expect.fail("no namespace");
  const name = binding === "REPORT_SHARD" ? roundShardName("demo", ROUND, 0) : "demo";
  const tables = await runInDurableObject(namespace.get(namespace.idFromName(name)), (_, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE type = 'table'").toArray(),
  );
  const own = tables.map((row) => String(row["name"])).filter((table) => !OWN.test(table));
  expect(own.length).toBeGreaterThan(0);
  const section = document.split("\n## ").find((one) => one.split("\n")[0]?.includes(`\`${classOf(binding)}\``)) ?? "";
  expect(own.filter((table) => !section.includes(`\`${table}\``))).toEqual([]);
});
