import { expect, test } from "vitest";
import { brotliBytes, budgets } from "../size.ts";

test.each(budgets().filter(({ maxBytes }) => maxBytes !== null))(
  "$name stays within $maxBytes bytes",
  async (budget) => {
    const size = await brotliBytes(budget);
    expect(size).toBeGreaterThan(500);
    expect(size).toBeLessThanOrEqual(budget.maxBytes ?? 0);
  },
);
