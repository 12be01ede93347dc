import type { ConsentChoice } from "../public/consent.ts";
import type { Identifiers } from "../public/identifiers.ts";
import type { ProofPurpose } from "../public/proof-of-control.ts";
import { either, type Form, isAnything, isNumber, isText, listOf, matching, maybe, oneOf, shape } from "../form.ts";
import { type AppEvent, isAppEvent } from "./app-event.ts";

/** Longest message that the page reads, in UTF-16 code units: a session of 200 events with long names takes half of it. */
export const MAX_MESSAGE_CHARS = 65_536;
/** Most events in one message; an app with more sends several. */
const MAX_EVENTS = 200;

/** The visitor's decision as the app knows it, under the privacy text that it was about. */
interface Decision {
  /** Checked by `consent.set`; null: the visitor has not decided in the app. */
  readonly consent: ConsentChoice | null;
  readonly policyVersion?: string | undefined;
}

/** What the native app says to the page. */
export type NativeMessage =
  /** The app's first words, in answer to `ready`; and each later decision in the app. */
  | ({ readonly type: "hello" | "consent" } & Decision)
  /** Identifiers that the app knows. They stay in memory, and go nowhere before `link` is given. */
  | { readonly type: "identity"; readonly identifiers: NativeIdentifiers }
  /** Answers the page's `proof`: a proof of control, or null where nobody is signed in. */
  | { readonly type: "proof"; readonly purpose: ProofPurpose; readonly proof: string | null }
  /** What happened in the app's native part. */
  | { readonly type: "session"; readonly events: readonly AppEvent[] }
  /** Asks for the ledger's entries behind the one of that number. */
  | { readonly type: "ledger"; readonly after: number }
  /**
   * The visitor withdraws everything; has logged out; wants their data, or it erased while the decision stays; or takes back the request that
   * an erasure has filed.
   */
  | { readonly type: "withdraw" | "reset" | "export" | "erase" | "revoke-erasure" };

/** Identifiers in the app's form, which is JSON and so has no function. */
export type NativeIdentifiers = Omit<Identifiers, "proof"> & {
  /** True: the app answers when the page asks for a proof of control. A text: the proof for this link alone, whose purpose is `join`. */
  readonly proof?: true | string;
};

/** A JWT signed with Ed25519: the worker checks it by its schema, which the page's share of the SDK does not load. */
const isProof: Form<string> = matching(/^(?=.{0,1500}$)[\w-]+\.[\w-]+\.[\w-]{86}$/);
const isName = maybe(either(isText, isNumber));
const isDecision = shape<Decision>({
  consent: isAnything as Form<ConsentChoice | null>,
  policyVersion: maybe(matching(/^[\w.-]{1,32}$/)),
});
const FORMS: { readonly [Type in NativeMessage["type"]]: Form<unknown> } = {
  hello: isDecision,
  consent: isDecision,
  identity: shape({
    identifiers: shape<{ [Kind in keyof NativeIdentifiers]-?: NativeIdentifiers[Kind] | undefined }>({
      email: maybe(isText),
      phone: isName,
      loyalty: isName,
      account: isName,
      landingLink: maybe(isText),
      proof: maybe(either(isProof, oneOf(true))),
    }),
  }),
  proof: shape({ purpose: oneOf("read", "erase", "join"), proof: either(isProof, oneOf(null)) }),
  session: shape({ events: listOf(isAppEvent, MAX_EVENTS) }),
  ledger: shape({ after: isNumber }),
  withdraw: isAnything,
  reset: isAnything,
  export: isAnything,
  erase: isAnything,
  "revoke-erasure": isAnything,
};
const isEnvelope = shape({ sedge: isNumber, nonce: isText, type: isText });
const isNativeMessage: Form<NativeMessage> = (value): value is NativeMessage => {
  const { type } = Object(value);
  return Object.hasOwn(FORMS, type) && FORMS[type as NativeMessage["type"]](value);
};

/**
 * Parses a message from the app's side. Null for a message that is not the app's: invalid JSON, too long, or another
 * nonce; it gets no answer, because its sender is not authenticated. A string is a problem code: the app uses another
 * version, or another format.
 */
export function readNativeMessage(
  text: unknown,
  nonce: string,
): NativeMessage | "bridge-version" | "bad-message" | null {
  if (!isText(text) || text.length > MAX_MESSAGE_CHARS) return null;
  const message = parsed(text);
  if (!isEnvelope(message) || message.nonce !== nonce) return null;
  if (message.sedge !== 1) return "bridge-version";
  return isNativeMessage(message) ? message : "bad-message";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
