import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MODELS_FOLDER } from "./models-usage.ts";
import { SHIPPED_TASKS } from "./shipped-tasks.ts";

test("the tasks are those of the models' own training command", () => {
  const { stderr } = spawnSync(process.execPath, [join(MODELS_FOLDER, "src", "cli.ts")], { encoding: "utf8" });
  const names = /train ([^,]*),/.exec(stderr)?.[1]?.split(" | ") ?? [];
  expect(names.filter((name) => name !== "all").toSorted()).toEqual(SHIPPED_TASKS.toSorted());
});

test("every shipped model is a task", () => {
  const folders = readdirSync(MODELS_FOLDER, { withFileTypes: true });
  const shipped = folders.filter((entry) => entry.isDirectory() && !["src", "node_modules"].includes(entry.name));
  expect(shipped.map(({ name }) => name).filter((name) => !SHIPPED_TASKS.includes(name))).toEqual([]);
});
