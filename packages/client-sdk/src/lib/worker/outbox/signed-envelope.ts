import { Nonce, PROTOCOL_VERSION, SignedEnvelope, SignedMessage, SiteId, type TokenKinds } from "@sedge/protocol";
import type { RandomSource } from "@sedge/privacy/prf";
import * as v from "valibot";
import { lazyChunks } from "../lazy-chunks.ts";
import { randomId } from "./operation.ts";
import type { SigningKeys } from "../storage/stored-keys.ts";

/** What a message contains besides what every message contains. */
type MessageContent = Pick<SignedMessage, "operationId" | "receipt"> & {
  readonly action: SignedMessage["action"];
  readonly body?: unknown;
  readonly kinds?: TokenKinds | undefined;
  readonly proof?: string | undefined;
};

/**
 * One transmission: the message with a fresh nonce and time, signed by every token. The signing code is loaded at the
 * first signature, as most visitors never need one.
 *
 * @throws SedgeError `code-unavailable` while it can't be loaded.
 * @param issuedAt - Seconds since 1970 by the edge's clock.
 */
export async function signedEnvelope(
  site: string,
  { action, operationId, receipt, body, kinds, proof }: MessageContent,
  keys: readonly SigningKeys[],
  issuedAt: number,
  random: RandomSource,
): Promise<SignedEnvelope> {
  const { signMessage, signReceipt } = await lazyChunks.linkKey();
  const epochs = keys.flatMap(({ token, epoch }) => (epoch === undefined ? [] : [[token, epoch]]));
  const message = JSON.stringify(
    v.parse(SignedMessage, {
      version: PROTOCOL_VERSION,
      site: v.parse(SiteId, site),
      action,
      operationId,
      nonce: v.parse(Nonce, randomId(random)),
      issuedAt,
      receipt,
      ...(epochs.length > 0 && { epochs: Object.fromEntries(epochs) }),
      ...(kinds !== undefined && { kinds }),
      ...(body !== undefined && { body }),
      ...(proof !== undefined && { proof }),
    }),
  );
  const signatures = await Promise.all(
    keys.map(async (key) => ({
      token: key.token,
      signature: await signMessage(key, message),
      receiptSignature: await signReceipt(key, site, receipt),
    })),
  );
  return v.parse(SignedEnvelope, { message, signatures });
}
