import type { Page } from "playwright-core";
import * as v from "valibot";
import {
  type BackendReport,
  ClusterReport,
  type ContributionReport,
  VisitBudget,
  VisitLedger,
  type VisitOutcome,
  VisitReport,
} from "./visit-report.ts";

/** Longest wait for anything that a visit waits for, in milliseconds. */
export const PATIENCE_MS = 30_000;

/**
 * Runs before the page's own scripts: puts the documented queue stub in place and asks to be told of everything. The
 * page's own stub then leaves it alone.
 */
export const LISTEN = `
  window.sedge ||= function () { (window.sedge.q = window.sedge.q || []).push(arguments) };
  for (const name of ["classification", "cluster", "problem"]) window.sedge("on", name, (value) => replayReport({ name, value }));
`;

/** How long a ledger has to stay as it is to be held for the whole one, in milliseconds. */
const QUIET_MS = 300;
/** The same while a line has no answer: it waits for one, or its page was left before it could be sent, which no answer follows. */
const QUIET_UNANSWERED_MS = 2_000;
const LOOK_MS = 100;

/** One visitor at work: a page, and what it has reported so far. */
export class Visitor {
  readonly page: Page;
  readonly shop: string;
  readonly errors: string[] = [];
  classifications = 0;
  cluster: VisitOutcome["cluster"];
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
    if (!report.success) this.errors.push(`a report of another form: ${report.issues[0].message}`);
    else if (report.output.name === "problem")
      this.errors.push(`problem ${report.output.value.code}: ${report.output.value.message}`);
    else if (report.output.name === "cluster") this.cluster = report.output.value;
    else {
      this.classifications += 1;
      this.backend = report.output.value.backend;
      for (const done of this.#waiting.splice(0)) done();
    }
  }

  /** Does something and waits until the device has concluded something from it. */
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

  /** What Sedge answers. Before it has loaded, the page's queue takes the call and answers nothing. */
  async #asked(call: string): Promise<unknown> {
    // Not as a text: where Sedge isn't there yet it would be read again later, which the page's policy refuses.
    const isThere = () => Reflect.get(Object(Reflect.get(globalThis, "sedge")), "consent") !== undefined;
    await this.page.waitForFunction(isThere, undefined, { timeout: PATIENCE_MS });
    return this.page.evaluate(`sedge('${call}')`);
  }

  /** How far the device is with the round's contribution; null before it met one. */
  async contribution(): Promise<ContributionReport | null> {
    return v.parse(VisitBudget, await this.#asked("privacyBudget"))?.contribution ?? null;
  }

  /** The cluster that the page is told now. */
  async askCluster(): Promise<ClusterReport> {
    return v.parse(ClusterReport, await this.#asked("cluster"));
  }

  /** Waits until the vote of the device is received, or it has said why there is none. */
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

  /** Waits until nothing moves any more, so that the ledger that is read is the whole one. */
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

  /** What has come of the visit so far. */
  outcome(ledger: VisitLedger): VisitOutcome {
    const { classifications, cluster, backend, errors } = this;
    return { classifications, cluster, backend, ledger, errors };
  }
}
