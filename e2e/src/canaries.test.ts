import { CANARIES, canaryFinder, canaries } from "@sedge/testbed";
import { describe, expect, test } from "vitest";
import { alteredSdk, precededBy } from "./altered-sdk.ts";
import { escapedCanaries } from "./canary-watch.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { useTestSystem } from "./test-system.ts";
import type { Visitor } from "./visitor.ts";

const system = useTestSystem();
const [name, otherName] = CANARIES.names;
const [email, otherEmail, thirdEmail] = CANARIES.emails;
const [phone, , londonPhone] = CANARIES.phones;
const [loyalty] = CANARIES.loyalty;
const [secretUrl, utm] = CANARIES.urls;
const [typed, address] = CANARIES.typedText;

/** Makes a visit with a canary in every place where a site can put text. */
async function plantEverywhere(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await visitor.arrive("Accept all", `/?${utm}=1#${encodeURIComponent(name)}`);
  await page.locator("#q").fill(typed);
  await page.locator("#q").press("Enter");
  await page.waitForURL(/search/);
  await visitor.sedgeIsThere();
  await page.evaluate(
    ({ name, otherName, typed, address, secretUrl, thirdEmail }) => {
      document.title = `${name}: ${typed}`;
      history.pushState(null, "", `/search?q=${encodeURIComponent(otherName)}&back=${encodeURIComponent(secretUrl)}`);
      const card = document.createElement("li");
      card.dataset["sedgeItem"] = name;
      card.dataset["sedgeCategory"] = typed;
      const link = document.createElement("a");
      link.href = "#";
      link.textContent = `${otherName}, ${address}`;
      link.addEventListener("click", (event) => event.preventDefault());
      card.append(link);
      document.querySelector("main")?.append(card);
      link.click();
      window.sedge.page({ kind: "product", item: otherName, category: typed, price: 12 });
      window.sedge.track("cart-add", { item: thirdEmail, category: address, price: 12 });
      window.sedge.track(name.toLowerCase());
      console.info(typed, thirdEmail);
      setTimeout(() => {
        throw new Error(`${name} <${thirdEmail}> broke ${secretUrl}`);
      });
      void Promise.reject(new Error(typed));
    },
    { name, otherName, typed, address, secretUrl, thirdEmail },
  );
  await visitor.goTo("/checkout");
  for (const [id, value] of Object.entries({
    name,
    email: thirdEmail,
    phone: CANARIES.phones[1],
    address,
    note: typed,
  })) {
    await page.locator(`#${id}`).fill(value);
  }
  await page.getByRole("button", { name: "Order" }).click();
  await page.waitForURL(/confirmation/);
  expect(await visitor.signIn({ email, phone, loyalty })).toContain("3 identifiers");
  // Another person on the same device.
  expect(await visitor.signIn({ email: otherEmail, phone: londonPhone })).toMatch(/^Linked/);
  await visitor.classify();
  await visitor.cluster();
  await visitor.exportMyData();
}

describe("canaries", () => {
  test("planted in fields, searches, addresses, titles, products, errors and sign-ins never leave, in any encoding", async () => {
    const visitor = await system.visitor();
    await plantEverywhere(visitor);
    const toEdge = system.tap
      .to(system.operators.edgeUrl)
      .map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    for (const route of ["prf", "profile/links", "profile/assignments", "profile/exports"]) {
      expect(toEdge).toContain(`POST /v1/sites/demo/${route}`);
    }
    expect(escapedCanaries(system.tap.requests, system.shopUrl)).toEqual([]);
    // The search itself went to the shop with the words in it, so the finder can detect them.
    const searches = system.tap.requests.filter(({ url }) => url.startsWith(`${system.shopUrl}/search`));
    expect(searches.flatMap(({ raw }) => canaryFinder(canaries)(raw)).length).toBeGreaterThan(0);
    const ledger = Buffer.from(JSON.stringify(await visitor.ledger()));
    expect(canaryFinder(canaries)(ledger)).toEqual([]);
  });
});

describe("detects an SDK that breaks the promise", () => {
  test("by sending a hash of typed text", async () => {
    const { edgeUrl } = system.operators;
    const leak = precededBy(`
      addEventListener("input", async ({ target }) => {
        const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(target.value.toLowerCase()));
        const text = btoa(String.fromCharCode(...new Uint8Array(digest)));
        fetch("${edgeUrl}/v1/sites/demo/manifest?visitor=" + encodeURIComponent(text).replaceAll("%", "")).catch(() => 0);
      });`);
    const site = await system.otherShop({ sedgeFolder: alteredSdk("sdk.js", leak) });
    const visitor = await system.visitor({ site });
    await visitor.arrive("Accept all", "/checkout");
    await visitor.page.locator("#email").fill(email);
    await expect
      .poll(() => escapedCanaries(system.tap.requests, site))
      .toEqual([expect.stringMatching(/^email as base64 of sha256 in GET/)]);
    await expect
      .poll(async () => compareLedger(await visitor.ledger(), system.tap.requests, edgeUrl).onlyOnNetwork.length)
      .toBe(1);
  });

  test("by sending one byte more than the ledger records", async () => {
    const swell = precededBy(`
      const honest = fetch;
      globalThis.fetch = (url, init) => honest(url, init?.body ? { ...init, body: init.body + " " } : init);`);
    const site = await system.otherShop({ sedgeFolder: alteredSdk("worker.js", swell) });
    const visitor = await system.visitor({ site });
    await visitor.arrive("Accept all");
    await visitor.seeProduct(2);
    expect(await visitor.cluster()).toMatchObject({ source: "edge" });
    const difference = async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl);
    await expect
      .poll(async () => {
        const { onlyInLedger, onlyOnNetwork } = await difference();
        return { inLedger: onlyInLedger.map((entry) => `${entry} `), onNetwork: onlyOnNetwork };
      })
      .toSatisfy(
        ({ inLedger, onNetwork }: { inLedger: string[]; onNetwork: string[] }) =>
          onNetwork.length > 0 && inLedger.join() === onNetwork.join(),
      );
    expect(await difference()).not.toEqual(AGREED);
  });
});
