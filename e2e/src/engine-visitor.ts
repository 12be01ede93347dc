import type { Classification, ClusterAnswer, Identifiers, LedgerEntry, MyData, Status } from "@sedge/client-sdk";
import { expect } from "vitest";
import type { EnginePage } from "./engine-page.ts";
import { logInAtShop, PASSWORD } from "./shop-login.ts";
import { type Answer, PATIENCE_MS } from "./visitor.ts";
import "./window-sedge.ts";

/** A visitor in any browser engine, driven by scripts where `Visitor` uses Playwright. */
export class EngineVisitor {
  readonly page: EnginePage;
  readonly #site: string;

  constructor(page: EnginePage, site: string) {
    this.page = page;
    this.#site = site;
  }

  /** Opens a page of the site and waits for Sedge to load. */
  async goTo(path: string): Promise<void> {
    await this.page.goto(`${this.#site}${path}`);
    await this.sedgeIsThere();
  }

  async sedgeIsThere(): Promise<void> {
    await this.#until(() => window.sedge?.consent !== undefined);
  }

  /** Answers the shop's consent banner. */
  async answer(answer: Answer): Promise<void> {
    await this.#until(() => document.querySelector("#consent-banner") !== null);
    await this.press("#consent-banner button", answer);
    await this.#until(() => document.querySelector("#consent-banner") === null);
  }

  /** Opens the shop, answers the banner, and waits until the classifier runs. */
  async arrive(answer: Answer, path = "/"): Promise<void> {
    await this.goTo(path);
    await this.answer(answer);
    await this.isRunning();
  }

  async isRunning(): Promise<void> {
    await expect.poll(async () => (await this.status()).state, { timeout: PATIENCE_MS }).toBe("running");
  }

  /** Clicks the first element that matches a selector and, if given, has this text. */
  async press(selector: string, text?: string): Promise<void> {
    const isPressed = await this.page.evaluate(
      ({ selector, text }) => {
        const found = [...document.querySelectorAll<HTMLElement>(selector)];
        const element = found.find(({ textContent }) => text === null || textContent?.trim() === text);
        // Click after returning, because the click may leave the page.
        if (element) setTimeout(() => element.click());
        return element !== undefined;
      },
      { selector, text: text ?? null },
    );
    if (!isPressed) throw new Error(`There is no ${selector} ${text ?? ""}.`);
  }

  /** Browses: opens a list and a product, and adds the product to the cart. */
  async browse(): Promise<void> {
    await this.press("nav a", "Skirts");
    await this.#until(() => document.querySelector("#list a") !== null);
    await this.press("#list a");
    await this.#until(() => [...document.querySelectorAll("button")].some((b) => b.textContent === "Add to cart"));
    await this.sedgeIsThere();
    await this.press("button", "Add to cart");
    await this.#until(() => document.querySelector("#buy-status a") !== null);
  }

  /** Types into a field and sends the events that a page sees. */
  async type(selector: string, value: string): Promise<void> {
    await this.page.evaluate(
      ({ selector, value }) => {
        const field = document.querySelector<HTMLInputElement>(selector);
        if (!field) throw new Error(`There is no ${selector}.`);
        field.focus();
        field.value = value;
        field.dispatchEvent(new InputEvent("input", { bubbles: true, data: value }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      },
      { selector, value },
    );
  }

  /** Signs in at the shop's server alone, as an app's own login or an earlier page does. */
  async logIn(identifiers: Readonly<Record<string, string>>): Promise<void> {
    await logInAtShop(this.page, identifiers);
  }

  /** Signs in with the shop's form, and returns the form's status text. */
  async signIn(identifiers: Omit<Identifiers, "proof">): Promise<string> {
    await this.goTo("/account");
    for (const [name, value] of Object.entries(identifiers)) await this.type(`#sign-in-${name}`, String(value));
    await this.type("#sign-in-password", PASSWORD);
    await this.press("#sign-in button");
    const statusText = () =>
      this.page.evaluate(() => document.querySelector("#sign-in-status")?.textContent ?? "", null);
    await expect.poll(statusText, { timeout: PATIENCE_MS }).toMatch(/^(?!One moment).+/);
    return statusText();
  }

  status(): Promise<Status> {
    return this.page.evaluate(() => window.sedge.status(), null);
  }

  classify(): Promise<Classification> {
    return this.page.evaluate(() => window.sedge.classify(), null);
  }

  cluster(): Promise<ClusterAnswer> {
    return this.page.evaluate(() => window.sedge.cluster(), null);
  }

  ledger(): Promise<readonly LedgerEntry[]> {
    return this.page.evaluate(() => window.sedge.ledger(), null);
  }

  exportMyData(): Promise<MyData> {
    return this.page.evaluate(() => window.sedge.exportMyData(), null);
  }

  async #until(isSo: () => boolean): Promise<void> {
    // Evaluating fails during a navigation; polling then asks the next page.
    await expect.poll(() => this.page.evaluate(isSo, null), { timeout: PATIENCE_MS }).toBe(true);
  }
}
