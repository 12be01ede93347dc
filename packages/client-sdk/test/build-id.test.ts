import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const dist = join(import.meta.dirname, "../dist");
const read = (file: string) => readFileSync(join(dist, file), "utf8");

test("the page's files and the worker's carry one and the same build id", () => {
  const ids = new Set(read("script/sdk.js").match(/(?<=["'`])[0-9a-f]{16}(?=["'`])/g));
  expect(ids.size).toBe(1);
  const [id = ""] = ids;
  expect(read("npm/index.js")).toContain(id);
  expect(read("script/page-reader.js")).toContain(id);
  const workers = readdirSync(join(dist, "script")).filter((file) => /^(?:worker|chunk-.*)\.js$/.test(file));
  const stamped = workers.filter((file) => read(`script/${file}`).includes(id));
  expect(stamped).toHaveLength(1);
  const imported = stamped[0] === "worker.js" || read("script/worker.js").includes(String(stamped));
  expect(imported).toBe(true);
});
