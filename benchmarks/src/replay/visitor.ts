import type { Page } from "playwright-core";
import * as v from "valibot";
import {
  type BackendReport,
  ClusterReport,
  type ContributionReport,
  VisitBudget,
  VisitLedger,
  type VisitResult,
  VisitReport,
} from "./visit-report.ts";

/** The longest wait in a visit, in milliseconds. */
export const PATIENCE_MS = 30_000;

/**
 * Runs before the page's scripts: installs the documented queue stub and subscribes to all events. The page's own stub then
 * leaves it unchanged.
 */
export const LISTEN = `
  window.sedge ||= function () { (window.sedge.q = window.sedge.q || []).push(arguments) };
  for (const name of ["classification", "cluster", "problem"]) window.sedge("on", name, (value) => replayReport({ name, value }));
`;

/** Time without changes after which a ledger counts as complete, in milliseconds. */
const QUIET_MS = 300;
/** The same while a line has no answer: the answer may still come, or the page was left before sending. */
const QUIET_UNANSWERED_MS = 2_000;
const LOOK_MS = 100;

/** A visitor: a page and its reports so far. */
export class Visitor {
  readonly page: Page;
  readonly shop: string;
  readonly errors: string[] = [];
  classifications = 0;
  cluster: VisitResult["cluster"];
  backend: BackendReport | undefined;
  #waiting: (() => void)[] = [];

  constructor(page: Page, shop: string) {
    this.page = page;
    this.shop = shop;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => this.errors.push(`page error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(`console: ${message.text()}`);
    });
  }

  hear(raw: unknown): void {
    const report = v.safeParse(VisitReport, raw);
    if (!report.success) this.errors.push(`an invalid report: ${report.issues[0].message}`);
    else if (report.output.name === "problem")
      this.errors.push(`problem ${report.output.value.code}: ${report.output.value.message}`);
    else if (report.output.name === "cluster") this.cluster = report.output.value;
    else {
      this.classifications += 1;
      this.backend = report.output.value.backend;
      for (const done of this.#waiting.splice(0)) done();
    }
  }

  /** Runs an action and waits for the next classification. */
  async andClassified(act: () => Promise<unknown>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const classified = new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no classification within ${PATIENCE_MS} ms`)), PATIENCE_MS);
      this.#waiting.push(resolve);
    });
    try {
      await Promise.all([act(), classified]);
    } finally {
      clearTimeout(timer);
    }
  }

  async ledger(): Promise<VisitLedger> {
    return v.parse(VisitLedger, await this.#asked("ledger"));
  }

  /** The result of a call to Sedge. Before Sedge has loaded, the page's queue stores the call and returns nothing. */
  async #asked(call: string): Promise<unknown> {
    // Not passed as text: before Sedge loads it would need evaluation later, which the page's policy forbids.
    const isThere = () => Reflect.get(Object(Reflect.get(globalThis, "sedge")), "consent") !== undefined;
    await this.page.waitForFunction(isThere, undefined, { timeout: PATIENCE_MS });
    return this.page.evaluate(`sedge('${call}')`);
  }

  /** The state of the round's contribution; null before a round. */
  async contribution(): Promise<ContributionReport | null> {
    return v.parse(VisitBudget, await this.#asked("privacyBudget"))?.contribution ?? null;
  }

  /** The page's current cluster. */
  async askCluster(): Promise<ClusterReport> {
    return v.parse(ClusterReport, await this.#asked("cluster"));
  }

  /** Waits until the device's vote is received. Throws with the reason if it is not sent. */
  async contributed(): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const now = await this.contribution();
      if (now?.state === "received") return;
      if (now?.state === "not-sent") throw new Error(`no contribution was sent: ${now.reason}`);
      if (performance.now() > until) throw new Error(`no contribution within ${PATIENCE_MS} ms: ${now?.state}`);
      await this.page.waitForTimeout(LOOK_MS);
    }
  }

  /** Waits until the ledger no longer changes, and returns it. */
  async settle(): Promise<VisitLedger> {
    const until = performance.now() + PATIENCE_MS;
    let ledger = await this.ledger();
    let quietSince = performance.now();
    while (performance.now() < until) {
      await this.page.waitForTimeout(LOOK_MS);
      const next = await this.ledger();
      if (JSON.stringify(next) !== JSON.stringify(ledger)) quietSince = performance.now();
      ledger = next;
      const isAnswered = ledger.every(({ status }) => status !== 0);
      if (performance.now() - quietSince > (isAnswered ? QUIET_MS : QUIET_UNANSWERED_MS)) break;
    }
    return ledger;
  }

  /** The result of the visit so far. */
  result(ledger: VisitLedger): VisitResult {
    const { classifications, cluster, backend, errors } = this;
    return { classifications, cluster, backend, ledger, errors };
  }
}
