import { createHash, randomBytes } from "node:crypto";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { type LinkKeys, signMessage } from "@sedge/privacy/link-key";
import { type Channel, type ConsentReceipt, DeliveryResults, deliveryText, PROTOCOL_VERSION } from "@sedge/protocol";
import type { Operators } from "@sedge/testbed";
import * as v from "valibot";
import { atBoth } from "./connector-keys.ts";
import { SITE } from "./edge-answer.ts";

const random = () => randomBytes(16).toString("base64url");
const seconds = () => Math.floor(Date.now() / 1_000);
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** A consent receipt for these purposes; none withdraws. @param offset - Days from today. */
export function receiptOf(purposes: readonly ConsentReceipt["purposes"][number][], offset = 0): object {
  return { purposes, policyVersion: "2026-11", day: day(offset) };
}

/** A channel's back-office system, with its own key at both operators. It delivers messages that its people's tokens sign. */
export class ChannelSystem {
  readonly #operators: Operators;
  readonly #channel: Channel;
  readonly #secret = randomBytes(32);

  constructor(operators: Operators, channel: Channel) {
    this.#operators = operators;
    this.#channel = channel;
  }

  async register(): Promise<void> {
    const { key } = await connectorSigner(this.#secret);
    await atBoth(this.#operators, "connectors", { key, channel: this.#channel, scopes: ["link"], notAfter: null });
  }

  /** Assigns a person of this channel to the root of the codebook. */
  assign(keys: LinkKeys, changes: object = {}): Promise<DeliveryResults["results"][number] | undefined> {
    const body = { channel: this.#channel, codeword: { generation: 0, path: "" } };
    return this.deliver([keys], { action: "assign", body, ...changes });
  }

  /** Delivers a message signed by these tokens. */
  async deliver(signers: readonly LinkKeys[], content: object) {
    const fields = {
      version: PROTOCOL_VERSION,
      site: SITE,
      operationId: random(),
      receipt: receiptOf(["link"]),
      ...content,
    };
    const message = JSON.stringify({ ...fields, nonce: random(), issuedAt: seconds() });
    const signatures = signers.map(async (keys) => ({
      token: keys.token,
      signature: await signMessage(keys, message),
    }));
    const items = [{ message, signatures: await Promise.all(signatures) }];
    const signer = await connectorSigner(this.#secret);
    const digest = createHash("sha256").update(deliveryText(items)).digest("base64url");
    const head = {
      version: PROTOCOL_VERSION,
      site: SITE,
      channel: this.#channel,
      nonce: random(),
      issuedAt: seconds(),
    };
    const text = JSON.stringify({ ...head, action: "deliver", body: { digest } });
    const connector = { message: text, key: signer.key, signature: await signer.sign(text) };
    const response = await fetch(`${this.#operators.edgeUrl}/v1/sites/${SITE}/deliveries`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ connector, items }),
    });
    if (!response.ok) throw new Error(await response.text());
    return v.parse(DeliveryResults, await response.json()).results[0];
  }
}
