import { parse, readJson, Refusal } from "@sedge/operator";
import { verifyMessage } from "@sedge/privacy/link-key";
import {
  type LinkToken,
  MAX_CLOCK_SKEW_SECONDS,
  PROTOCOL_VERSION,
  type SignedAction,
  SignedEnvelope,
  SignedMessage,
} from "@sedge/protocol";
import * as v from "valibot";
import { checkConsent } from "./consent.ts";
import type { EdgeContext } from "./context.ts";
import type { Identity } from "./identity/identity.ts";

type MessageOf<Action extends SignedAction> = Extract<SignedMessage, { action: Action }>;

/** A message that its tokens really sent, just now, once, for this site and action, with the consent it needs. */
export interface SignedRequest<Action extends SignedAction> {
  /** The signing tokens, in the order of their signatures. */
  readonly tokens: readonly [LinkToken, ...LinkToken[]];
  readonly message: MessageOf<Action>;
}

const Versioned = v.object({ version: v.number() });

/** The message of an envelope. @throws {Refusal} `unsupported-version`, `malformed-request` */
function messageOf<Action extends SignedAction>(text: string, site: string, action: Action): MessageOf<Action> {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), text);
  if (!json.success) throw new Refusal("malformed-request", { errors: ["message (not JSON)"] });
  if (v.is(Versioned, json.output) && json.output.version !== PROTOCOL_VERSION)
    throw new Refusal("unsupported-version");
  const message = parse(SignedMessage, json.output);
  if (message.site !== site) throw new Refusal("malformed-request", { errors: ["site"] });
  if (!isAction(message, action)) throw new Refusal("malformed-request", { errors: ["action"] });
  return message;
}

function isAction<Action extends SignedAction>(message: SignedMessage, action: Action): message is MessageOf<Action> {
  return message.action === action;
}

/**
 * Reads a signed request. Signatures are checked before anything is parsed from the message or remembered of it, the
 * clock before the nonce, so that only what could pass again needs remembering.
 * @param now - Milliseconds since 1970.
 * @throws {Refusal} `malformed-request` and the other refusals of a body, `bad-signature`, `unsupported-version`,
 *   `stale-request`, `replayed-request`, `consent-required`, `policy-outdated`
 */
export async function readSigned<Action extends SignedAction>(
  context: EdgeContext,
  action: Action,
  identity: Identity,
  now: number,
): Promise<SignedRequest<Action>> {
  const { message: text, signatures } = await readJson(context.req.raw, SignedEnvelope);
  const verdicts = await Promise.all(signatures.map(({ token, signature }) => verifyMessage(token, text, signature)));
  const [first, ...others] = signatures.map(({ token }) => token);
  if (first === undefined || verdicts.includes(false)) throw new Refusal("bad-signature");
  const site = context.get("site");
  const message = messageOf(text, site.id, action);
  const seconds = Math.floor(now / 1_000);
  if (Math.abs(seconds - message.issuedAt) > MAX_CLOCK_SKEW_SECONDS) {
    throw new Refusal("stale-request", { now: seconds });
  }
  const tokens = [first, ...others] as const;
  if (!(await identity.isFresh(tokens, message.nonce, seconds))) throw new Refusal("replayed-request");
  checkConsent(message.receipt, site, action);
  return { tokens: [...tokens], message };
}
