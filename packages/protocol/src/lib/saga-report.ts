import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The moves and erasures of a site's profiles that have not finished, by identity shard. Shards without any are left out. */
export const SagaReport = v.object({
  shards: v.array(
    v.object({
      shard: count,
      unfinished: count,
      /** Of these, how many have failed since the shard started. Each holds up its own profile alone. */
      failing: count,
    }),
  ),
});
export type SagaReport = v.InferOutput<typeof SagaReport>;
