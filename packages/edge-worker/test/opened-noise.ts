import { runInDurableObject } from "cloudflare:test";
import { drawNoise } from "@sedge/privacy/contribution";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { type Round, shapeOfMeasurement } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { SMALL_SITE } from "./contributor.ts";
import { keeper } from "./round-objects.ts";

/** Seeds of the two operators' noise; each has its own. */
const SEEDS = { edge: "noise of the edge", aggregator: "noise of the aggregator" } as const;
const Opened = v.object({
  counts: v.array(v.number()),
  sums: v.array(v.number()),
  countStdDev: v.number(),
  sumStdDev: v.number(),
});

export function aggregatorKeeper() {
  return env.AGGREGATOR_ROUND_KEEPER.get(env.AGGREGATOR_ROUND_KEEPER.idFromName(SMALL_SITE));
}

/** From now on both operators' noise is repeatable, as long as their objects live. */
export async function seedNoise(): Promise<void> {
  await runInDurableObject(keeper(), (instance) => {
    Object.assign(instance, { noiseSource: seededRandom(SEEDS.edge) });
  });
  await aggregatorKeeper().seedNoise(SEEDS.aggregator);
}

/** Numbers of a round: one a cell, then one a cell and coordinate. */
interface Numbers {
  readonly counts: readonly number[];
  readonly sums: readonly number[];
}

/** What one operator draws of its seed. */
function seededNoise({ measurement, noise }: Round, operator: keyof typeof SEEDS): Numbers {
  const shape = shapeOfMeasurement(measurement);
  const drawn = drawNoise(shape, noise, seededRandom(SEEDS[operator])).map(Number);
  return { counts: drawn.slice(0, shape.cells), sums: drawn.slice(shape.cells) };
}

function minus(one: Numbers, other: Numbers): Numbers {
  const difference = (name: keyof Numbers) =>
    one[name].map((value, index) => value - (other[name][index] ?? Number.NaN));
  return { counts: difference("counts"), sums: difference("sums") };
}

/**
 * The noise in the sums that a published round has opened.
 * @param truth - The sums without noise.
 */
export async function openedNoise(round: Round, truth: Numbers) {
  const { sums } = await env.AGGREGATOR_REGISTRY.get(env.AGGREGATOR_REGISTRY.idFromName(SMALL_SITE)).current();
  const opened = v.parse(v.pipe(v.string(), v.parseJson(), Opened), sums);
  const both = minus(opened, truth);
  const seeded = { edge: seededNoise(round, "edge"), aggregator: seededNoise(round, "aggregator") };
  return {
    both,
    seeded,
    /** What each operator really added: the rest, once the other's is taken off. */
    added: { edge: minus(both, seeded.aggregator), aggregator: minus(both, seeded.edge) },
    published: { counts: opened.countStdDev, sums: opened.sumStdDev },
  };
}
