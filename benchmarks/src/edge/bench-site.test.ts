import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { sharedCodewords } from "./bench-site.ts";

const cell = (path: string, count: number) => ({ path, centroid: [0], count, cluster: "c1", confidence: 1 });

test("names a codeword only if its cell and every cell above it have k people", () => {
  const codebook = v.parse(Codebook, {
    generation: 3,
    source: "prior",
    featureSchema: "session.v1",
    features: ["seconds"],
    cells: [cell("", 200), cell("0", 120), cell("1", 49), cell("0.0", 50), cell("0.1", 49), cell("1.0", 60)],
    clusters: [{ id: "c1", name: "one", centroid: [0], count: 200 }],
  });
  expect(sharedCodewords(codebook, 50).map(({ path }) => path)).toEqual(["0", "0.0"]);
  expect(sharedCodewords(codebook, 50)[0]?.generation).toBe(3);
});
