import { landingLinkKeys } from "@sedge/privacy/landing-link";
import type { LinkKeys } from "@sedge/privacy/link-key";
import type { DeliveryResult } from "@sedge/protocol";
import { expect } from "vitest";
import type { clockedEdge } from "./clocked-edge.ts";
import { deliver } from "./delivery.ts";
import { act, envelope, message, somebody } from "./visitor.ts";

/** The channel whose connector offers the landing links. */
export const EMAIL = "email";
export type LandingKeys = Pick<LinkKeys, "token" | "signingKey">;
type Edge = ReturnType<typeof clockedEdge>;

export const secret = () => crypto.getRandomValues(new Uint8Array(16));
const tomorrow = () => Math.floor(Date.now() / 1_000) + 86_400;

/** The connector offers a landing link to the recipient; `changes` make the message wrong. */
export async function offer(
  recipient: LinkKeys,
  landingLink: LandingKeys,
  changes: object = {},
  edge?: Edge,
): Promise<DeliveryResult | undefined> {
  const content = { kinds: { [landingLink.token]: "landing-link" }, landingLinkUntil: tomorrow(), ...changes };
  const item = await envelope([landingLink as LinkKeys, recipient], message("link", content));
  const [outcome] = await deliver(EMAIL, [item], edge && ((request) => edge.ask(request)));
  return outcome;
}

/** A recipient with a landing link, and its keys as a connector has made them. */
export async function offered(changes: object = {}, edge?: Edge) {
  const [recipient, landingLink] = [await somebody(), await landingLinkKeys(secret(), "demo")];
  expect(await offer(recipient, landingLink, changes, edge)).toMatchObject({ tokens: 1 });
  return { recipient, landingLink };
}

/** The device accepts the landing link. */
export async function redeem(
  landingLink: LandingKeys,
  device: LinkKeys,
  changes: object = {},
  edge?: Edge,
): Promise<Response> {
  const content = { kinds: { [landingLink.token]: "landing-link" }, ...changes };
  return act("link", [landingLink as LinkKeys, device], content, edge && ((request) => edge.ask(request)));
}
