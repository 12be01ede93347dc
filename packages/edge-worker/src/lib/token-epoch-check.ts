import { Refusal } from "@sedge/operator";
import type { KeyEpoch, LinkToken } from "@sedge/protocol";
import type { EdgeContext } from "./context.ts";
import { epochNumbers } from "./epochs.ts";
import type { Identity } from "./identity/client/identity.ts";

/**
 * Refuses tokens of an epoch that is not read: retired, or unread of. The holder names the epoch; what was noted of a
 * token when it first came counts before that.
 * @param isRegistering - Whether the request registers tokens that are not known.
 * @throws {Refusal} `key-epoch-retired`, `key-epoch-changed`
 */
export async function checkEpochs(
  context: EdgeContext,
  identity: Identity,
  tokens: readonly LinkToken[],
  isRegistering: boolean,
  named: Readonly<Record<LinkToken, KeyEpoch>> = {},
): Promise<void> {
  let epochs = await context.get("epochs")();
  const wanted = tokens.map((token) => named[token] ?? epochs.current.epoch);
  // The device may know an epoch that this isolate has not read yet.
  if (wanted.some((epoch) => epoch > epochs.current.epoch)) epochs = await context.get("epochs")(true);
  const { current } = epochs;
  if (wanted.some((epoch) => epoch > current.epoch)) throw new Refusal("key-epoch-changed");
  // Before the first change of keys every token is of the first epoch.
  const first = current.epoch === 1;
  const noted = first
    ? wanted
    : await Promise.all(
        tokens.map((token, index) => identity.noteEpoch(token, wanted[index] ?? current.epoch, isRegistering)),
      );
  if (noted.some((epoch) => !epochNumbers(epochs).includes(epoch))) throw new Refusal("key-epoch-retired");
}
