import { availableParallelism } from "node:os";
import type { RoundNoise } from "@sedge/privacy/accountant";
import { addNoise, addSums, drawNoise, openSums, type VoteSums, zeroSum } from "@sedge/privacy/contribution";
import { type Measurement, shapeOfMeasurement } from "@sedge/protocol";
import { type NoiseSources, systemRandom } from "../noise-sources.ts";
import type { DevicePoints } from "../sums-panel.ts";
import type { SliceJob } from "./full-slice.ts";
import { drawSecrets } from "./round-keys.ts";
import { SliceThreads } from "./slice-threads.ts";

/** What the devices have spent over all rounds. */
export interface DeviceSpendings {
  /** Contributions made. */
  readonly contributions: number;
  /** Bytes sent by devices: requests for ballots, and contributions. */
  readonly bytes: number;
  /** Processor time on the device of `timed` contributions, in milliseconds. */
  readonly ms: number;
  readonly timed: number;
}

const SITE = "simulated";
/** Devices per round that use the JavaScript implementation and are timed, after the first two, which warm up. */
const OWN_DEVICES = 4;
const WARM_DEVICES = 2;
/** A thread starts in the time of about a hundred devices. */
const LEAST_A_THREAD = 100;

/**
 * One device per point, and both operators, in one process: every ballot, share, seal and proof, as in a real round.
 * The noise comes from `sources`; all other randomness comes from the system and changes no result. Most devices use
 * libsodium for their ballots, in threads; a few of each round use the JavaScript implementation, and are timed.
 *
 * @param progress - Called after every counted contribution.
 */
export function fullPanel({ d, coordinates }: DevicePoints, sources: NoiseSources, progress: () => void = () => {}) {
  const people = coordinates.length / d;
  const pool = new SliceThreads();
  const total = { contributions: 0, bytes: 0, ms: 0, timed: 0 };

  return {
    people,
    spendings: (): DeviceSpendings => ({ ...total }),
    ask: async (measurement: Measurement, noise: RoundNoise): Promise<VoteSums> => {
      const shape = shapeOfMeasurement(measurement);
      const secrets = drawSecrets(SITE, systemRandom);
      const jobOf = (from: number, to: number, ballots: SliceJob["ballots"]): SliceJob => ({
        secrets,
        measurement,
        coordinates: coordinates.slice(from * d, to * d),
        ballots,
      });

      const warm = total.timed === 0 ? Math.min(WARM_DEVICES, people) : 0;
      const own = Math.min(warm + OWN_DEVICES, people);
      const warmed = await pool.count([jobOf(0, warm, "own")], progress);
      // Sequentially in one thread, so that no other work disturbs the timing.
      const timed = await pool.count([jobOf(warm, own, "own")], progress);
      for (const slice of timed) {
        total.ms += slice.ms;
        total.timed += slice.contributions;
      }

      const rest = people - own;
      const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(rest / LEAST_A_THREAD)));
      const cuts = Array.from({ length: threads + 1 }, (_, cut) => Math.round(own + (rest * cut) / threads));
      const jobs = cuts.slice(1).map((to, index) => jobOf(cuts[index] ?? own, to, "native"));
      const slices = [...warmed, ...timed, ...(await pool.count(jobs, progress))];

      const sums = { edge: zeroSum(shape), aggregator: zeroSum(shape) };
      for (const slice of slices) {
        sums.edge = addSums(sums.edge, slice.edge);
        sums.aggregator = addSums(sums.aggregator, slice.aggregator);
        total.contributions += slice.contributions;
        total.bytes += slice.bytes;
      }
      const noised = (operator: keyof typeof sums) =>
        addNoise(sums[operator], drawNoise(shape, noise, sources[operator]));
      return openSums(shape, noised("edge"), noised("aggregator"));
    },
  };
}
