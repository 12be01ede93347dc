import type { Classification, ClusterAnswer, Identifiers, LedgerEntry, MyData, Status } from "@sedge/client-sdk";
import { Session } from "@sedge/features";
import type { BrowserContext, Page } from "playwright-core";
import * as v from "valibot";
import { expect } from "vitest";
import { logInAtShop, PASSWORD } from "./shop-login.ts";
import "./window-sedge.ts";

/** The answers that the shop's consent banner offers. */
export type Answer = "Accept all" | "Only on this device" | "Refuse";

/** The longest wait for background work of the page, in milliseconds. */
export const PATIENCE_MS = 60_000;

/** One person on one device: their actions on the page, and the answers of Sedge. */
export class Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors that the page, its scripts or the browser's policies reported. */
  readonly reportedErrors: string[] = [];
  readonly #site: string;

  constructor(context: BrowserContext, page: Page, site: string) {
    this.context = context;
    this.page = page;
    this.#site = site;
    page.on("pageerror", (error) => this.reportedErrors.push(error.message));
    page.on("console", (message) => message.type() === "error" && this.reportedErrors.push(message.text()));
  }

  /** The same person and device in another tab. */
  async newTab(): Promise<Visitor> {
    return new Visitor(this.context, await this.context.newPage(), this.#site);
  }

  /** Opens a page of the site and waits for Sedge to load. */
  async goTo(path: string): Promise<void> {
    await this.page.goto(`${this.#site}${path}`);
    await this.sedgeIsThere();
  }

  async sedgeIsThere(): Promise<void> {
    await this.page.waitForFunction(() => window.sedge?.consent !== undefined, undefined, { timeout: PATIENCE_MS });
  }

  /** Answers the shop's consent banner. */
  async answer(answer: Answer): Promise<void> {
    const banner = this.page.locator("#consent-banner");
    await banner.getByRole("button", { name: answer }).click();
    await banner.waitFor({ state: "detached" });
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

  /** Browses: opens a list and a product, and adds the product to the cart. */
  async browse(): Promise<void> {
    await this.page.getByRole("link", { name: "Skirts", exact: true }).first().click();
    await this.page.locator("#list a").first().click();
    await this.page.getByRole("button", { name: "Add to cart" }).click();
    await this.page.locator("#buy-status a").waitFor();
    await this.sedgeIsThere();
  }

  /** Signs in at the shop's server alone, as an app's own login or an earlier page does. */
  async logIn(identifiers: Readonly<Record<string, string>>): Promise<void> {
    await logInAtShop(this.page, identifiers);
  }

  /** Signs in with the shop's form, and returns the form's status text. Without a password nothing proves who signs in. */
  async signIn(identifiers: Omit<Identifiers, "proof">, password = PASSWORD): Promise<string> {
    if (!this.page.url().endsWith("/account")) await this.goTo("/account");
    for (const [name, value] of Object.entries(identifiers))
      await this.page.locator(`#sign-in-${name}`).fill(String(value));
    await this.page.locator("#sign-in-password").fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    const status = this.page.locator("#sign-in-status");
    await expect.poll(() => status.textContent(), { timeout: PATIENCE_MS }).toMatch(/^(?!One moment).+/);
    return (await status.textContent()) ?? "";
  }

  /** Reports product views and cart additions from the page's code, so that the codeword changes without a page load. */
  async seeProduct(count: number, from = 0): Promise<void> {
    await this.page.evaluate(
      ({ count, from }) => {
        for (let index = from; index < from + count; index += 1) {
          const product = { item: `item-${index}`, category: `category-${index % 3}`, price: 20 + index };
          window.sedge.page({ kind: "product", ...product });
          window.sedge.track("cart-add", product);
        }
      },
      { count, from },
    );
  }

  status(): Promise<Status> {
    return this.page.evaluate(() => window.sedge.status());
  }

  classify(): Promise<Classification> {
    return this.page.evaluate(() => window.sedge.classify());
  }

  cluster(): Promise<ClusterAnswer> {
    return this.page.evaluate(() => window.sedge.cluster());
  }

  ledger(): Promise<readonly LedgerEntry[]> {
    return this.page.evaluate(() => window.sedge.ledger());
  }

  exportMyData(): Promise<MyData> {
    return this.page.evaluate(() => window.sedge.exportMyData());
  }

  /** The session that the device stores: counts and sums. */
  async session(): Promise<Session> {
    await this.classify();
    return v.parse(Session, (await this.exportMyData()).device.session);
  }
}
