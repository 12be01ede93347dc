import { describeError, writeLog } from "@sedge/operator";
import type { LinkToken, OperationId, TriggerName } from "@sedge/protocol";
import type { EdgeContext } from "../context.ts";
import type { Identity } from "../identity/client/identity.ts";
import { TriggerEvaluator } from "./trigger-evaluator.ts";

/**
 * Evaluates the site's trigger rules after a token's profile was seen. A failure is logged and does not undo the
 * operation, which is answered without triggers.
 * @param hasPage - Whether a page waits for the answer.
 * @returns Names of the rules that fired to the page.
 */
export async function announce(
  context: EdgeContext,
  identity: Identity,
  {
    token,
    operationId,
    hasPage,
  }: { readonly token: LinkToken; readonly operationId: OperationId; readonly hasPage: boolean },
): Promise<TriggerName[]> {
  const { env } = context;
  const { triggers, now } = context.get("triggers");
  const site = context.get("site");
  const evaluator = new TriggerEvaluator({
    database: env.DB,
    site,
    identity,
    triggers,
    files: context.get("files"),
    now,
  });
  try {
    return await evaluator.seen(token, operationId, hasPage);
  } catch (error) {
    writeLog({ event: "trigger-failed", site: site.id, ...describeError(error) });
    return [];
  }
}
