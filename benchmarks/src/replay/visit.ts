import type { Product } from "@sedge/shop/catalogue";
import { CANARIES } from "@sedge/testbed";
import type { Browser } from "playwright-core";
import type { VisitPlan } from "./visit-plan.ts";
import type { VisitLedger, VisitResult } from "./visit-report.ts";
import { LISTEN, PATIENCE_MS, Visitor } from "./visitor.ts";

const address = (product: Product) => `/products/${product.id}`;

/** Opens a product as a person does: from the menu, then from its list page. */
async function find({ page }: Visitor, product: Product): Promise<void> {
  await page.locator(`nav a[href="/${product.category}"]`).first().click();
  // A refusal is not stored, so every page shows the banner again, which covers the end of the page.
  await page.addLocatorHandler(page.locator("#consent-banner"), (banner) =>
    banner.getByRole("button", { name: "Refuse", exact: true }).click(),
  );
  if (product.listPage > 1) await page.locator(`nav.pager a[data-page="${product.listPage}"]`).click();
  await page.locator(`#list a[href="${address(product)}"]`).click();
}

/**
 * Opens the next product of a recorded path, of which only the products are known: with a link on the open page, or else by
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
  await page.locator("#sign-in-password").fill("correct horse");
  await page.locator("#sign-in button[type=submit]").click();
  const status = page.locator("#sign-in-status");
  await status
    .filter({ hasText: /^Linked/ })
    .waitFor()
    .catch(async () => {
      throw new Error(`sign-in ended with "${await status.textContent()}"`);
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

/** Waits until the device has measured its backends. */
async function measure(visitor: Visitor): Promise<void> {
  const isMeasured = () => visitor.page.evaluate("Object.keys(sedge.status().backend?.medianMs ?? {}).length > 0");
  const until = performance.now() + PATIENCE_MS;
  while (!(await isMeasured())) {
    if (performance.now() > until) throw new Error(`no measurement within ${PATIENCE_MS} ms`);
    await visitor.page.waitForTimeout(100);
  }
}

async function play(visitor: Visitor, plan: VisitPlan): Promise<VisitLedger> {
  const { page, shop } = visitor;
  // Both the address and its fragment contain canaries.
  await page.goto(`${shop}/?${CANARIES.urls[1]}#${CANARIES.urls[0]}`);
  const runs = plan.answer !== "Refuse";
  const then = (act: () => Promise<unknown>) => (runs ? visitor.andClassified(act) : act());
  const banner = page.locator("#consent-banner");
  await then(() => banner.getByRole("button", { name: plan.answer, exact: true }).click());
  // The banner disappears once the answer is stored. A visitor who leaves earlier is asked again.
  await banner.waitFor({ state: "detached" });
  if (plan.lingers) await measure(visitor);
  for (const [index, product] of plan.products.entries()) {
    await then(() => (index === 0 ? find(visitor, product) : open(visitor, product)));
  }
  if (plan.buys) await then(() => buy(visitor));
  if (plan.searches) await then(() => search(visitor));
  // The vote comes first, because several visits sign in as the same person, who has one ballot.
  if (plan.contributes) await visitor.contributed();
  if (plan.signsIn) await signIn(visitor, plan.signsIn);
  const ledger = await visitor.settle();
  if (!runs && (visitor.classifications > 0 || ledger.length > 0)) visitor.errors.push("something ran after a refusal");
  return ledger;
}

/** A replayed visit whose last page is still open. */
export interface OpenVisit {
  readonly visitor: Visitor;
  readonly result: VisitResult;
  close(): Promise<void>;
}

/** Replays one visit in a new browser context, and leaves its page open. */
export async function openVisit(browser: Browser, shop: string, plan: VisitPlan): Promise<OpenVisit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const visitor = new Visitor(await context.newPage(), shop);
    await context.exposeBinding("replayReport", (_, report) => visitor.hear(report));
    await context.addInitScript(LISTEN);
    const ledger = await play(visitor, plan).catch(async (error: unknown) => {
      visitor.errors.push(`at ${visitor.page.url()}: ${error instanceof Error ? error.message : String(error)}`);
      return await visitor.ledger().catch((): VisitLedger => []);
    });
    return { visitor, result: visitor.result(ledger), close: () => context.close() };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** Replays one visit and closes it. */
export async function playVisit(browser: Browser, shop: string, plan: VisitPlan): Promise<VisitResult> {
  const visit = await openVisit(browser, shop, plan);
  await visit.close();
  return visit.result;
}
