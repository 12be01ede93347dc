import { mkdirSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { storedRows } from "./stored-rows.ts";

/** An operator's folder with one database that a Worker has open. */
function openState() {
  const folder = mkdtempSync(join(tmpdir(), "sedge-stored-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "state", "do", "shards", "one.sqlite");
  mkdirSync(join(path, ".."), { recursive: true });
  const database = new DatabaseSync(path);
  onTestFinished(() => database.close());
  database.exec("PRAGMA journal_mode = wal; CREATE TABLE people (name TEXT) STRICT");
  const names = () => storedRows({ folder }).map(({ row }) => row["name"]);
  const rest = () => [path, `${path}-wal`].forEach((file) => utimesSync(file, 1_000, 1_000));
  return { database, names, rest };
}

test("reads what is in the log and not in the database yet", () => {
  const { database, names } = openState();
  for (const name of ["Ada", "Bo", "Cy"]) {
    database.exec(`INSERT INTO people VALUES ('${name}')`);
    expect(names()).toContain(name);
  }
});

test("reads a file again after every change, also of the same size", () => {
  const { database, names, rest } = openState();
  database.exec("INSERT INTO people VALUES ('Ada')");
  rest();
  expect([names(), names()]).toEqual([["Ada"], ["Ada"]]);
  database.exec("UPDATE people SET name = 'Eve'");
  expect(names()).toEqual(["Eve"]);
  rest();
  expect(names()).toEqual(["Eve"]);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.exec("DELETE FROM people");
  expect(names()).toEqual([]);
});
