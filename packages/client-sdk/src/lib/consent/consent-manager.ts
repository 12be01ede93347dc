import { PURPOSES, type Purpose } from "@sedge/protocol";
import type { ConsentState } from "../consent-state.ts";
import { isFlag, maybe, shape } from "../form.ts";
import { SedgeError } from "../sedge-error.ts";
import type { Settings } from "../settings.ts";
import { type ConsentRecord, openStorage, parseRecord, recordKey } from "./consent-record.ts";
import { type Source, type Statements, decide, isSameDecision } from "./decision.ts";
import { listenToPlatforms } from "./platforms.ts";

const isChoice = shape({ classify: maybe(isFlag), link: maybe(isFlag), learn: maybe(isFlag) });

/**
 * The purposes that a choice leaves given, of those given before.
 * @throws SedgeError `bad-consent` for anything but the documented forms.
 */
export function purposesOf(choice: unknown, before: readonly Purpose[]): Purpose[] {
  if (choice === "none") return [];
  if (choice === "all") return [...PURPOSES];
  if (!isChoice(choice)) {
    throw new SedgeError("bad-consent", 'Give "all", "none", or true or false for classify, link and learn.');
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
}

/** Keeps the visitor's decision: accepts it from the page and its platforms, stores it if it may, and shares it with other tabs. */
export class ConsentManager {
  readonly #context: ConsentContext;
  readonly #key: string;
  readonly #end = new AbortController();
  #statements: Statements = {};
  #state: ConsentState;
  #seed: string;

  constructor(context: ConsentContext) {
    this.#context = context;
    this.#key = recordKey(context.settings.site);
    const record = this.#read();
    this.#seed = record?.seed ?? context.newSeed();
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
    if (settings.consent.choice !== undefined) this.set(settings.consent.choice);
    const { signal } = this.#end;
    const stop = listenToPlatforms(window, settings.consent, (source, purposes) => this.#accept(source, purposes));
    signal.addEventListener("abort", stop);
    window.addEventListener("storage", ({ key }) => (key === this.#key || key === null) && this.#follow(), { signal });
  }

  /**
   * The page's own word.
   * @throws SedgeError `bad-consent`.
   */
  set(choice: unknown): ConsentState {
    this.#accept("api", purposesOf(choice, this.#state.purposes));
    return this.#state;
  }

  stop(): void {
    this.#end.abort();
  }

  #accept(source: Source, purposes: Purpose[]): void {
    this.#statements = { ...this.#statements, [source]: { purposes, day: this.#today() } };
    const before = this.#state;
    this.#state = this.#decide();
    const isSame = isSameDecision(before, this.#state);
    // A platform repeats itself on every page; the day of the decision is the day it was first seen.
    if (isSame && before.source === this.#state.source) this.#state = before;
    this.#remember();
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
    // The other tab's decision is the latest, and replaces the one made here.
    this.#statements = record ? {} : { api: { purposes: [], day: this.#today() } };
    this.#seed = record?.seed ?? this.#seed;
    this.#adopt(record);
    this.#state = this.#decide();
    if (!isSameDecision(before, this.#state)) this.#context.changed(this.#state);
  }

  #adopt(record: ConsentRecord | null): void {
    if (!record) return;
    const { source, purposes, day } = record.consent;
    this.#statements = { ...this.#statements, [source]: { purposes, day } };
  }

  #decide(): ConsentState {
    const { window, settings } = this.#context;
    return decide(
      this.#statements,
      window.navigator.globalPrivacyControl === true,
      settings.consent.policyVersion ?? "",
    );
  }

  #read(): ConsentRecord | null {
    const { window, settings } = this.#context;
    const record = parseRecord(openStorage(window, "localStorage")?.getItem(this.#key) ?? null);
    // A decision about an earlier text says nothing of the one in force.
    return record && record.consent.policyVersion === (settings.consent.policyVersion ?? "") ? record : null;
  }

  #remember(): void {
    const storage = openStorage(this.#context.window, "localStorage");
    try {
      const { purposes, policyVersion, day, source } = this.#state;
      if (source !== "none" && purposes.includes("classify")) {
        const consent = { purposes, policyVersion, day, source };
        const record: ConsentRecord = { version: 1, consent, seed: this.#seed };
        storage?.setItem(this.#key, JSON.stringify(record));
      } else if (this.#state.decided) storage?.removeItem(this.#key);
    } catch {
      // The storage is full: the decision is valid for this page, and the visitor is asked again on the next.
    }
  }
}
