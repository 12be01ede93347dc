import { env } from "cloudflare:workers";

/**
 * Seeds of this run, `usual` of them unless SEDGE_SEEDS says how many, from SEDGE_SEED on. Their first is for the title of the test, so
 * that a run which failed can be repeated.
 */
export function seedsOf(usual: number): readonly number[] {
  const first = Number(env.SEDGE_SEED);
  return Array.from({ length: env.SEDGE_SEEDS === "" ? usual : Number(env.SEDGE_SEEDS) }, (_, index) => first + index);
}
