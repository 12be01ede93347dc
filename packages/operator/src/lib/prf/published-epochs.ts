import { toBase64url } from "@sedge/privacy/base64url";
import type { KeyEpochs } from "@sedge/protocol";
import { keyShare } from "../key-share.ts";
import type { Secret } from "../secret.ts";
import type { Epoch } from "./key-ring.ts";

/** What an operator may say of its epochs: states and public keys. */
export function publishedEpochs(epochs: readonly Epoch[], seed: Secret, site: string): KeyEpochs {
  return {
    epochs: epochs.map(({ epoch, state, secret, since }) => ({
      epoch,
      state,
      publicKey: secret && toBase64url(keyShare(seed, secret, site, epoch).publicKey),
      since,
    })),
  };
}
