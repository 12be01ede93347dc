import type { Facts } from "@sedge/features/condition";
import type { Classification, ClusterFound } from "../classification.ts";
import { openStorage } from "../consent/consent-record.ts";
import type { Classifier } from "../public/classifier.ts";
import type { ConsentState } from "../public/consent.ts";
import type { PersonalizeExplanation } from "../public/personalize.ts";
import { warn } from "../script/console.ts";
import { AntiFlicker } from "./anti-flicker.ts";
import { decide, type Decision, type Marked, type Ruled } from "./decision.ts";
import { afterClassification, afterCluster, NO_FACTS } from "./facts.ts";
import { leaveFacts, recallFacts } from "./facts-cache.ts";
import { addsMarkedElements, ATTRIBUTE_CHANGES, markedElements, nameOf } from "./attributes.ts";
import { readOrders, type Rule } from "./rule.ts";
import { honouredSignal, type HonouredSignal, signalNotices } from "./signal-notice.ts";

/** The classifier as far as personalising listens to it. */
export type Source = Pick<Classifier, "on" | "consent" | "status" | "classify" | "cluster">;

/** A page that is dressed by what the device knows, for as long as it lives. */
export class Personalization {
  readonly #window: Window & typeof globalThis;
  readonly #site: string;
  readonly #antiFlicker: AntiFlicker;
  readonly #observer: MutationObserver;
  readonly #stops: (() => void)[] = [];
  readonly #reported = new Set<string>();
  #facts: Facts;
  #rules: readonly Rule[] = [];
  #decision: Decision<Element> = { visible: new Map(), together: new Map(), reasons: [] };
  #mayRemember = false;
  #signal: HonouredSignal = null;

  /** Dresses the page with what the tab's last page knew; `connect` brings what this one finds out. */
  constructor(window: Window & typeof globalThis, site: string) {
    this.#window = window;
    this.#site = site;
    this.#facts = recallFacts(openStorage(window, "sessionStorage"), site, Date.now());
    this.#antiFlicker = new AntiFlicker(window);
    // Mutations are delivered before the next paint: what is added later is dressed before it is seen.
    this.#observer = new window.MutationObserver((changes) => {
      if (this.#rules.length > 0 || addsMarkedElements(changes)) this.#dress(true);
    });
    this.#observer.observe(window.document, ATTRIBUTE_CHANGES);
    const leave = () => this.#leave();
    window.addEventListener("pagehide", leave);
    this.#stops.push(() => window.removeEventListener("pagehide", leave));
    this.#dress();
  }

  /** Listens to a classifier from now on. */
  connect(source: Source): void {
    const classified = (news: Classification) => this.#learn(afterClassification(this.#facts, news));
    const assigned = (news: ClusterFound) => this.#learn(afterCluster(this.#facts, news));
    this.#consented(source.consent.get());
    this.#stops.push(
      source.on("consent", (state) => this.#consented(state)),
      source.on("classification", classified),
      source.on("cluster", assigned),
    );
    if (source.status().state !== "running") return;
    // It may have been reported already, before anybody listened. A failure is a `problem` event.
    source.classify().then(classified, () => undefined);
    source.cluster().then(
      (answer) => {
        if (!answer.abstained) assigned(answer);
      },
      () => undefined,
    );
  }

  /** @throws SedgeError `bad-rule`; then everything stays as it was. */
  order(options: unknown): void {
    const { rules = this.#rules, late = this.#antiFlicker.late } = readOrders(options, (text) =>
      this.#isSelector(text),
    );
    this.#rules = rules;
    this.#antiFlicker.late = late;
    this.#dress();
  }

  explain(): PersonalizeExplanation[] {
    const { visible, reasons } = this.#decision;
    return reasons.map(({ rule, when, result, why, targets }) => ({
      rule: rule ?? targets.map(nameOf).join(),
      when,
      result,
      why,
      elements: targets.map((target) => ({
        element: nameOf(target),
        ...this.#antiFlicker.stateOf(target, visible.has(target)),
      })),
    }));
  }

  /** Ends listening. The page stays as it is. */
  stop(): void {
    this.#observer.disconnect();
    this.#antiFlicker.stop();
    for (const stop of this.#stops) stop();
  }

  #consented(state: ConsentState): void {
    const { decided, purposes } = state;
    const signal = honouredSignal(state);
    const isNews = signal !== this.#signal;
    this.#signal = signal;
    this.#mayRemember = purposes.includes("classify");
    if (this.#mayRemember) {
      if (isNews) this.#dress();
      return;
    }
    const knewSomething = this.#facts !== NO_FACTS;
    this.#facts = NO_FACTS;
    if (decided && knewSomething) this.#antiFlicker.open();
    this.#dress();
  }

  #learn(facts: Facts): void {
    this.#facts = facts;
    this.#dress();
  }

  /** @param isAdded - Whether it is called before anybody can have seen what was added to the page. */
  #dress(isAdded = false): void {
    const { document } = this.#window;
    const ruled = this.#rules.map((rule): Ruled<Element> => {
      const found = (selectors: readonly string[]) => selectors.flatMap((one) => [...document.querySelectorAll(one)]);
      return { rule, show: found(rule.show), hide: found(rule.hide) };
    });
    const marked = markedElements(document);
    this.#decision = decide(marked, ruled, this.#facts);
    const notices = signalNotices(document, this.#signal);
    const { reasons, visible, together } = this.#decision;
    const concerned = [...reasons.flatMap(({ targets }) => targets), ...notices.keys()];
    this.#antiFlicker.draw({ together, visible: new Map([...visible, ...notices]) }, concerned, isAdded);
    this.#reportBadMarks(marked);
  }

  /** An attribute that can't be read is its author's to correct, who looks at the console first. */
  #reportBadMarks(marked: readonly Marked<Element>[]): void {
    for (const [index, { result, when, why }] of this.#decision.reasons.slice(0, marked.length).entries()) {
      const target = marked[index]?.target;
      if (result !== "bad-rule" || !target || this.#reported.has(when)) continue;
      this.#reported.add(when);
      warn(`bad-rule: \`${when}\` of ${nameOf(target)}: ${why.at(-1) ?? ""}.`);
    }
  }

  #isSelector(text: string): boolean {
    try {
      this.#window.document.querySelector(text);
      return true;
    } catch {
      return false;
    }
  }

  #leave(): void {
    if (!this.#mayRemember || this.#facts === NO_FACTS) return;
    leaveFacts(openStorage(this.#window, "sessionStorage"), this.#site, Date.now(), this.#facts);
  }
}
