import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { CommandError } from "../../command-error.ts";
import { ndjsonStream } from "./ndjson-stream.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-ndjson-"));
  return () => rmSync(folder, { recursive: true });
});

async function read(content: string, also: readonly string[] = []) {
  const path = join(folder, "r.ndjson");
  writeFileSync(path, content);
  const { columns, rows } = await ndjsonStream(path, also);
  const found = [];
  for await (const { cells, place } of rows(columns.map((_, index) => index))) {
    found.push(
      cells instanceof CommandError
        ? cells.message.replace(folder, "")
        : Object.fromEntries(cells.map((cell, at) => [columns[at], cell])),
    );
    expect(place).toContain("line");
  }
  return found;
}

test("joins nested names, keeps lists as JSON, and leaves missing values empty", async () => {
  const lines = [
    { id: 1, who: { email: " a@b.c ", phone: null }, turns: [{ text: "x" }], ok: true },
    { id: "2", late: 3.5 },
  ];
  expect(await read(`${lines.map((line) => JSON.stringify(line)).join("\n\n")}\r\n`, ["extra"])).toEqual([
    { extra: "", id: "1", "who.email": "a@b.c", "who.phone": "", turns: '[{"text":"x"}]', ok: "true", late: "" },
    { extra: "", id: "2", "who.email": "", "who.phone": "", turns: "", ok: "", late: "3.5" },
  ]);
});

test("reports a line that is not an object by line and column, and reads the others", async () => {
  const [first, broken, list, last] = await read('{"id":1}\n{"id":2,}\n[3]\n{"id":4}');
  expect([first, last]).toEqual([{ id: "1" }, { id: "4" }]);
  expect(broken).toMatch(/^broken-json: .*r\.ndjson, line 2, column 9:/);
  expect(list).toMatch(/^broken-json: .*line 3, column 1:/);
});

test("reads lines that span two chunks", async () => {
  const lines = Array.from({ length: 5_000 }, (_, id) => JSON.stringify({ id, text: "é".repeat(id % 400) }));
  const found = await read(lines.join("\n"));
  expect(found).toHaveLength(5_000);
  expect(found.at(4_321)).toEqual({ id: "4321", text: "é".repeat(321) });
});
