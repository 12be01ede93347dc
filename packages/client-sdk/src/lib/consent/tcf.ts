import type { Purpose } from "@sedge/protocol";
import type { ConsentReason } from "../public/consent.ts";
import { either, isFlag, isNumber, isText, maybe, oneOf, shape } from "../form.ts";
import type { Listen } from "./platform-reader.ts";

/** The part of a CMP's TCData that is read (IAB Tech Lab, CMP API v2 with TCF 2.3). */
interface TcData {
  readonly tcString?: string;
  readonly eventStatus?: string | null;
  readonly gdprApplies?: boolean | null;
  readonly listenerId?: number | null;
  readonly purpose?: { readonly consents?: object };
  readonly vendor?: { readonly consents?: object; readonly disclosedVendors?: object };
  readonly publisher?: { readonly consents?: object; readonly restrictions?: object };
}

const consents = maybe(shape({}));
const isTcData = shape<TcData>({
  tcString: maybe(isText),
  eventStatus: either(isText, oneOf(null, undefined)),
  gdprApplies: either(isFlag, oneOf(null, undefined)),
  listenerId: either(isNumber, oneOf(null, undefined)),
  purpose: maybe(shape<NonNullable<TcData["purpose"]>>({ consents })),
  vendor: maybe(shape<NonNullable<TcData["vendor"]>>({ consents, disclosedVendors: consents })),
  publisher: maybe(shape<NonNullable<TcData["publisher"]>>({ consents, restrictions: consents })),
});

/** The visitor has just answered the platform's dialogue. */
const ANSWERED = "useractioncomplete";
/** Events after which the consent string contains a decision. */
const DECIDED: readonly string[] = ["tcloaded", ANSWERED];

/** TCF purposes that each purpose of Sedge needs, by consent (decisions/0036). */
const NEEDED: Readonly<Record<Purpose, readonly number[]>> = { classify: [1, 5], link: [1, 5, 6], learn: [1, 5, 9] };

/** A publisher restriction that requires consent, and so changes nothing for a vendor that asks for it. */
const REQUIRE_CONSENT = 1;

/** What a consent string gives, and why not more. */
export interface TcfDecision {
  readonly purposes: Purpose[];
  readonly because: ConsentReason | null;
}

const of = (record: object | undefined, id: number): unknown => Reflect.get(record ?? {}, id);

/**
 * Decision on Sedge's purposes in a CMP's callback; null if it contains none: the dialogue is still open, there is no
 * string, or the GDPR does not apply, which is no consent.
 *
 * - `classify`: TCF purposes 1 (store and access information on a device) and 5 (create profiles to personalise content).
 * - `link`: also purpose 6 (use profiles to select personalised content).
 * - `learn`: also purpose 9 (understand audiences through statistics).
 *
 * With a vendor ID, all purposes require consent for that vendor, and that the vendor was shown to the visitor
 * (`disclosedVendors`, mandatory since TCF 2.3); a publisher restriction that forbids the vendor a purpose, or bases it on legitimate
 * interest, takes it away. Without one, the site itself asks: what counts is the publisher's own consents, where the string has them, and no
 * recipient of data is named, so `link` and `learn` are refused. Legitimate interest counts for nothing.
 */
