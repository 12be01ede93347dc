import type { ProfileRows } from "../graph/profile-rows.ts";
import type { ShardNumber } from "../shard/shard-number.ts";
import type { ShardPeer } from "../shard/shard-peer.ts";

/** What the sagas of a shard's profiles work with. */
export interface SagaDeps {
  readonly storage: DurableObjectStorage;
  readonly rows: ProfileRows;
  /** The shard that they run in. */
  readonly self: ShardNumber;
  readonly peer: (shard: ShardNumber) => ShardPeer;
}
