import { expect, test, vi } from "vitest";
import { progressOver } from "./progress.ts";

test("a bar says how far, how long still, and what", () => {
  const written: string[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  let clock = 0;
  const progress = progressOver("sample", 4, () => clock);
  for (const note of ["one", "two", "three", "four"]) {
    clock += 30_000;
    progress.step(note);
  }
  spy.mockRestore();
  expect(written[0]).toContain("sample [######------------------] 25 %, 2 min left: one");
  expect(written[2]).toContain("75 %, 30 s left: three");
  expect(written[3]).toContain("[########################] 100 %, done: four");
});
