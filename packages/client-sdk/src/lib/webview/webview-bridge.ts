import type { Classifier } from "../public/classifier.ts";
import type { Identifiers } from "../public/identifiers.ts";
import type { PageClassifier } from "../page-classifier.ts";
import type { Settings } from "../settings.ts";
import { rememberingAlias } from "../alias.ts";
import { isCode, isText, shape } from "../form.ts";
import { seedBytes } from "../installation-seed.ts";
import { SedgeError } from "../sedge-error.ts";
import { type AppEvent, sessionEvents } from "./app-event.ts";
import { type NativeMessage, readNativeMessage } from "./native-message.ts";
import { NativeProof } from "./native-proof.ts";
import { type PageMessage, pageMessageText, summaryOf } from "./page-message.ts";
import type { HostConnection } from "./webview-host.ts";

/** Ledger entries in one message. A contribution's is some 25 KB. */
const LEDGER_PAGE = 20;

/** The parts of the page's Sedge that the bridge drives. */
export interface BridgedPage {
  readonly api: Pick<
    Classifier,
    | "on"
    | "consent"
    | "identify"
    | "cluster"
    | "ledger"
    | "reset"
    | "status"
    | "exportMyData"
    | "eraseMyData"
    | "revokeErasure"
  >;
  readonly page: Pick<PageClassifier, "consent" | "delivery" | "memory" | "observation">;
  readonly settings: Pick<Settings, "site" | "channel" | "consent">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** When this page was opened, in milliseconds since 1970. Earlier events of the app come first in the session. */
  readonly openedAt: number;
}

