import { Prio3Histogram, Prio3SumVec } from "@divviup/prio3";
import type { RandomSource } from "@sedge/privacy/noise";
import { Buffer } from "buffer";
import { medianMs } from "./median-time.ts";

/** The cost of the library's report that is closest to a cell-sum vote. */
export interface LibraryCost {
  readonly name: string;
  readonly shareBytes: number;
  readonly splitMs: number;
}

const NONCE = Buffer.alloc(16, 1);

async function costOf(
  name: string,
  vdaf: Prio3Histogram | Prio3SumVec,
  shard: (rand: Buffer) => Promise<{ publicShare: Buffer; inputShares: Buffer[] }>,
  times: number,
  random: RandomSource,
): Promise<LibraryCost> {
  const rand = Buffer.from(random(vdaf.randSize));
  const { publicShare, inputShares } = await shard(rand);
  const shareBytes = inputShares.reduce((sum, share) => sum + share.length, publicShare.length);
  return { name, shareBytes, splitMs: await medianMs(() => shard(rand), times) };
}

/** A histogram of cells, which contains only the cell. */
export function histogramCost(length: number, times: number, random: RandomSource): Promise<LibraryCost> {
  const vdaf = new Prio3Histogram({ shares: 2, length, chunkLength: Math.round(Math.sqrt(length)) });
  const shard = (rand: Buffer) => vdaf.shardEncoded(0, NONCE, rand);
  return costOf(`Prio3Histogram ${length}`, vdaf, shard, times, random);
}

/** A vector with an entry per cell and coordinate, which proves neither that only one cell is used nor the norm. */
export function vectorCost(
  cells: number,
  coordinates: number,
  times: number,
  random: RandomSource,
): Promise<LibraryCost> {
  const length = cells * coordinates;
  const vdaf = new Prio3SumVec({ shares: 2, length, bits: 8, chunkLength: Math.round(Math.sqrt(8 * length)) });
  const measurement = Array.from({ length }, () => 0);
  const shard = (rand: Buffer) => vdaf.shardEncoded(measurement, NONCE, rand);
  return costOf(`Prio3SumVec ${cells} × ${coordinates} × 8 bits`, vdaf, shard, times, random);
}
