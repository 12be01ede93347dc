import { NEVER_LEARNT } from "@sedge/contribution/steps";
import { advance, emptySession, type SedgeEvent, type Session } from "@sedge/features";
import { spentMicroEpsilon } from "@sedge/privacy/budget";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { SiteFiles } from "../src/lib/worker/clusters/site-files.ts";
import { indexedDbStore } from "../src/lib/worker/storage/indexed-db-store.ts";
import type { Store } from "../src/lib/worker/storage/store.ts";
import { edgeClock } from "../src/lib/worker/wire/edge-clock.ts";
import type { Send } from "../src/lib/worker/wire/wire.ts";
import { Learner } from "../src/lib/worker/learning/learner.ts";
import { OperatorPair } from "./operator-pair.ts";

/** When the tests begin, in milliseconds since 1970. */
export const NOW = 1_800_000_000_000;
export const random = seededRandom("learner");
/** What the tests' rounds measure. */
export const measurement = {
  featureSchema: "session.v1",
  features: ["depth", "breadth", "spread"],
  centres: [
    [0.1, 0, 0.5],
    [0.5, 0.6, 0.5],
  ],
  terms: "offset" as const,
  radii: [0.4, 0.4],
  bits: 6,
};

/** A visit that has seen so many product pages. */
export function pages(count: number): Session {
  return Array.from({ length: count }, (_, at): SedgeEvent => ({
    kind: "page-view",
    page: "product",
    at: NOW - 100 + at,
    item: at,
    category: at % 3,
    price: 10 + at,
  })).reduce(advance, emptySession(NOW - 100));
}

/** A device of the tests, with pages that learn over its one store, before a pair of operators that keep the rules. */
export class LearningDevice {
  pair: OperatorPair;
  readonly store: Store;
  /** Its clock, in milliseconds since 1970. */
  now = NOW;
  purposes: ("classify" | "link" | "learn")[] = ["classify", "learn"];
  session = pages(5);
  /** Of the edge. Its wait between ballot and vote is the operators' alone on a loopback address. */
  endpoint = "http://localhost:8787";
  /** Codes of what its pages have reported. */
  readonly reported: string[] = [];
  readonly #learners: Learner[] = [];

  private constructor(pair: OperatorPair, store: Store) {
    this.pair = pair;
    this.store = store;
  }

  /** With a database of its own. */
  static async open(): Promise<LearningDevice> {
    const pair = await OperatorPair.open({ random, measurement, deadline: NOW / 1_000 + 3_600, spreadSeconds: 60 });
    return new LearningDevice(pair, await indexedDbStore(crypto.randomUUID()));
  }

  async close(): Promise<void> {
    for (const learner of this.#learners) await learner.drop("left");
    await this.store.close();
  }

  /** A page of the site: its own worker over the device's store. `send`: what the network makes of a request. */
  page(send: Send = this.pair.send): Learner {
    const { store } = this;
    const report = (code: string) => void this.reported.push(code);
    const siteFiles = new SiteFiles({
      site: "demo",
      aggregatorKey: undefined,
      store,
      send,
      report,
      now: () => this.now,
      purpose: () => "learn",
      onManifest: () => undefined,
      onStatement: () => undefined,
    });
    const learner = new Learner({
      channel: "web",
      site: "demo",
      endpoint: this.endpoint,
      store,
      send,
      siteFiles,
      clock: edgeClock(store.values, () => this.now),
      random,
      prove: () => Promise.resolve(undefined),
      report,
      session: { latest: () => this.session, stored: () => Promise.resolve(this.session) },
      consent: {
        mayLearn: () => this.purposes.includes("learn"),
        mayLink: () => this.purposes.includes("link"),
        receipt: () => ({ purposes: this.purposes, policyVersion: "2026-11", day: "2026-11-21" }),
      },
      alone: (task) => task(),
      onChange: () => undefined,
    });
    this.#learners.push(learner);
    return learner;
  }

  /** Lets a page do what it can now, and again after the wait between ballot and vote, in milliseconds. */
  async visit(learner: Learner, wait = 60_000): Promise<void> {
    await learner.advance();
    this.now += wait;
    await learner.advance();
  }

  /** How far it is with its contribution: the step, or how it ended. */
  async outcome(): Promise<string | undefined> {
    const contribution = (await this.store.values.get("learning"))?.contribution;
    return contribution?.step === "settled" ? contribution.outcome : contribution?.step;
  }

  /** Millionths of epsilon by its own account. */
  async spent(): Promise<number> {
    const { budget } = (await this.store.values.get("learning")) ?? NEVER_LEARNT;
    return spentMicroEpsilon(budget, Math.floor(this.now / 1_000));
  }

  /** Votes that both operators have counted. */
  counted(): number {
    return this.pair.opened().counts.reduce((sum, each) => sum + each, 0);
  }
}
