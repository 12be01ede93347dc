import { toJson } from "../json.ts";
import { PURPOSES, type Purpose } from "@sedge/protocol";
import type { ConsentState } from "../consent-state.ts";
import { isFlag, maybe, shape } from "../form.ts";
import { SedgeError } from "../sedge-error.ts";
import type { Settings } from "../settings.ts";
import { type ConsentRecord, openStorage, parseRecord, recordKey, type RecordStorage } from "./consent-record.ts";
import { decide, isSameDecision, type Policy, type Source, type Statements } from "./decision.ts";
import type { Stated } from "./platform-reader.ts";
import { readShared, sharedCookie } from "./shared-decision.ts";
import { watchPlatforms } from "./platform-watch.ts";

const isChoice = shape({ classify: maybe(isFlag), link: maybe(isFlag), learn: maybe(isFlag) });

/**
 * The purposes that a choice leaves given, of those given before.
 * @throws SedgeError `bad-consent` for anything but the documented forms.
 */
export function purposesOf(choice: unknown, before: readonly Purpose[]): Purpose[] {
  if (choice === "none") return [];
  if (choice === "all") return [...PURPOSES];
  if (!isChoice(choice)) {
    throw new SedgeError("bad-consent", 'Give "all", "none", or flags by purpose.');
  }
  const given = PURPOSES.filter((purpose) => choice[purpose] ?? before.includes(purpose));
  return given.includes("classify") ? given : [];
}

/** What the manager works with, and what it reports to. */
export interface ConsentContext {
  readonly window: Window & { readonly navigator: { readonly globalPrivacyControl?: unknown } };
  readonly settings: Pick<Settings, "site" | "consent">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The secret for aliases of an installation that has none yet, hex. */
  readonly newSeed: () => string;
  /** The decision has changed, whatever its source. */
  readonly changed: (state: ConsentState) => void;
  /** Another tab has erased everything since this page looked, and the decision stands. */
  readonly erased: () => void;
}

/** Keeps the visitor's decision: accepts it from the page and its platforms, stores it if it may, and shares it with other tabs. */
export class ConsentManager {
  readonly #context: ConsentContext;
  readonly #key: string;
  readonly #storage: RecordStorage | null;
  readonly #end = new AbortController();
  #statements: Statements = {};
  readonly #policy: Policy;
  /** The stored decision, if it is about another text than the page's: a refusal of this one withdraws what it gave. */
  outdated: ConsentRecord["consent"] | undefined;
  /** A platform has stated something, and will again on the next page. */
  #hasPlatform = false;
  #state: ConsentState;
  /** What this page's aliases are made with. */
  #seed: string;
  /** What the record has: a new one after each erasure, by which other pages know of it. */
  #recordSeed: string;
  /** The page's word was given over a platform's refusal, and stays above it. */
  #overRefusal = false;
  #profileSignal: ConsentState["profileSignal"];

  constructor(context: ConsentContext) {
    this.#context = context;
    const { site, consent } = context.settings;
    const { policyVersion = "", policySha256 } = consent;
    this.#policy = { policyVersion, policySha256 };
    this.#key = recordKey(site);
    this.#storage = openStorage(context.window, "localStorage");
    const record = this.#read();
    this.#seed = this.#recordSeed = record?.seed ?? context.newSeed();
    this.#adopt(record);
    this.#state = this.#decide();
  }

  get state(): ConsentState {
    return this.#state;
  }

  /** The installation's secret for aliases, hex. In memory alone until `classify` is given. */
  get seed(): string {
    return this.#seed;
  }

