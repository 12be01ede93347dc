import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { codesOf } from "@sedge/features/taxonomy";
import * as v from "valibot";
import { expect, test } from "vitest";

const models = resolve(import.meta.dirname, "..");
const codes = v.array(v.object({ code: v.string() }));
/** What every kind of manifest has: a name, and codes of its answers under one of two names. */
const Named = v.object({ name: v.string(), outputs: v.optional(codes, []), classes: v.optional(codes, []) });

/** Groups of the taxonomy that a model's codes belong to. The support-intent sets are in it by name alone. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  "purchase-propensity": ["purchase"],
  "visit-depth": ["visit-depth"],
  "session-intent": ["session-intent"],
  sentiment: ["sentiment"],
  emotion: ["emotion", "frustration"],
  frustration: ["frustration"],
  "call-outcome": ["call-outcome"],
  churn: ["churn"],
};

const shipped = readdirSync(models)
  .map((folder) => resolve(models, folder, "manifest.json"))
  .filter((path) => existsSync(path))
  .map((path) => v.parse(Named, JSON.parse(readFileSync(path, "utf8"))));

test.each(shipped.map((manifest) => [manifest.name, manifest] as const))(
  "the codes of %s are in the taxonomy",
  (name, manifest) => {
    if (codesOf("support-intent-set").includes(name)) return;
    const known = (GROUPS[name] ?? []).flatMap(codesOf);
    const codes = [...manifest.outputs, ...manifest.classes].map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect(known).toContain(code);
  },
);

test("the models that this looks at are there", () => {
  expect(shipped.map(({ name }) => name)).toContain("purchase-propensity");
});
