import { toBase64url } from "@sedge/privacy/base64url";
import type { OperatorShare } from "@sedge/protocol";
import { checkBlinded, evaluate, keyShare } from "../key-share.ts";
import { Refusal } from "../refusal.ts";
import type { Secret } from "../secret.ts";
import type { Caller, ConnectorFault, PrfKeeper } from "./prf-keeper.ts";
import type { PrfLimits } from "./prf-limits.ts";

/** The refusal of a connector that is not let do something. */
export function connectorRefusal(fault: ConnectorFault): Refusal {
  return new Refusal(fault === "replayed" ? "replayed-request" : fault);
}

/** One operator's part in evaluations for one site. */
export interface Evaluator {
  readonly keeper: Pick<DurableObjectStub<PrfKeeper>, "grant">;
  /** The deployment's PRF seed. */
  readonly seed: Secret;
  readonly site: string;
  readonly limits: PrfLimits;
  /** Seconds since 1970. */
  readonly now: number;
}

/**
 * This operator's share of a batch, once the site's keeper has granted it.
 * @throws {Refusal} `unauthorised-connector`, `connector-revoked`, `scope-missing`, `replayed-request`, `key-epoch-changed`, `prf-budget-spent`,
 *   `bad-group-element`
 */
export async function grantedShare(
  { keeper, seed, site, limits, now }: Evaluator,
  caller: Caller,
  epoch: number,
  blinded: readonly string[],
): Promise<OperatorShare> {
  // A page's few elements come first, so that what can't be evaluated spends no budget. A connector's hundreds take tens of
  // milliseconds: they are decoded only for a key that is registered and has paid.
  if (caller.kind === "page") checkBlinded(blinded);
  const grant = await keeper.grant({ caller, epoch, elements: blinded.length, limits, now });
  switch (grant.state) {
    case "granted": {
      const key = keyShare(seed, grant.secret, site, epoch);
      return { ...evaluate(key, blinded), publicKey: toBase64url(key.publicKey) };
    }
    case "budget-spent":
      throw Refusal.retryLater("prf-budget-spent", grant.retryAfterSeconds);
    case "epoch-not-live":
      throw new Refusal("key-epoch-changed");
    default:
      throw connectorRefusal(grant.state);
  }
}