  /** Begins to listen. Not in the constructor, so that the caller is ready for statements that come at once. */
  start(): void {
    const { window, settings } = this.#context;
    const { choice, cookieDomain } = settings.consent;
    const { signal } = this.#end;
    if (cookieDomain) {
      const follow = () => this.#followCookie();
      follow();
      // Another host's tab may have changed it meanwhile.
      window.document.addEventListener("visibilitychange", follow, { signal });
    }
    if (choice !== undefined) this.set(choice, false);
    watchPlatforms(window, settings.consent, (...seen) => this.#accept(...seen), signal);
    window.addEventListener("storage", ({ key }) => (key === this.#key || key === null) && this.#follow(), { signal });
    // A page in the back/forward cache is not informed.
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#follow(), { signal });
  }

  /**
   * The page's own word.
   * @throws SedgeError `bad-consent`.
   */
  set(choice: unknown, isAnswer = true): void {
    this.#accept("api", { purposes: purposesOf(choice, this.#state.purposes) }, isAnswer);
  }

  /** Everything is erased here: the next page has another seed, and what other pages still know of before is not to be stored. */
  renew(): void {
    this.#recordSeed = this.#context.newSeed();
    this.#remember();
  }

  /** Another device of the person has sent Global Privacy Control. Until the visitor decides here, it refuses the same on this one. */
  honour(): void {
    this.#profileSignal = "honoured";
    this.#redecide();
    this.#remember();
  }

  stop(): void {
    this.#end.abort();
  }

  /** @param isAnswer - Whether the visitor gives it here and now: what was known before is no decision about a text that has changed. */
  #accept(source: Source, stated: Stated, isAnswer: boolean): void {
    this.#hasPlatform ||= source !== "api";
    if (this.outdated && !isAnswer) return;
    const { api, ...platforms } = this.#statements;
    if (source === "api") this.#overRefusal = Object.values(platforms).some((known) => known?.purposes.length === 0);
    // A platform's refusal that is later than the page's own word replaces it. Consent Mode repeats its own without a date, so
    // that one which the page's word was given over is no later one.
    const isLater =
      source === "google-consent-mode"
        ? !this.#overRefusal
        : isAnswer || (api !== undefined && stated.day !== undefined && stated.day > api.day);
    const before = source !== "api" && stated.purposes.length === 0 && isLater ? platforms : this.#statements;
    this.#statements = { ...before, [source]: { day: this.#today(), ...stated } };
    // Consent Mode can only refuse.
    const decides = isAnswer && source !== "google-consent-mode";
    if (decides && this.#profileSignal) this.#profileSignal = "overridden";
    this.#redecide();
    this.#remember();
    if (decides) this.outdated = undefined;
  }

  #redecide(): void {
    const before = this.#state;
    this.#state = this.#decide();
    const isSame = isSameDecision(before, this.#state);
    // A platform repeats itself on every page; the day of the decision is the day it was first seen.
    if (isSame && before.source === this.#state.source) this.#state = before;
    if (before.purposes[0] && !this.#state.purposes[0]) this.#recordSeed = this.#context.newSeed();
    if (!isSame) this.#context.changed(this.#state);
  }

  /** The day in UTC, `YYYY-MM-DD`. */
  #today(): string {
    return new Date(this.#context.now()).toISOString().slice(0, 10);
  }

  /** Another tab has stored or deleted the record. */
  #follow(): void {
    const record = this.#read();
    const before = this.#state;
    if (!record && !before.purposes.includes("classify")) return;
    if (record?.seed && record.seed !== this.#recordSeed && before.purposes.includes("classify"))
      this.#context.erased();
    // The other tab's decision is the latest, and replaces the one made here.
    this.#statements = record ? {} : { api: { purposes: [], day: this.#today() } };
    if (record?.seed) this.#seed = this.#recordSeed = record.seed;
    this.#adopt(record);
    this.#redecide();
  }

  /** The cookie has the latest decision on any host of the site. One about another text can refuse, and can't give. */
  #followCookie(): void {
    const shared = this.#cookie();
    if (!shared) return;
    const { purposes, day, policyVersion, policySha256 } = shared;
    const isCurrent = policyVersion === this.#policy.policyVersion && policySha256 === this.#policy.policySha256;
    const isWithdrawal = !purposes[0] && (this.outdated !== undefined || this.#state.purposes.length > 0);
    if (!isCurrent && !isWithdrawal) return;
    if (String(purposes) === String(this.#state.purposes) && this.#state.source === "api") return;
    this.#statements = { api: { purposes, day } };
    if (isCurrent) this.outdated = undefined;
    this.#redecide();
    this.#remember(false);
    this.outdated = undefined;
  }

  #cookie(): ReturnType<typeof readShared> {
    try {
      return readShared(this.#context.window.document.cookie, this.#context.settings.site);
    } catch {
      // A sandboxed page has no cookies.
      return undefined;
    }
  }

  /** Shares a decision that the visitor gave to the page itself. One of a platform is the platform's to share. */
  #share(): void {
    const { window, settings } = this.#context;
    const { cookieDomain } = settings.consent;
    if (!cookieDomain || !this.#state.decided) return;
    const decision = this.#state.source === "api" ? this.#state : null;
    window.document.cookie = sharedCookie(settings.site, cookieDomain, decision, window.location.protocol === "https:");
  }

  #adopt(record: ConsentRecord | null): void {
    this.outdated = undefined;
    if (!record) return;
    const { consent } = record;
    this.#overRefusal = record.overRefusal === true;
    this.#profileSignal = consent.profileSignal;
    const { policyVersion, policySha256 } = this.#policy;
    const isCurrent = consent.policyVersion === policyVersion && consent.policySha256 === policySha256;
    if (isCurrent) this.#statements = { ...this.#statements, [consent.source]: consent };
    else this.outdated = consent;
  }

  #decide(): ConsentState {
    const { globalPrivacyControl } = this.#context.window.navigator;
    return decide(
      this.#statements,
      globalPrivacyControl === true,
      this.#policy,
      this.outdated !== undefined,
      this.#profileSignal,
    );
  }

  #read(): ConsentRecord | null {
    return parseRecord(this.#storage?.getItem(this.#key) ?? null);
  }

  #remember(isShared = true): void {
    try {
      if (isShared) this.#share();
      const { purposes, source } = this.#state;
      const seed = purposes[0] && this.#recordSeed;
      // The page's refusal stays where a platform would bring back on the next page what it refuses, or where the site wants it to.
      const { rememberRefusal } = this.#context.settings.consent;
      if (source !== "none" && (seed || (source === "api" && this.#hasPlatform) || rememberRefusal)) {
        const record: ConsentRecord = {
          version: 1,
          consent: { ...this.#state, source },
          seed,
          overRefusal: this.#overRefusal,
        };
        this.#storage?.setItem(this.#key, toJson(record));
      } else if (this.#state.decided) this.#storage?.removeItem(this.#key);
    } catch {
      // The storage is full: the decision is valid for this page, and the visitor is asked again on the next.
    }
  }
}