export function tcfDecision(data: unknown, vendorId: number | undefined): TcfDecision | null {
  if (!isTcData(data)) return null;
  const { tcString, eventStatus, gdprApplies, purpose, vendor, publisher } = data;
  if (!tcString || gdprApplies === false || !eventStatus || !DECIDED.includes(eventStatus)) return null;
  const own = publisher?.consents ?? {};
  const asked = vendorId === undefined && Object.keys(own).length > 0 ? own : purpose?.consents;
  if (of(asked, 1) !== true) return { purposes: [], because: "tcf-storage" };
  const isVendor = (record?: object) => vendorId === undefined || of(record, vendorId) === true;
  if (!isVendor(vendor?.consents) || !isVendor(vendor?.disclosedVendors))
    return { purposes: [], because: "tcf-vendor" };
  const restriction = (id: number): unknown => {
    const byVendor: unknown = of(publisher?.restrictions, id);
    return vendorId === undefined || typeof byVendor !== "object" || byVendor === null
      ? undefined
      : of(byVendor, vendorId);
  };
  const isRestricted = (id: number) => ![undefined, REQUIRE_CONSENT].includes(restriction(id) as number | undefined);
  const has = (name: Purpose) => NEEDED[name].every((id) => of(asked, id) === true && !isRestricted(id));
  const isWithheld = (id: number) => of(asked, id) !== true;
  const names: Purpose[] = vendorId === undefined ? ["classify"] : ["classify", "link", "learn"];
  const purposes = has("classify") ? names.filter(has) : [];
  const needed = names.flatMap((name) => NEEDED[name]);
  if (needed.some(isRestricted)) return { purposes, because: "tcf-publisher" };
  if (needed.some(isWithheld)) return { purposes, because: "tcf-purposes" };
  return { purposes, because: vendorId === undefined ? "tcf-vendor-unnamed" : null };
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** The first day of TCF 2, in milliseconds since 1970: no string of it is older. */
const TCF_2 = Date.UTC(2019, 7, 21);

/**
 * Day on which the visitor last changed the string, in UTC; undefined where it has none that can be. A core string begins with its version
 * (6 bits), when it was made and when it was changed (36 bits each, in tenths of a second).
 *
 * @param now - Milliseconds since 1970.
 */
export function changedOn(tcString: string, now: number): string | undefined {
  const digits = tcString
    .slice(7, 13)
    .split("")
    .map((digit) => DIGITS.indexOf(digit));
  const at = digits.reduce((sum, digit) => sum * 64 + digit, 0) * 100;
  if (digits.length !== 6 || digits.includes(-1) || at < TCF_2 || at > now) return undefined;
  return new Date(at).toISOString().slice(0, 10);
}

/** SHA-256 of the string, hex; undefined where the page is no secure context. */
async function sha256Of(text: string): Promise<string | undefined> {
  const { subtle }: Partial<Crypto> = crypto;
  if (!subtle) return undefined;
  const digest = await subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A platform's function: command, version, callback, parameter. */
type TcfApi = (command: string, version: number, callback: (data: unknown) => void, parameter?: unknown) => void;

const isReturn = shape({ __tcfapiReturn: shape({ callId: isText }) });

/**
 * The platform of this page, or of the nearest page around it that has one, which answers by messages (IAB Tech Lab, CMP API v2, "Using postMessage").
 * Undefined where there is none.
 */
export function findApi(window: Window & { readonly __tcfapi?: unknown }): TcfApi | undefined {
  const { __tcfapi: own } = window;
  if (typeof own === "function") return (...call) => void Reflect.apply(own, window, call);
  let inner: Window = window;
  let outer: Window | null = window.parent;
  // A page whose frame was removed has none around it.
  while (outer && outer !== inner) {
    if (hasLocator(outer)) return apiOf(window, outer);
    inner = outer;
    outer = inner.parent;
  }
  return undefined;
}

/** Whether a page says by the frame `__tcfapiLocator` that it has a platform. Another origin's frames can be counted and named, not read. */
function hasLocator(frame: Window): boolean {
  try {
    return Reflect.get(frame.frames, "__tcfapiLocator") !== undefined;
  } catch {
    return false;
  }
}

function apiOf(window: Window, frame: Window): TcfApi {
  const callbacks = new Map<string, (data: unknown) => void>();
  window.addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
    if (source !== frame) return;
    let message = data;
    try {
      if (typeof data === "string") message = JSON.parse(data);
    } catch {
      return;
    }
    if (!isReturn(message)) return;
    const { callId, returnValue } = message.__tcfapiReturn as { callId: string; returnValue?: unknown };
    callbacks.get(callId)?.(returnValue);
  });
  return (command, version, callback, parameter) => {
    const callId = `sedge-${Math.random()}`;
    callbacks.set(callId, callback);
    frame.postMessage({ __tcfapiCall: { command, version, parameter, callId } }, "*");
  };
}

/** Listens to the page's TCF platform. A string that was there before is no answer. Returns the function that ends it. */
export const listen: Listen = (window, { tcfVendorId }, seen) => {
  let listenerId: number | undefined;
  let warned = false;
  let work: Promise<void> = Promise.resolve();
  const state = async (data: TcData, { purposes, because }: TcfDecision) => {
    const { tcString = "", eventStatus } = data;
    const tcfSha256 = await sha256Of(tcString);
    const isAnswer = eventStatus === ANSWERED;
    const day = isAnswer ? undefined : changedOn(tcString, Date.now());
    seen({ purposes, because, tcfSha256, ...(day !== undefined && { day }) }, isAnswer);
    if (because === null || warned) return;
    warned = true;
    // oxlint-disable-next-line no-console -- the page's author has no other place to look
    console.warn(
      `sedge: the TCF string gives ${purposes.join(", ") || "nothing"} (${because}); see consent.get().because.`,
    );
  };
  const callback = (data: unknown) => {
    if (!isTcData(data)) return;
    listenerId = data.listenerId ?? listenerId;
    const decision = tcfDecision(data, tcfVendorId);
    // In order, though each waits for a hash.
    if (decision) work = work.then(() => state(data, decision)).catch(() => undefined);
  };
  const api = findApi(window);
  api?.("addEventListener", 2, callback);
  return () => {
    if (listenerId !== undefined) api?.("removeEventListener", 2, () => undefined, listenerId);
  };
};
