import { expect, test } from "vitest";
import { figure } from "./figure.ts";

test.each([
  [0, "0"],
  [0.0612345, "0.0612"],
  [3.14159, "3.14"],
  [31.04, "31"],
  [99.96, "100"],
  [1_234.4, "1,234"],
  [-2.5, "-2.5"],
  [null, "–"],
  [Number.NaN, "–"],
])("%s is written %s", (value, text) => expect(figure(value)).toBe(text));
