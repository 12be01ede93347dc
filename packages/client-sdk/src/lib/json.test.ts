import { afterEach, expect, test } from "vitest";
import { toJson } from "./json.ts";

afterEach(() => void Reflect.deleteProperty(Array.prototype, "toJSON"));

test("lists stay lists where an old framework writes arrays as text, and its method stays", () => {
  function toJSON(this: unknown[]) {
    return `[${this.join(", ")}]`;
  }
  // oxlint-disable-next-line no-extend-native -- what the framework does
  Object.defineProperty(Array.prototype, "toJSON", { value: toJSON, configurable: true, writable: true });
  const record = { purposes: ["classify"], times: [[1, 2]] };
  expect(JSON.parse(JSON.stringify(record))).not.toEqual(record);
  expect(JSON.parse(toJson(record))).toEqual(record);
  expect(Reflect.get([], "toJSON")).toBe(toJSON);
  Reflect.deleteProperty(Array.prototype, "toJSON");
  expect(toJson(record)).toBe(JSON.stringify(record));
});
