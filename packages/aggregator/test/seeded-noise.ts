import { seededRandom } from "@sedge/privacy/seeded-random";
import { RoundKeeper as ProductRoundKeeper } from "../src/index.ts";

export * from "../src/index.ts";
export { default } from "../src/index.ts";

/** The aggregator's round keeper, whose noise a test can repeat: its source is the product's until `seedNoise` is called. */
export class RoundKeeper extends ProductRoundKeeper {
  seedNoise(seed: string): void {
    Object.assign(this, { noiseSource: seededRandom(seed) });
  }
}
