import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { heldOut } from "./text-part.ts";
import type { TextRow } from "./text-plan.ts";

const rows: TextRow[] = Array.from({ length: 300 }, (_, index) => ({
  text: `text ${index}`,
  labels: [index < 50 ? "rare" : "often"],
}));

test("a share of each label is held out, once, in order, and the same again", () => {
  const { kept, held } = heldOut(rows, 0.1, randomFrom(3));
  expect(held.filter(({ labels }) => labels[0] === "rare").length).toBe(5);
  expect(held.length).toBe(30);
  expect([...kept, ...held].toSorted((a, b) => rows.indexOf(a) - rows.indexOf(b))).toEqual(rows);
  expect(held.map((row) => rows.indexOf(row))).toEqual(held.map((row) => rows.indexOf(row)).toSorted((a, b) => a - b));
  expect(heldOut(rows, 0.1, randomFrom(3)).held).toEqual(held);
  expect(heldOut(rows, 0.1, randomFrom(4)).held).not.toEqual(held);
});
