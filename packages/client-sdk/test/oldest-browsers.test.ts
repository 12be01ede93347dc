import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const script = join(import.meta.dirname, "../dist/script");

/** What Chrome 98, Firefox 93 or Safari 16 lack, unless the code looks first whether it is there. */
const NEWER =
  /\.(?:toSorted|toReversed|toSpliced|findLast|findLastIndex)\(|(?<!URL\.canParse\?)URL\.canParse\(|AbortSignal\.(?:timeout|any)\(|Promise\.withResolvers\(|Object\.groupBy\(/;

test("no bundle calls what the oldest supported browsers lack", () => {
  const files = globSync("*.js", { cwd: script });
  expect(files.length).toBeGreaterThan(10);
  const found = files.flatMap((file) => NEWER.exec(readFileSync(join(script, file), "utf8"))?.[0] ?? []);
  expect(found).toEqual([]);
  expect(NEWER.test("[].toSorted()")).toBe(true);
});
