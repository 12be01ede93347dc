import { expect, test } from "vitest";
import { type Option, readCall, usageOf } from "./options.ts";

const options: readonly Option[] = [
  { name: "file", value: "FILE", isNeeded: true, isList: true, description: "rows" },
  { name: "days", value: "N", description: "how long an offer is valid, ".repeat(8).trim(), default: "30" },
  { name: "json", description: "one line of JSON" },
];

test("prints every option with its value and default, notes and examples, in lines that fit a terminal", () => {
  const usage = {
    positional: "FOLDER",
    purpose: "Makes links.",
    options,
    notes: `${"A note. ".repeat(20)}\n\nA list:\n  a   as   it is\nand more.`,
    examples: [`out --file ${"a".repeat(60)}.csv --days 3`],
  };
  const text = usageOf("sedge links", usage);
  expect(text.split("\n")[0]).toBe("sedge links FOLDER --file FILE … [OPTION …]");
  expect(text).toContain("\n  --file FILE          rows\n");
  expect(text).toMatch(
    /\n {2}--days N {13}how long[\s\S]+\(default:\s+30\)\n {2}--json {15}one line of JSON\n {2}--help {15}print/,
  );
  expect(text).toContain("A list:\n  a   as   it is\nand more.\n");
  expect(text).toContain(`Example:\n  sedge links out \\\n      --file ${"a".repeat(60)}.csv \\\n      --days 3\n`);
  expect(text).toMatch(/\nExit codes: 0 .+, 2 .+, 1 .+\.$/);
  expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThan(81);
  expect(usageOf("sedge links", { purpose: "Makes links.", options: options.slice(0, 1) })).toMatch(
    /^sedge links --file FILE …\n/,
  );
});

test("prints help for -h and for --help beside anything else", () => {
  expect(readCall(["-h"], options)).toEqual({ positionals: [], options: { help: true } });
  expect(readCall(["--days", "x", "--nothing", "--help"], options)).toEqual({
    positionals: [],
    options: { help: true },
  });
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
    "unknown-option: --toString is not an option of this command; see --help.",
  );
  expect(() => readCall(["-x"], options)).toThrow("unknown-option: -x is not an option of this command; see --help.");
});
