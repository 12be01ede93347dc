import type { Page } from "playwright-core";

/** Time on a page after it has loaded, in milliseconds. */
const STAY_MS = 700;
/** Time on the first page, which is longer because the SDK measures its backends. */
const FIRST_STAY_MS = 3_000;
const PATIENCE_MS = 20_000;

async function look(page: Page, ms: number): Promise<void> {
  await page.waitForLoadState("load");
  await page.mouse.move(400, 400);
  await page.mouse.wheel(0, 500);
  await page.waitForTimeout(ms);
}

/** Accepts all in the shop's banner, which exists only with the SDK. */
export async function acceptAll(page: Page): Promise<void> {
  await page.locator("#consent-banner").getByRole("button", { name: "Accept all" }).click();
}

/** The pages of the visit, the same for every visit. */
const PAGES = [
  "/trousers",
  "/products/trousers-03",
  "/products/trousers-05",
  "/search?q=linen",
  "/sale",
  "/products/sale-02",
];

/** A real visit: eight pages with scrolling, and one product added to the cart. Every page is a new document. */
export async function shopVisit(page: Page, shop: string, hasSedge: boolean): Promise<void> {
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${shop}/`);
  if (hasSedge) await acceptAll(page);
  await look(page, FIRST_STAY_MS);
  for (const path of PAGES) {
    await page.goto(`${shop}${path}`);
    await look(page, STAY_MS);
  }
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.waitForTimeout(STAY_MS);
  await page.goto(`${shop}/cart`);
  await look(page, STAY_MS);
}
