import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { blendedRows } from "./blended-rows.ts";
import { columnsFrom } from "./columns-from.ts";
import { encodedRows } from "./encoded-rows.ts";

const random = randomFrom(4);
const rows = Array.from({ length: 200 }, (_, index) => ({
  cluster: index < 100 ? "low" : "high",
  x: (index < 100 ? 0 : 100) + Math.round(random() * 10),
}));
const columns = columnsFrom(rows, ["cluster", "x"], { knots: 9, minCategoryRows: 1, hints: {} });
const inputs = encodedRows({ columns }, rows);
const rowsOf = ({ width, values }: typeof inputs, count: number) =>
  Array.from({ length: count }, (_, row) => values.slice(row * width, (row + 1) * width).join());

test("a blend takes whole columns of near rows, so that none lies between the clusters", () => {
  const known = new Set(rowsOf(inputs, 200).map((row) => row.slice(0, row.indexOf(",", row.indexOf(",") + 1))));
  const blends = blendedRows(columns, inputs, 500, 0.5, randomFrom(5));
  const made = rowsOf(blends, 500);
  expect(made.every((row) => known.has(row.slice(0, row.indexOf(",", row.indexOf(",") + 1))))).toBe(true);
  const low = inputs.values[0] ?? 0;
  const scale = columns[1]?.kind === "numeric" ? columns[1].scale : 1;
  for (let row = 0; row < 500; row += 1) {
    const [cluster, x] = [blends.values[row * inputs.width] ?? 0, blends.values[row * inputs.width + 2] ?? 0];
    expect(cluster === low).toBe(x * scale < 0);
  }
});

test("with a share of nothing they are rows as they were", () => {
  const known = new Set(rowsOf(inputs, 200));
  expect(rowsOf(blendedRows(columns, inputs, 50, 0, randomFrom(6)), 50).every((row) => known.has(row))).toBe(true);
});
