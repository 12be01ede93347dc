import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RETENTION_PERIODS, USUAL_RETENTION } from "@sedge/protocol";
import { expect, test } from "vitest";
import { RETENTION_ENDS } from "../src/lib/retention/retention-command.ts";
import { publicFiles } from "./dry-site.ts";
import { sedgeHere } from "./sedge.ts";
import { startSite } from "./site-server.ts";

/** A site whose manifest names this schedule. */
async function siteWith(retention: unknown): Promise<readonly string[]> {
  const manifest = (await (await publicFiles("https://edge.example/manifest")).json()) as object;
  const text = JSON.stringify({ ...manifest, ...(retention !== undefined && { retention }) });
  const { endpoint } = await startSite(({ url }) =>
    url.endsWith("/v1/sites/demo/manifest") ? new Response(text) : undefined,
  );
  return ["retention", "--endpoint", endpoint, "--site", "demo"];
}

test("prints each period with the site's days, the default, the bounds and what it ends", async () => {
  const call = await siteWith({ ...USUAL_RETENTION, codewordDays: 180 });
  const { exitCode, out } = await sedgeHere(...call);
  expect(exitCode).toBe(0);
  const [head, ...lines] = out.split("\n").map((line) => line.split(/ {2,}/));
  expect(head).toEqual(["period", "days", "default", "least", "most", "what it ends"]);
  const expected = Object.entries(RETENTION_PERIODS).map(([name, { min, max, usual }]) => {
    const days = name === "codewordDays" ? 180 : usual;
    return [name, ...[days, usual, min, max].map(String), RETENTION_ENDS[name as keyof typeof RETENTION_ENDS]];
  });
  expect(lines).toEqual(expected);
});

test("prints the same as one line of JSON", async () => {
  const { out } = await sedgeHere(...(await siteWith({ ...USUAL_RETENTION, recordDays: 7 })), "--json");
  expect(out).not.toContain("\n");
  const schedule: unknown = JSON.parse(out);
  expect(Object.keys(schedule as object)).toEqual(Object.keys(RETENTION_PERIODS));
  const { min, max, usual } = RETENTION_PERIODS.recordDays;
  expect(schedule).toMatchObject({
    recordDays: { days: 7, default: usual, min, max, ends: RETENTION_ENDS.recordDays },
  });
});

test.each([
  ["an edge without a schedule", async () => siteWith(undefined), "operators-failed"],
  [
    "a site that isn't there",
    async () => [...(await siteWith(USUAL_RETENTION)).slice(0, -1), "other"],
    "operators-failed",
  ],
  [
    "nobody at the address",
    async () => ["retention", "--endpoint", "http://localhost:1", "--site", "demo"],
    "operators-failed",
  ],
  [
    "an address without TLS",
    async () => ["retention", "--endpoint", "http://edge.example", "--site", "demo"],
    "bad-option",
  ],
  ["no site", async () => ["retention", "--endpoint", "http://localhost:1"], "bad-option"],
])("refuses %s in one sentence", async (_, call, code) => {
  const { exitCode, out, note } = await sedgeHere(...(await call()));
  expect({ exitCode, out, note }).toEqual({
    exitCode: 2,
    out: "",
    note: expect.stringMatching(new RegExp(`^${code}: .+\\.$`)),
  });
});

test("docs/retention.md says the same of what each period ends", () => {
  const text = readFileSync(join(import.meta.dirname, "../../../docs/retention.md"), "utf8");
  // The same words, whether or not they link to the glossary.
  const document = text.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1");
  for (const [name, ends] of Object.entries(RETENTION_ENDS)) expect(document).toContain(`| \`${name}\` | ${ends} |`);
});
