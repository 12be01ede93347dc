import { clusterOf, codewordOf, featureRecord } from "@sedge/features";
import { prefixesOf } from "@sedge/models/clickstream";
import { pointOf } from "@sedge/models/codebook-prior";
import { drawnVisits } from "@sedge/models/drawn-visits";
import { readCodebook } from "@sedge/models/model-folder";
import { randomFrom } from "@sedge/models/random";
import { expect, test } from "vitest";
import { codewordFinder, idFinder } from "./id-finder.ts";

test("gives the same codeword and cluster as a device, for any k", () => {
  const codebook = readCodebook();
  const records = drawnVisits(200, randomFrom(3)).map((visit) => featureRecord(prefixesOf(visit).at(-1)!));
  for (const minPeople of [1, 150, 600, 100_000]) {
    const idOf = idFinder(codebook, minPeople);
    const named = codewordFinder(codebook, minPeople);
    for (const record of records) {
      const codeword = codewordOf(codebook, record, minPeople);
      const point = pointOf(codebook.features, record);
      expect(named(point).path).toBe(codeword.path);
      expect(idOf(point)).toBe(clusterOf(codebook, codeword)?.clusterId);
    }
  }
});
