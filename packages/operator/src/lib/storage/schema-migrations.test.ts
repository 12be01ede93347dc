import { expect, test } from "vitest";
import { sqliteStorage } from "../../../test/sqlite-storage.ts";
import { migrateSchema, type SchemaStep, SchemaVersionError } from "./schema-migrations.ts";

const CREATE = "CREATE TABLE people (name TEXT PRIMARY KEY) STRICT";
const ADD_AGE = "ALTER TABLE people ADD COLUMN age INTEGER";
const versions = (storage: DurableObjectStorage) =>
  storage.sql.exec("SELECT component, version FROM schema_version ORDER BY component").toArray();

test("runs every step once, in order, and stores the version", () => {
  const storage = sqliteStorage();
  const ran: number[] = [];
  const steps: SchemaStep[] = [CREATE, () => ran.push(2), () => ran.push(3)];
  for (let start = 0; start < 3; start++) migrateSchema(storage, "people", steps);
  expect(ran).toEqual([2, 3]);
  expect(versions(storage)).toEqual([{ component: "people", version: 3 }]);
});

test("upgrades a stored database by the steps that it lacks, and keeps its rows", () => {
  const storage = sqliteStorage();
  migrateSchema(storage, "people", [CREATE]);
  storage.sql.exec("INSERT INTO people VALUES ('Ada')");
  migrateSchema(storage, "people", [CREATE, ADD_AGE, (sql) => sql.exec("UPDATE people SET age = 36")]);
  expect(storage.sql.exec("SELECT * FROM people").toArray()).toEqual([{ name: "Ada", age: 36 }]);
  expect(versions(storage)).toEqual([{ component: "people", version: 3 }]);
});

test("a step that fails changes nothing, and runs again at the next start", () => {
  const storage = sqliteStorage();
  let isBroken = true;
  const failing: SchemaStep = (sql) => {
    sql.exec("INSERT INTO people VALUES ('half')");
    if (isBroken) throw new Error("the disk is full");
  };
  expect(() => migrateSchema(storage, "people", [CREATE, failing, ADD_AGE])).toThrow("the disk is full");
  expect(versions(storage)).toEqual([{ component: "people", version: 1 }]);
  expect(storage.sql.exec("SELECT * FROM people").toArray()).toEqual([]);
  isBroken = false;
  migrateSchema(storage, "people", [CREATE, failing, ADD_AGE]);
  expect(storage.sql.exec("SELECT * FROM people").toArray()).toEqual([{ name: "half", age: null }]);
});

test("components in one storage have versions of their own", () => {
  const storage = sqliteStorage();
  migrateSchema(storage, "people", [CREATE, ADD_AGE]);
  migrateSchema(storage, "places", ["CREATE TABLE places (name TEXT PRIMARY KEY) STRICT"]);
  expect(versions(storage)).toEqual([
    { component: "people", version: 2 },
    { component: "places", version: 1 },
  ]);
});

test("refuses a database of a newer version, and leaves it as it is", () => {
  const storage = sqliteStorage();
  migrateSchema(storage, "people", [CREATE, ADD_AGE]);
  expect(() => migrateSchema(storage, "people", [CREATE])).toThrow(SchemaVersionError);
  expect(() => migrateSchema(storage, "people", [CREATE])).toThrow(
    '"people" has version 2, and this code knows up to 1',
  );
  expect(versions(storage)).toEqual([{ component: "people", version: 2 }]);
});

test("an empty storage gets the newest tables at once, and no step runs", () => {
  const storage = sqliteStorage();
  const steps: SchemaStep[] = [CREATE, ADD_AGE, () => expect.fail("the step has nothing to change")];
  for (let start = 0; start < 2; start++)
    migrateSchema(storage, "people", steps, "CREATE TABLE people (name TEXT PRIMARY KEY, age INTEGER) STRICT");
  expect(versions(storage)).toEqual([{ component: "people", version: 3 }]);
  expect(storage.sql.exec("INSERT INTO people VALUES ('Ada', 36) RETURNING age").one()).toEqual({ age: 36 });
});

test("a storage with any table runs the steps, also without a version", () => {
  const storage = sqliteStorage();
  storage.sql.exec("CREATE TABLE people (name TEXT PRIMARY KEY) STRICT");
  migrateSchema(
    storage,
    "people",
    ["CREATE TABLE IF NOT EXISTS people (name TEXT)", ADD_AGE],
    "CREATE TABLE people (name)",
  );
  expect(storage.sql.exec("INSERT INTO people VALUES ('Ada', 36) RETURNING age").one()).toEqual({ age: 36 });
});