/** Shares consent, identity and session between a page and the native app around it. Nothing of it leaves the device. */
export class WebviewBridge {
  readonly #bridged: BridgedPage;
  readonly #connection: HostConnection;
  readonly #proof = new NativeProof((purpose) => this.#send({ type: "proof", purpose }));
  /** Identifiers that wait for `link`. */
  #held: Identifiers | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(bridged: BridgedPage, connection: HostConnection) {
    this.#bridged = bridged;
    this.#connection = connection;
  }

  /** Says that the bridge stands, and what is known already. */
  open(): void {
    const { api, settings } = this.#bridged;
    this.#send({ type: "ready", site: settings.site, channel: settings.channel, consent: api.consent.get() });
    api.on("consent", (consent) => {
      this.#send({ type: "consent", consent });
      this.#reconsiderIdentity();
    });
    api.on("cluster", (cluster) => this.#send({ type: "cluster", cluster }));
    api.on("classification", (classification) =>
      this.#send({ type: "classification", classification: summaryOf(classification) }),
    );
    api.on("problem", (problem) => this.#send({ type: "problem", about: null, ...problem }));
    if (api.status().state !== "running") return;
    api.cluster().then(
      (cluster) => {
        if (!cluster.abstained) this.#send({ type: "cluster", cluster });
      },
      () => undefined,
    );
  }

  /**
   * Takes a text that came by the app's way. One after the other: a consent before what it allows. A proof goes first, as the message
   * before it waits for it.
   */
  receive(text: unknown): void {
    const message = readNativeMessage(text, this.#connection.nonce);
    if (message === null) return;
    if (typeof message === "string") return this.#send(problemOf(new SedgeError(message, SENTENCES[message]), null));
    if (message.type === "proof") return this.#proof.answer(message.purpose, message.proof);
    this.#work = this.#work
      .then(() => this.#obey(message))
      .catch((error: unknown) => this.#send(problemOf(error, message.type)));
  }

  async #obey(message: Exclude<NativeMessage, { readonly type: "proof" }>): Promise<void> {
    const { api } = this.#bridged;
    switch (message.type) {
      case "hello":
      case "consent":
        return this.#adopt(message);
      case "identity": {
        const { proof: _, ...identifiers } = message.identifiers;
        const proof = this.#proof.of(message.identifiers);
        this.#held = { ...identifiers, ...(proof && { proof }) };
        return this.#identify();
      }
      case "session":
        return this.#send({
          type: "session",
          taken: this.#accept(message.events),
          until: Math.max(0, ...message.events.map(({ at }) => at)),
        });
      case "ledger": {
        const entries = (await api.ledger()).filter(({ id }) => id > message.after);
        return this.#send({
          type: "ledger",
          entries: entries.slice(0, LEDGER_PAGE),
          more: entries.length > LEDGER_PAGE,
        });
      }
      case "withdraw":
        this.#held = undefined;
        await api.consent.set("none");
        return this.#send({ type: "withdrawn" });
      case "reset":
        this.#held = undefined;
        await api.reset();
        return this.#send({ type: "reset" });
      case "export": {
        const { device, edge } = await api.exportMyData();
        const { ledger: _, ...rest } = device;
        return this.#send({ type: "exported", device: rest, edge });
      }
      case "erase":
        this.#held = undefined;
        return this.#send({ type: "erased", ...(await api.eraseMyData()) });
      case "revoke-erasure":
        return this.#send({ type: "revoked", ...(await api.revokeErasure()) });
    }
  }

  /**
   * Adopts the app's decision if it is about this page's policy version. An app repeats on every page what it knows: that is no decision about
   * a text that has changed since.
   */
  async #adopt({
    type,
    consent,
    policyVersion,
  }: Extract<NativeMessage, { readonly type: "hello" | "consent" }>): Promise<void> {
    const { api, settings } = this.#bridged;
    const own = settings.consent.policyVersion;
    if (consent !== null && policyVersion !== undefined && own !== undefined && policyVersion !== own) {
      throw new SedgeError("stale-consent", "The app's decision is about another privacy text than the page's.");
    }
    const before = api.consent.get();
    if (consent !== null && type === "hello" && before.because === "policy-changed") {
      throw new SedgeError("stale-consent", "The text has changed since the decision: send `consent` after asking.");
    }
    if (consent !== null) await api.consent.set(consent);
    // A change was sent as it happened.
    if (api.consent.get() === before) this.#send({ type: "consent", consent: before });
  }

  async #identify(): Promise<void> {
    const { api } = this.#bridged;
    const { decided, purposes } = api.consent.get();
    if (!this.#held) return;
    if (!purposes.includes("link")) {
      // A refusal is an answer: what waited for another one is dropped.
      if (decided) this.#held = undefined;
      return this.#send(decided ? problemOf(NO_LINK, "identity") : { type: "identified", state: "held", tokens: 0 });
    }
    const identifiers = this.#held;
    this.#held = undefined;
    this.#send({ type: "identified", ...(await api.identify(identifiers)) });
  }

  #reconsiderIdentity(): void {
    if (!this.#held) return;
    this.#work = this.#work
      .then(() => this.#identify())
      .catch((error: unknown) => this.#send(problemOf(error, "identity")));
  }

  /** Puts the app's events into the session. Returns how many; the bad ones are left out. */
  #accept(events: readonly AppEvent[]): number {
    const { page, now, openedAt } = this.#bridged;
    const { consent, delivery, memory, observation } = page;
    if (!observation) return 0;
    const context = {
      now: now(),
      alias: rememberingAlias(seedBytes(consent.seed)),
      noteSearch: () => memory.noteSearch(),
      noteStep: memory.noteStep.bind(memory),
      notePage: memory.notePage.bind(memory),
    };
    const accepted = events.flatMap((event) => {
      const own = sessionEvents(event, context);
      return own ? [{ own, isEarlier: event.at < openedAt }] : [];
    });
    delivery.putBack(accepted.filter(({ isEarlier }) => isEarlier).flatMap(({ own }) => own));
    for (const { own, isEarlier } of accepted) {
      if (isEarlier) continue;
      // The app's screen covers the page, whose own time ends here.
      if (own[0]?.kind === "page-view") observation.navigations.navigateNow();
      for (const event of own) delivery.push(event);
    }
    return accepted.length;
  }

  #send(message: PageMessage): void {
    this.#connection.post(pageMessageText(message, this.#connection.nonce));
  }
}

const SENTENCES = {
  "bridge-version": "The app's bridge speaks another version than 1.",
  "bad-message": "The app sent a message of another form than documented.",
};
const NO_LINK = new SedgeError("consent-required", "The visitor has not given `link`.");

/** By its form, as the error's class may be another bundle's. */
const isCoded = shape<Pick<SedgeError, "code" | "message">>({ code: isCode, message: isText });

function problemOf(error: unknown, about: string | null): PageMessage {
  const { code, message } = isCoded(error) ? error : new SedgeError("bridge-failed", "The bridge failed inside.");
  return { type: "problem", about, code, message: message.slice(`${code}: `.length) };
}
