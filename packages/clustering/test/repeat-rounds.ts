import { Codebook, GenerationSums } from "@sedge/protocol";
import * as v from "valibot";
import type { IntentModel } from "../src/card.ts";
import { type GenerationBase, repeatedGeneration } from "../src/repeat.ts";
import { sha256Of } from "./next-generation.ts";
import { STORED } from "./repeated-rounds.ts";

/** The hashes that are pinned. */
export const PINNED = STORED.rounds.map(({ codebook, report }) => ({ codebook, report }));

/** The hashes that this engine gives for the stored rounds. */
export async function repeatRounds(intents: IntentModel): Promise<typeof PINNED> {
  const read = v.pipe(v.string(), v.parseJson());
  const first = v.parse(v.pipe(read, Codebook), STORED.base);
  let base: GenerationBase = { codebook: first, sha256: await sha256Of(STORED.base), sums: undefined };
  const hashes: typeof PINNED = [];
  for (const { sums: text } of STORED.rounds) {
    const sums = v.parse(v.pipe(read, GenerationSums), text);
    const made = repeatedGeneration(sums, await sha256Of(text), base, intents);
    if (made.result === "refused") throw new Error(`${made.reason}: ${made.detail}`);
    const codebook = await sha256Of(made.text);
    hashes.push({ codebook, report: await sha256Of(JSON.stringify(made.report)) });
    base = { codebook: made.codebook, sha256: codebook, sums };
  }
  return hashes;
}
