import * as fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance } from "../../../../research/src/lib/clear/clear-comparer.ts";
import { deleteOne } from "./delete-one.ts";

test("leaves out each character once, and equal neighbours once", () => {
  expect(deleteOne("anna").sort()).toEqual(["ana", "ann", "nna"]);
  expect(deleteOne("li")).toEqual([]);
  expect(deleteOne("ab12", { shortest: 5 })).toEqual([]);
});

test("takes the start of a long word, and that start itself", () => {
  expect(deleteOne("featherstonehaugh", { longest: 4 }).sort()).toEqual(["eat", "fat", "fea", "feat", "fet"]);
});

const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), minLength: 3, maxLength: 8 });

function share(a: string, b: string): boolean {
  const [ofA, ofB] = [deleteOne(a), deleteOne(b)];
  return ofA.some((one) => ofB.includes(one) || one === b) || ofB.includes(a);
}

test("words one edit apart share a neighbour, and none that do are more than two apart", () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      if (distance === 1) expect(share(a, b)).toBe(true);
      // A letter that moves by more than one place is left out of both.
      if (distance > 2) expect(share(a, b)).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
