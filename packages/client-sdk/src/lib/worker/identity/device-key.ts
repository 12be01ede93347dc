import type { ConsentReceipt, LinkToken } from "@sedge/protocol";
import type { Outbox } from "../outbox/outbox.ts";
import type { Store } from "../storage/store.ts";
import { DEVICE, signersOf } from "../storage/stored-keys.ts";
import { forgetPerson } from "./forget-person.ts";

/**
 * Takes the device's own key out of the profile that a landing link brought it into, and forgets it with everything sent under it.
 * Done before anybody signs in, and before another landing link: who opened a link need not be whom it was sent to, and linking two
 * people is worse than forgetting one (decisions/0023).
 */
export async function partFromLandingLink(
  store: Store,
  outbox: Outbox,
  receipt: () => Promise<ConsentReceipt>,
): Promise<void> {
  const keys = (await store.keys.list()).filter(({ kind }) => kind === DEVICE);
  if (keys.length === 0) return;
  await outbox.enter({ action: "unlink", keys: signersOf(keys), receipt: await receipt() });
  await forgetPerson(store);
}

/** Forgets a device's key that the edge did not take. Another's, made since, stays. */
export async function forgetDeviceKey(store: Store, tokens: readonly LinkToken[]): Promise<void> {
  const kept = await store.keys.get(DEVICE);
  if (kept && tokens.includes(kept.token)) await store.keys.delete(DEVICE);
}
