import { type Operators, type OperatorsOptions, startShop, startWireTap, type WireTap } from "@sedge/testbed";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, beforeEach, onTestFinished } from "vitest";
import { type FoundBrowser, PROFILE, sharedBrowser } from "./launch-browser.ts";
import { sharedOperators, startOperators } from "./operators.ts";
import { Visitor } from "./visitor.ts";

type Shop = Awaited<ReturnType<typeof startShop>>;
type ShopOptions = Partial<Parameters<typeof startShop>[0]>;

interface Parts {
  readonly operators: Operators;
  readonly shop: Shop;
  readonly found: FoundBrowser;
}

/** Options for a new visitor. */
export interface VisitorOptions {
  /** Address of the site. Default: the test system's shop. */
  readonly site?: string;
  readonly browser?: Browser;
  readonly context?: BrowserContextOptions;
}

export interface TestSystemOptions {
  /** Whether Chromium has WebGPU. Its software adapter takes seconds of both cores on each new device. Default: no. */
  readonly webgpu?: boolean;
  /** How the operators run; `shared`: see {@link sharedOperators}. Default: as configured. */
  readonly operators?: OperatorsOptions | "shared";
}

/** The system under test of one file: both operators, the shop, a browser, and for each test a tap on its only network route. */
export class TestSystem {
  readonly #webgpu: boolean;
  readonly #options: OperatorsOptions | "shared" | undefined;
  #parts: Parts | undefined;
  #tap: WireTap | undefined;

  constructor({ webgpu = false, operators }: TestSystemOptions = {}) {
    this.#webgpu = webgpu;
    this.#options = operators;
  }

  async open(): Promise<void> {
    const started = this.#options === "shared" ? sharedOperators() : startOperators(this.#options);
    const [operators, found] = await Promise.all([started, sharedBrowser(this.#webgpu)]);
    const shop = await startShop(placeOf(operators));
    this.#parts = { operators, shop, found };
  }

  async close(): Promise<void> {
    if (!this.#parts) return;
    const { operators, shop } = this.#parts;
    await Promise.all([shop.stop(), this.#tap?.stop(), this.#options !== "shared" && operators.stop()]);
  }

  get #open(): Parts {
    if (!this.#parts) throw new Error("The test system is not open yet.");
    return this.#parts;
  }

  get operators(): Operators {
    return this.#open.operators;
  }

  /** Why this file's tests are skipped, if they are. */
  get skipped(): string | undefined {
    const { found } = this.#open;
    return "skipped" in found ? found.skipped : undefined;
  }

  get #browser(): Browser {
    const { found } = this.#open;
    if ("skipped" in found) throw new Error(found.skipped);
    return found.browser;
  }

  /** The requests of this test's visitors. */
  get tap(): WireTap {
    if (!this.#tap) throw new Error("No test has begun yet.");
    return this.#tap;
  }

  /** Starts a new tap for the next test: a request may outlive the page and the test that sent it. */
  async beginTest(): Promise<void> {
    await this.#tap?.stop();
    this.#tap = await startWireTap();
  }

  /** `http://localhost:{port}` of the shop. */
  get shopUrl(): string {
    return this.#open.shop.url;
  }

  /** A visitor with a new browser profile, which closes at the end of the test. */
  async visitor({ site = this.shopUrl, browser = this.#browser, context }: VisitorOptions = {}): Promise<Visitor> {
    const proxy = { server: this.tap.url, bypass: "<-loopback>" };
    const profile = await browser.newContext({ proxy, ...PROFILE, ...context });
    onTestFinished(() => profile.close());
    return new Visitor(profile, await profile.newPage(), site);
  }

  /** Starts the shop with other options for the current test. Resolves to its address. */
  async otherShop(options: ShopOptions): Promise<string> {
    const shop = await startShop({ ...placeOf(this.operators), ...options });
    onTestFinished(() => shop.stop());
    return shop.url;
  }
}

/** The shop's settings for these operators: it pins their log where they keep one. */
function placeOf({ edgeUrl: endpoint, loginKey, logKey: aggregatorKey }: Operators) {
  return { endpoint, site: "demo", loginKey, aggregatorKey };
}

/** Opens a test system for the tests of a file. */
export function useTestSystem(options?: TestSystemOptions): TestSystem {
  const system = new TestSystem(options);
  beforeAll(() => system.open());
  beforeEach(({ skip }) => (system.skipped === undefined ? system.beginTest() : skip(system.skipped)));
  afterAll(() => system.close());
  return system;
}
