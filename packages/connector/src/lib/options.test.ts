import { expect, test } from "vitest";
import { type Option, readCall, usageOf } from "./options.ts";

const options: readonly Option[] = [
  { name: "file", value: "FILE", isNeeded: true, isList: true, description: "rows" },
  { name: "days", value: "N", description: "how long an offer is valid, ".repeat(8).trim(), default: "30" },
  { name: "json", description: "one line of JSON" },
];

test("prints every option with its value and default, in lines that fit a terminal", () => {
  const text = usageOf({ command: "links", purpose: "Makes links.", options, notes: "That is all." });
  expect(text.split("\n")[0]).toBe("sedge links --file FILE … [OPTION …]");
  expect(text).toContain("\n  --file FILE          rows\n");
  expect(text).toMatch(
    /\n {2}--days N {13}how long[\s\S]+default: 30\n {2}--json {15}one line of JSON\n {2}--help {15}print/,
  );
  expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThan(119);
});

test("accepts the options of the table and rejects any other", () => {
  expect(readCall(["--file", "a", "--json", "--file=b", "x"], options)).toEqual({
    positionals: ["x"],
    options: { file: ["a", "b"], json: true },
  });
  expect(() => readCall(["--days", "1", "--days", "2"], options)).toThrow("bad-option: --days is given twice.");
  expect(() => readCall(["--days"], options)).toThrow("bad-option: --days needs a value.");
  expect(() => readCall(["--json=1"], options)).toThrow("bad-option: --json takes no value.");
  expect(() => readCall(["--toString"], options)).toThrow(
    "unknown-option: --toString is not an option of this command; the options are --file, --days, --json, --help.",
  );
});
