import { landingLinkKeys } from "@sedge/privacy/landing-link";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { ProfileExport } from "@sedge/protocol";
import type { Operators } from "@sedge/testbed";
import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { codes, codeword, deliver, registeredConnector, type TestConnector } from "../delivery.ts";
import { addressOf, SITE } from "../edge-answer.ts";
import { envelope, type MessageContent, newId, type PageAction, proofAt, randomKeys } from "../signed-message.ts";
import { asksToWait, exchange, faultOf, type RawAnswer } from "./exchange.ts";
import { pick, type Random } from "./json-mutation.ts";

type Sent = Omit<MessageContent, "action"> & { readonly action: PageAction };
const HEADERS = { "content-type": "application/json", "cf-connecting-ip": "203.0.113.9" };

/** What the guest device does once it is joined. */
const ACTS = ["export", "kinds", "key", "many-keys", "unlink", "undo", "erase", "withdraw", "again"] as const;

/**
 * A device that a forwarded landing link has joined to its recipient. It reads, renames, links and erases; whatever it does, the recipient's
 * profile keeps what is the recipient's, and the device sees none of it.
 */
export class GuestAttack {
  readonly #edgeUrl: string;
  readonly #mail: TestConnector;
  readonly #random: Random;

  private constructor(edgeUrl: string, mail: TestConnector, random: Random) {
    [this.#edgeUrl, this.#mail, this.#random] = [edgeUrl, mail, random];
  }

  static async prepare(operators: Operators, random: Random): Promise<GuestAttack> {
    return new GuestAttack(operators.edgeUrl, await registeredConnector(operators, "email"), random);
  }

  /** Joins a guest device to a new recipient, and has it do something. Resolves to the fault. */
  async attack(): Promise<string | undefined> {
    const [recipient, phone, guest] = [await randomKeys(), await randomKeys(), await randomKeys()];
    const secret = new Uint8Array(randomBytes(16));
    const landingLink = await landingLinkKeys(secret, SITE);
    const offer: MessageContent = {
      action: "link",
      keys: [recipient, landingLink],
      kinds: { [recipient.token]: "email", [landingLink.token]: "landing-link" },
      landingLinkUntil: Math.floor(Date.now() / 1_000) + 3_600,
    };
    const offered = JSON.stringify(await codes(deliver(this.#mail, [offer, codeword("email", recipient)])));
    if (asksToWait(offered)) return undefined;
    if (offered !== "[null,null]") return `an offer is refused: ${offered}`;
    const linked = await this.#sendSignedIn({ action: "link", keys: [recipient, phone] });
    const opening = { action: "link", kinds: { [landingLink.token]: "landing-link" } } as const;
    const opened = await this.#send({ ...opening, keys: [landingLink, guest] });
    if (asksToWait(linked.text) || asksToWait(opened.text)) return undefined;
    if (linked.status !== 200 || opened.status !== 200)
      return `a landing link is refused: ${opened.text.slice(0, 120)}`;
    const faults: (string | undefined)[] = [];
    for (let turn = 0; turn < 2; turn++) {
      const act = pick(this.#random, ACTS);
      faults.push(await this.#do(act, guest, opening, landingLink));
      faults.push(await this.#seen(guest, [recipient, phone], act));
      faults.push(await this.#kept(recipient, phone, act));
    }
    return faults.find((fault) => fault !== undefined);
  }

  async #do(
    act: (typeof ACTS)[number],
    guest: LinkKeys,
    opening: Pick<Sent, "action" | "kinds">,
    landingLink: Pick<LinkKeys, "token" | "signingKey">,
  ): Promise<string | undefined> {
    const key = await randomKeys();
    const withdrawn = { purposes: [], policyVersion: "2026-11", day: new Date().toISOString().slice(0, 10) } as const;
    const messages: Readonly<Record<(typeof ACTS)[number], () => Promise<Sent> | Sent>> = {
      export: () => ({ action: "export", keys: [guest] }),
      kinds: () => ({ action: "link", keys: [guest, key], kinds: { [key.token]: "phone" } }),
      key: () => ({ action: "link", keys: [guest, key] }),
      "many-keys": async () => ({
        action: "link",
        keys: [guest, ...(await Promise.all(Array.from({ length: 7 }, () => randomKeys())))],
      }),
      unlink: () => ({ action: "unlink", keys: [guest] }),
      undo: () => ({ action: "undo", keys: [guest], body: { operationId: newId() } }),
      erase: () => ({ action: "erase", keys: [guest] }),
      withdraw: () => ({ action: "erase", keys: [guest], receipt: { ...withdrawn, purposes: [] } }),
      again: () => ({ ...opening, keys: [landingLink, key] }),
    };
    const answer = await this.#send(await messages[act]());
    if (act === "kinds" && answer.status === 200) return "a page has declared what a key is";
    if (act === "again" && answer.status === 200) return "a landing link has joined a second device";
    return faultOf(answer);
  }

  /** Nothing that the guest reads names the recipient's tokens. */
  async #seen(guest: LinkKeys, theirs: readonly LinkKeys[], act: string): Promise<string | undefined> {
    const { text } = await this.#send({ action: "export", keys: [guest] });
    const isSeen = theirs.some(({ token }) => text.includes(token));
    return isSeen ? `after ${act}, a guest device reads its recipient's tokens` : undefined;
  }

  /** The recipient has both devices, and the codeword that the channel sent. */
  async #kept(recipient: LinkKeys, phone: LinkKeys, act: string): Promise<string | undefined> {
    const answer = await this.#sendSignedIn({ action: "export", keys: [phone] });
    if (asksToWait(answer.text)) return undefined;
    const profile = v.safeParse(v.pipe(v.string(), v.parseJson(), ProfileExport), answer.text);
    if (!profile.success) return `after ${act} of a guest device, the recipient reads ${answer.text.slice(0, 120)}`;
    const { tokens, observations } = profile.output;
    const isWhole = [recipient, phone].every(({ token }) => tokens.includes(token)) && observations.length === 1;
    return isWhole ? undefined : `after ${act} of a guest device, the recipient's profile is not whole`;
  }

  /** The recipient has signed in; the guest has not. */
  #sendSignedIn(content: Sent): Promise<RawAnswer> {
    return this.#send({ ...content, proof: proofAt(this.#edgeUrl, content) });
  }

  async #send(content: Sent): Promise<RawAnswer> {
    const url = addressOf(this.#edgeUrl, content.action);
    // The person with the guest device is signed in too, as somebody else.
    const proof = proofAt(this.#edgeUrl, content);
    return exchange({ method: "POST", url, headers: HEADERS, body: await envelope({ proof, ...content }) });
  }
}
