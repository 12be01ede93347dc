import { type GenerationBase, METHOD, repeatedGeneration } from "../src/repeat.ts";
import { highestIdIn } from "../src/lib/codebook/next-codebook.ts";
import { measurementFor } from "../src/lib/codebook/measurement-for.ts";
import { type Codebook, GenerationSums, type SiteId, shapeOfMeasurement } from "@sedge/protocol";
import * as v from "valibot";

/** A generation as an honest aggregator publishes it. For tests. */
export interface MadeGeneration extends GenerationBase {
  readonly codebook: Codebook;
  readonly text: string;
  readonly sha256: string;
  readonly sums: GenerationSums;
  readonly sumsText: string;
  readonly reportText: string;
}

export interface MadeOptions {
  readonly site?: string;
  readonly minPeople?: number;
  /** People in each cell; by default 300, and one more in each further cell. */
  readonly people?: (cell: number) => number;
  /** What a liar changes in the sums before it publishes them. */
  readonly changes?: Partial<GenerationSums>;
}

export async function sha256Of(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The sums of a round on a codebook, as they are published. */
export async function sumsOn(base: GenerationBase, options: MadeOptions = {}): Promise<GenerationSums> {
  const { site = "demo", minPeople = 20, people = (cell: number) => 300 + cell, changes } = options;
  const measurement = measurementFor(base.codebook, { minPeople, countStdDev: 3 });
  const { cells, coordinates } = shapeOfMeasurement(measurement);
  const counts = Array.from({ length: cells }, (_, cell) => people(cell));
  return v.parse(GenerationSums, {
    site: site as SiteId,
    method: METHOD,
    generation: base.codebook.generation + 1,
    round: "AAAAAAAAAAAAAAAAAAAAAA",
    previous: {
      codebook: base.sha256,
      sums: base.codebook.sums ?? null,
      highestId: Math.max(base.sums?.previous.highestId ?? 0, highestIdIn(base.codebook)),
    },
    making: { minPeople, algorithm: "kmeans", sensitiveFeatures: [] },
    measurement,
    people: counts.reduce((sum, count) => sum + count, 0),
    countStdDev: 3,
    sumStdDev: 40,
    counts,
    sums: Array.from({ length: cells * coordinates }, (_, i) => ((i * 37) % 101) - 50),
    ...changes,
  });
}

/** The generation that follows. */
export async function generationAfter(base: GenerationBase, options: MadeOptions = {}): Promise<MadeGeneration> {
  const sums = await sumsOn(base, options);
  const sumsText = JSON.stringify(sums);
  const made = repeatedGeneration(sums, await sha256Of(sumsText), base);
  if (made.result === "refused") throw new Error(`${made.reason}: ${made.detail}`);
  const { codebook, text, report } = made;
  return { codebook, text, sha256: await sha256Of(text), sums, sumsText, reportText: JSON.stringify(report) };
}
