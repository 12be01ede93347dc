import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { FRICTION_RULES } from "../friction/friction.ts";
import { SESSION_INTENTS, SUPPORT_REASONS } from "../intent/session-intent.ts";
import { RESOLUTION_REASONS } from "../resolution/resolution.ts";
import { codesOf, TAXONOMY, taxonomyTable } from "./taxonomy.ts";

const document = readFileSync(resolve(import.meta.dirname, "../../../../../docs/taxonomy.md"), "utf8");

test("the document's table is the code's", () => {
  const lines = document.split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const after = lines.findIndex((line, index) => index > first && !line.startsWith("|"));
  expect(lines.slice(first, after).join("\n")).toBe(taxonomyTable());
});

test("the codes that the rules and the intents give are the taxonomy's, all of them", () => {
  expect(codesOf("friction")).toEqual(FRICTION_RULES.map(({ code }) => code));
  expect(codesOf("session-intent").toSorted()).toEqual([...SESSION_INTENTS].toSorted());
  expect(codesOf("support-reason")).toEqual([...SUPPORT_REASONS]);
  expect(codesOf("resolution-reason")).toEqual([...RESOLUTION_REASONS]);
});

test("a rule's threshold and weight are what its row says", () => {
  for (const { code, threshold, weight } of FRICTION_RULES) {
    const entry = TAXONOMY.find((found) => found.group === "friction" && found.code === code);
    expect(entry?.meaning).toContain(`threshold ${threshold}, weight ${String(weight).replace(/^0/, "")}`);
  }
});

test("a code is one code within its group, of stable form, and every column says something", () => {
  expect(new Set(TAXONOMY.map(({ group, code }) => `${group} ${code}`)).size).toBe(TAXONOMY.length);
  for (const { group, code, ...words } of TAXONOMY) {
    expect(`${group} ${code}`).toMatch(/^[a-z][a-z-]* [a-z0-9][a-z0-9-]*$/);
    for (const word of Object.values(words)) expect(word.length, code).toBeGreaterThan(0);
    expect(Object.values(words).join(" ")).not.toContain("|");
  }
});
