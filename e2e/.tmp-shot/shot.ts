import { startOperators, startShop, launchChromium, orderRound } from "@sedge/testbed";
const operators = await startOperators({ rateLimit: 10000 });
await orderRound(operators, { action: "open", epsilon: 1, minPeople: 200, seconds: 3600, spreadSeconds: 1 });
const shop = await startShop({ endpoint: operators.edgeUrl, site: "demo" });
const browser = await launchChromium({ webgpu: false });
for (const scheme of ["light", "dark"] as const) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1300, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${shop.url}/`);
  await page.locator("#consent-banner").getByRole("button", { name: "Accept all" }).click();
  for (const name of ["Skirts", "Blouses"]) { await page.getByRole("link", { name, exact: true }).first().click(); await page.locator("#list a").first().click(); await page.waitForTimeout(800); }
  for (let i = 0; i < 60; i++) { const b = await page.evaluate(() => (window as any).sedge?.privacyBudget?.()); if (b?.contribution?.state === "received") break; await page.waitForTimeout(500); }
  await page.waitForTimeout(1500);
  await page.locator("#panel-learning").scrollIntoViewIfNeeded();
  await page.locator("summary", { hasText: "contributions" }).first().click().catch(() => 0);
  await page.locator("#panel-learning").scrollIntoViewIfNeeded();
  await page.screenshot({ path: `/tmp/shot-${scheme}.png` });
  await context.close();
}
await browser.close(); await shop.stop(); await operators.stop();
