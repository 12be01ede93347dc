import type { Product } from "@sedge/shop/catalogue";
import { CANARIES } from "@sedge/testbed";
import type { Browser, BrowserContext, Page } from "playwright-core";
import * as v from "valibot";
import { type BackendReport, VisitLedger, type VisitOutcome, VisitReport } from "./visit-report.ts";
import type { VisitPlan } from "./visit-plan.ts";

/** Longest wait for anything that a visit waits for, in milliseconds. */
const PATIENCE_MS = 30_000;

/**
 * Runs before the page's own scripts: puts the documented queue stub in place and asks to be told of everything. The
 * page's own stub then leaves it alone.
 */
const LISTEN = `
  window.sedge ||= function () { (window.sedge.q = window.sedge.q || []).push(arguments) };
  for (const name of ["classification", "cluster", "problem"]) window.sedge("on", name, (value) => replayReport({ name, value }));
`;

/** One visitor at work: a page, and what it has reported so far. */
class Visitor {
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
    return v.parse(VisitLedger, await this.page.evaluate("sedge('ledger')"));
  }
}

const address = (product: Product) => `/products/${product.id}`;

/** Finds a product as a person would: in the menu, then on its page of its list. */
async function find({ page }: Visitor, product: Product): Promise<void> {
  await page.locator(`nav a[href="/${product.category}"]`).first().click();
  // A refusal is not stored, so that every page asks again, in front of what is at its end.
  await page.addLocatorHandler(page.locator("#consent-banner"), (banner) =>
    banner.getByRole("button", { name: "Refuse", exact: true }).click(),
  );
  if (product.listPage > 1) await page.locator(`nav.pager a[data-page="${product.listPage}"]`).click();
  await page.locator(`#list a[href="${address(product)}"]`).click();
}

/**
 * Opens the next product of a recorded path, of which only the products are known: by a link of the page that is open, else by
 * its address.
 */
async function open({ page, shop }: Visitor, product: Product): Promise<void> {
  const link = page
    .locator("main")
    .locator(`a[href="${address(product)}"]`)
    .first();
  if ((await link.count()) > 0) await link.click();
  else await page.goto(`${shop}${address(product)}`);
}

async function search({ page }: Visitor): Promise<void> {
  await page.locator("#q").fill(CANARIES.typedText[0]);
  await page.locator("#q").press("Enter");
  await page.waitForURL("**/search?*");
}

async function signIn({ page, shop }: Visitor, identifiers: NonNullable<VisitPlan["signsIn"]>): Promise<void> {
  await page.goto(`${shop}/account`);
  await page.locator("#sign-in-email").fill(CANARIES.emails[identifiers.email] ?? CANARIES.emails[0]);
  await page.locator("#sign-in-phone").fill(CANARIES.phones[identifiers.phone] ?? CANARIES.phones[0]);
  await page.locator("#sign-in button[type=submit]").click();
  const status = page.locator("#sign-in-status");
  await status
    .filter({ hasText: /^Linked/ })
    .waitFor()
    .catch(async () => {
      throw new Error(`signing in came to "${await status.textContent()}"`);
    });
}

async function buy({ page, shop }: Visitor): Promise<void> {
  await page.locator("#buy button[type=submit]").click();
  await page.locator("#buy-status a").click();
  await page.locator("#cart-total a").click();
  await page.locator("#name").fill(CANARIES.names[1]);
  await page.locator("#email").fill(CANARIES.emails[2]);
  await page.locator("#phone").fill(CANARIES.phones[3]);
  await page.locator("#address").fill(CANARIES.typedText[1]);
  await page.locator("#note").fill(CANARIES.typedText[0]);
  await page.locator("#checkout button[type=submit]").click();
  await page.waitForURL(`${shop}/confirmation`);
}

/** Waits until the device has measured what is fastest on it. */
async function measure(visitor: Visitor): Promise<void> {
  const isMeasured = () => visitor.page.evaluate("Object.keys(sedge.status().backend?.medianMs ?? {}).length > 0");
  const until = performance.now() + PATIENCE_MS;
  while (!(await isMeasured())) {
    if (performance.now() > until) throw new Error(`no measurement within ${PATIENCE_MS} ms`);
    await visitor.page.waitForTimeout(100);
  }
}

/** How long a ledger has to stay as it is to be held for the whole one, in milliseconds. */
const QUIET_MS = 300;
/** The same while a line has no answer: it waits for one, or its page was left before it could be sent, which no answer follows. */
const QUIET_UNANSWERED_MS = 2_000;
const LOOK_MS = 100;

/** Waits until nothing moves any more, so that the ledger that is read is the whole one. */
async function settle(visitor: Visitor): Promise<VisitLedger> {
  const until = performance.now() + PATIENCE_MS;
  let ledger = await visitor.ledger();
  let quietSince = performance.now();
  while (performance.now() < until) {
    await visitor.page.waitForTimeout(LOOK_MS);
    const next = await visitor.ledger();
    if (JSON.stringify(next) !== JSON.stringify(ledger)) quietSince = performance.now();
    ledger = next;
    const isAnswered = ledger.every(({ status }) => status !== 0);
    if (performance.now() - quietSince > (isAnswered ? QUIET_MS : QUIET_UNANSWERED_MS)) break;
  }
  return ledger;
}

async function play(visitor: Visitor, plan: VisitPlan): Promise<VisitLedger> {
  const { page, shop } = visitor;
  // The address itself is a canary, and so is its fragment.
  await page.goto(`${shop}/?${CANARIES.urls[1]}#${CANARIES.urls[0]}`);
  const runs = plan.answer !== "Refuse";
  const then = (act: () => Promise<unknown>) => (runs ? visitor.andClassified(act) : act());
  const banner = page.locator("#consent-banner");
  await then(() => banner.getByRole("button", { name: plan.answer, exact: true }).click());
  // Gone when the answer is kept: who moves on sooner is asked again.
  await banner.waitFor({ state: "detached" });
  if (plan.lingers) await measure(visitor);
  for (const [index, product] of plan.products.entries()) {
    await then(() => (index === 0 ? find(visitor, product) : open(visitor, product)));
  }
  if (plan.buys) await then(() => buy(visitor));
  if (plan.searches) await then(() => search(visitor));
  if (plan.signsIn) await signIn(visitor, plan.signsIn);
  const ledger = await settle(visitor);
  if (!runs && (visitor.classifications > 0 || ledger.length > 0)) visitor.errors.push("something ran after a refusal");
  return ledger;
}

async function inContext(context: BrowserContext, shop: string, plan: VisitPlan): Promise<VisitOutcome> {
  const visitor = new Visitor(await context.newPage(), shop);
  await context.exposeBinding("replayReport", (_, report) => visitor.hear(report));
  await context.addInitScript(LISTEN);
  const ledger = await play(visitor, plan).catch(async (error: unknown) => {
    visitor.errors.push(`at ${visitor.page.url()}: ${error instanceof Error ? error.message : String(error)}`);
    return await visitor.ledger().catch((): VisitLedger => []);
  });
  const { classifications, cluster, backend, errors } = visitor;
  return { classifications, cluster, backend, ledger, errors };
}

/** Plays one visit in a browser context of its own, which no visit before has touched. */
export async function playVisit(browser: Browser, shop: string, plan: VisitPlan): Promise<VisitOutcome> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    return await inContext(context, shop, plan);
  } finally {
    await context.close();
  }
}
