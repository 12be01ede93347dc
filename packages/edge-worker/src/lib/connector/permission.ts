import { connectorRefusal, type ConnectorSpending, Refusal } from "@sedge/operator";
import type { ConnectorEnvelope, ConnectorMessage, ConnectorScope } from "@sedge/protocol";
import type { EdgeContext } from "../context.ts";
import { keeperOf } from "../epochs.ts";
import { edgeLimits } from "../evaluation.ts";

/** What a connector's request is to be let do, and what it costs of the key's budget. */
export interface Wish {
  /** Any of these is enough. */
  readonly scopes: readonly ConnectorScope[];
  readonly spending: ConnectorSpending;
  readonly count: number;
}

/** Who asks: a checked request of a connector. */
interface Asking {
  readonly envelope: Pick<ConnectorEnvelope, "key">;
  readonly message: Pick<ConnectorMessage, "channel" | "nonce">;
}

/**
 * Permits one request of a connector: its key is registered for the channel, valid, has the scope, and is within its budget.
 * @param now - Seconds since 1970.
 * @returns The key's scopes.
 * @throws {Refusal} `unauthorised-connector`, `connector-revoked`, `scope-missing`, `replayed-request`, `connector-budget-spent`
 */
export async function permitted(
  context: EdgeContext,
  { envelope, message }: Asking,
  wish: Wish,
  now: number,
): Promise<ReadonlySet<ConnectorScope>> {
  const { calls } = edgeLimits(context.env);
  const { channel, nonce } = message;
  const order = { key: envelope.key, channel, nonce, ...wish, limits: calls, now };
  const grant = await keeperOf(context.env, context.get("site").id).permit(order);
  if (grant.state === "granted") return new Set(grant.scopes);
  if (grant.state === "budget-spent") throw Refusal.retryLater("connector-budget-spent", grant.retryAfterSeconds);
  throw connectorRefusal(grant.state);
}
