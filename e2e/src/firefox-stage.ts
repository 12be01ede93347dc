import { type installFirefox, launchFirefox, startWireTap, type WireTap } from "@sedge/testbed";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished } from "vitest";
import { enginePage } from "./engine-page.ts";
import { EngineVisitor } from "./engine-visitor.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import type { Stage } from "./stage.ts";
import { PATIENCE_MS } from "./visitor.ts";

/** A Firefox beside a stage's operators and shop, behind a tap of its own. Tests of the file are skipped where there is none. */
export class FirefoxStage {
  readonly #stage: Stage;
  #tap: WireTap | undefined;
  #browser: Awaited<ReturnType<typeof launchFirefox>> | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async open(path: string): Promise<void> {
    this.#tap = await startWireTap();
    this.#browser = await launchFirefox(path, this.#tap);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await this.#tap?.stop();
  }

  /** What this test's visitors have sent. */
  get tap(): WireTap {
    if (!this.#tap) throw new Error("Firefox has not started.");
    return this.#tap;
  }

  /** A device with a container of its own, which goes with the test: each call opens a tab on it. */
  async device(site = this.#stage.shopUrl): Promise<() => Promise<EngineVisitor>> {
    if (!this.#browser) throw new Error("Firefox has not started.");
    const container = await this.#browser.createBrowserContext();
    onTestFinished(() => container.close());
    return async () => new EngineVisitor(enginePage(await container.newPage()), site);
  }

  /** A visitor with a device of their own. */
  async visitor(site?: string): Promise<EngineVisitor> {
    const openTab = await this.device(site);
    return openTab();
  }

  /** The visitor's ledger is what the network saw. */
  async isAgreed(visitor: EngineVisitor): Promise<void> {
    const { edgeUrl } = this.#stage.operators;
    const difference = async () => compareLedger(await visitor.ledger(), this.tap.requests, edgeUrl);
    await expect.poll(difference, { timeout: PATIENCE_MS }).toEqual(AGREED);
  }
}

/** A Firefox for the tests of a file. @param firefox - As `installFirefox` found it. */
export function useFirefox(stage: Stage, firefox: ReturnType<typeof installFirefox>): FirefoxStage {
  const beside = new FirefoxStage(stage);
  beforeAll(async () => {
    if ("path" in firefox) await beside.open(firefox.path);
  });
  beforeEach(({ skip }) => {
    if ("skipped" in firefox) skip(firefox.skipped);
    beside.tap.clear();
  });
  afterAll(() => beside.close());
  return beside;
}
