import { expect, test } from "vitest";
import { worstVisitorIn } from "./worst-visitor.ts";

test("finds the figure among a test run's output, and says when there is none", () => {
  const figure = { event: "worst-visitor", megabytes: 87.5, tokens: 3_000, bytesOfToken: 27_000 } as const;
  const output = `RUN\nstdout | worst-visitor.test.ts\n${JSON.stringify(figure)}\n ✓ 1 test\n`;
  expect(worstVisitorIn(output)).toEqual(figure);
  expect(() => worstVisitorIn("RUN\n ✓ 1 test\n")).toThrow("printed no figure");
});
