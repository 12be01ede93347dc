import { CANARIES, canaries, canaryFinder } from "@sedge/testbed";
import { describe, expect, test } from "vitest";
import { escapedCanaries } from "./canary-watch.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { useTestSystem } from "./test-system.ts";
import { storedBytes } from "./stored-bytes.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

const system = useTestSystem({ operators: "shared" });
const [typed, address] = CANARIES.typedText;
const COMPLAINT = "my card was charged twice and nobody answers!!!";
const find = canaryFinder(canaries);

const lastAnswer = ({ page }: Visitor) => page.locator(".log .understood").last();
const panel = ({ page }: Visitor) => page.getByRole("region", { name: "Your last text" });
const modelFiles = () =>
  system.tap.requests.map(({ url }) => url).filter((url) => /models\/(?:intent-|emotion|sentiment)/.test(url));

/** Expects no canary in a request, in the ledger, in storage or in the visitor's export. */
async function nothingWasKept(visitor: Visitor): Promise<void> {
  expect(escapedCanaries(system.tap.requests, system.shopUrl)).toEqual([]);
  const ledger = await visitor.ledger();
  expect(find(Buffer.from(JSON.stringify([ledger, await visitor.exportMyData()])))).toEqual([]);
  expect(find(await storedBytes(visitor.page))).toEqual([]);
  await expect
    .poll(async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl))
    .toEqual(AGREED);
}

describe("visitor text", () => {
  test("in the chat is classified on the device, with the keyboard only, and never leaves", async () => {
    const visitor = await system.visitor();
    const { page } = visitor;
    await visitor.arrive("Accept all");
    await visitor.cluster();
    expect(modelFiles()).toEqual([]);
    const button = page.getByRole("button", { name: "Chat", exact: true });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type(COMPLAINT);
    await page.keyboard.press("Enter");
    await lastAnswer(visitor).waitFor({ timeout: PATIENCE_MS });
    expect(await page.getByRole("log").textContent()).toContain("nobody reads this chat");
    expect(await lastAnswer(visitor).textContent()).toMatch(/Intent: .*twice.* because of .*“twice”/);
    expect(await lastAnswer(visitor).textContent()).toMatch(/Frustration: .*because of/);
    const panelText = (await panel(visitor).textContent()) ?? "";
    expect(panelText).toMatch(/Likely intent.*twice.*%.*Frustration.*frustrated.*%.*(?:“\w+” for)/s);
    expect(new Set(modelFiles().map((url) => new URL(url).pathname)).size).toBe(3);
    await page.keyboard.type(`${typed}: ${COMPLAINT}`);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".log .understood").count(), { timeout: PATIENCE_MS }).toBe(2);
    await nothingWasKept(visitor);
    const { struggle, contact } = await visitor.session();
    expect(struggle.text.texts).toBe(2);
    expect(struggle.text.frustrated).toBeGreaterThan(0);
    expect(contact.contacts).toBe(1);
    const { friction, resolution } = await visitor.classify();
    expect(friction.signals.map(({ code }) => code)).toContain("frustrated-text");
    expect(resolution.unresolved).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await button.evaluate((node) => node === document.activeElement)).toBe(true);
  });

  test("in a marked field is classified when the form is submitted, and not stored", async () => {
    const visitor = await system.visitor();
    await visitor.arrive("Only on this device", "/help");
    await visitor.page.locator("#message").fill(`${typed}, ${address}. ${COMPLAINT}`);
    expect(modelFiles()).toEqual([]);
    await visitor.page.getByRole("button", { name: "Submit (nothing is sent)" }).click();
    await panel(visitor).getByText("Frustration").waitFor({ timeout: PATIENCE_MS });
    await nothingWasKept(visitor);
    expect((await visitor.session()).struggle.text.texts).toBe(1);
    await visitor.page.evaluate(() => window.sedge.eraseMyData());
    expect((await visitor.session()).struggle.text.texts).toBe(0);
  });

  test("in the search is classified on the results page: a question gets a link to help, a product search does not", async () => {
    const visitor = await system.visitor();
    const { page } = visitor;
    const search = async (words: string) => {
      await page.locator("#q").fill(words);
      await page.locator("#q").press("Enter");
      await page.waitForURL(/search/);
      await visitor.sedgeIsThere();
      await panel(visitor).getByText("Likely intent").waitFor({ timeout: PATIENCE_MS });
    };
    await visitor.arrive("Only on this device");
    await search(`why was my card charged twice`);
    expect(await page.locator("#search-hint").textContent()).toMatch(/question \(.*twice.*\)/);
    await search("linen");
    expect(await page.locator("#search-hint").textContent()).toBe("");
    await search(typed);
    await nothingWasKept(visitor);
  });

  test("without consent gets an answer, and is not classified", async () => {
    const visitor = await system.visitor();
    await visitor.goTo("/help");
    await visitor.answer("Refuse");
    await visitor.page.locator("#chat-message").fill(typed);
    await visitor.page.locator("#chat-message").press("Enter");
    await lastAnswer(visitor).waitFor();
    expect(await lastAnswer(visitor).textContent()).toContain("have not agreed");
    await visitor.page.locator("#message").fill(typed);
    await visitor.page.getByRole("button", { name: "Submit (nothing is sent)" }).click();
    await expect(visitor.page.evaluate(() => window.sedge.classifyText("a"))).rejects.toThrow(/consent-required/);
    expect(await storedBytes(visitor.page)).toEqual(Buffer.from("[][]"));
    expect(modelFiles()).toEqual([]);
    expect(system.tap.to(system.operators.edgeUrl)).toEqual([]);
  });
});
