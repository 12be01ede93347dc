import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MUTANTS } from "./all.ts";
import { mutated } from "./mutant.ts";

const root = join(import.meta.dirname, "..", "..");

test("every mutant has an id of its own", () => {
  const ids = MUTANTS.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

describe.each(MUTANTS)("mutant $area/$id", (mutant) => {
  test("finds its text once in its file, and changes it", () => {
    const source = readFileSync(join(root, mutant.file), "utf8");
    expect(mutated(source, mutant)).not.toBe(source);
  });

  test("names test files that exist", () => {
    expect(mutant.killedBy.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
