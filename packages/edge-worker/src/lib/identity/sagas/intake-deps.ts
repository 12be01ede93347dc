import { Identity } from "../client/identity.ts";
import { RecordIndex } from "../records/record-index.ts";
import type { IntakeDeps } from "./record-intake.ts";
import type { ShardPeer } from "../shard/shard-peer.ts";
import type { ShardNumber } from "../shard/shard-number.ts";

/** How long a shard goes by the site's model that it has read. */
const MODEL_MS = 60_000;

/** The objects around a shard of `site`, as an intake of records needs them. */
export function intakeDeps(env: ShardBindings, site: string, peer: (shard: ShardNumber) => ShardPeer): IntakeDeps {
  const keeper = () => env.MODEL_KEEPER.get(env.MODEL_KEEPER.idFromName(site));
  return {
    index: new RecordIndex(env.BLOCK_SHARD, site),
    identity: ({ rules }) => new Identity(env, site, rules),
    peer,
    model: remembered(() => keeper().model(), MODEL_MS),
    teach: (lesson) => keeper().learn(lesson),
  };
}

/** Caches what `read` resolves to for some time. A failure is not cached. */
function remembered<Value>(read: () => Promise<Value>, milliseconds: number): () => Promise<Value> {
  let known: { readonly value: Value; readonly until: number } | undefined;
  return async () => {
    if (!known || known.until <= Date.now()) known = { value: await read(), until: Date.now() + milliseconds };
    return known.value;
  };
}
