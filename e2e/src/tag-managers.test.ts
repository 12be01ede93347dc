import { readFileSync } from "node:fs";
import { CANARIES } from "@sedge/testbed";
import { expect, test } from "vitest";
import { escapedCanaries } from "./canary-watch.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { servePages } from "./page-server.ts";
import { useTestSystem } from "./test-system.ts";
import { storedBytes } from "./stored-bytes.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

const system = useTestSystem({ operators: "shared" });

const [email] = CANARIES.emails;
const [phone] = CANARIES.phones;
const [name] = CANARIES.names;
const [typed] = CANARIES.typedText;

const page = (title: string, reads: string, body: string) =>
  `<!doctype html><html lang="en"><title>${title}</title><meta name="referrer" content="strict-origin"><link rel="icon" href="data:,">
  ${body}
  <script async src="/sedge/sedge.js" data-site="demo" data-policy="2026-11" data-endpoint="${system.operators.edgeUrl}" data-read="${reads}"></script>
  <a id="on" href="/next">on</a>`;

/** Expects that no canary left through Sedge or is stored, and that the ledger has every request. */
async function nothingElseLeft(visitor: Visitor, site: string): Promise<void> {
  expect(escapedCanaries(system.tap.requests, site)).toEqual([]);
  const stored = (await storedBytes(visitor.page)).toString();
  expect([email, phone, name, typed].filter((canary) => stored.includes(canary))).toEqual([]);
  await expect
    .poll(async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl), {
      timeout: PATIENCE_MS,
    })
    .toEqual(AGREED);
}

test("reads GA4 e-commerce events from the data layer, one view per page, and passes them on unchanged", async () => {
  const item = (id: string, price: number) => ({
    item_id: id,
    item_name: `${name} ${id}`,
    affiliation: "A shop",
    item_brand: "A brand",
    item_category: "Apparel",
    item_category2: "Adult",
    price,
    quantity: 1,
  });
  const push = (entry: object) => `dataLayer.push(${JSON.stringify(entry)});`;
  const layer = (script: string) => `<script>window.dataLayer = window.dataLayer || [];
    function gtag() { dataLayer.push(arguments); }
    ${push({ event: "gtm.js", "gtm.start": 1, user_data: { email, phone_number: phone } })}
    ${script}</script>`;
  const site = await servePages({
    "/": page(
      "A list",
      "ga4",
      layer(
        push({ ecommerce: null }) +
          push({
            event: "view_item_list",
            ecommerce: { item_list_id: "l", item_list_name: name, items: [item("a", 10), item("b", 20)] },
          }),
      ),
    ),
    "/product": page(
      "A product",
      "ga4",
      layer(
        `gtag("config", "G-12345", { user_id: ${JSON.stringify(email)} });` +
          `gtag("event", "view_item", { currency: "EUR", value: 20, items: [${JSON.stringify(item("b", 20))}] });`,
      ),
    ),
    "/done": page(
      "Thank you",
      "ga4",
      layer(
        push({
          event: "purchase",
          ecommerce: { transaction_id: typed, value: 20, currency: "EUR", coupon: typed, items: [item("b", 20)] },
        }),
      ),
    ),
  });
  const visitor = await system.visitor({ site });
  await visitor.goTo("/");
  await visitor.page.evaluate(() => window.sedge.consent.set("all"));
  await visitor.isRunning();
  await visitor.goTo("/product");
  await visitor.isRunning();
  await visitor.page.evaluate(
    ({ item, typed }) => {
      const layer: unknown = Reflect.get(window, "dataLayer");
      if (!Array.isArray(layer)) throw new Error("no data layer");
      layer.push({ event: "search", search_term: typed });
      layer.push({ event: "add_to_cart", ecommerce: { currency: "EUR", value: 20, items: [item] } });
      layer.push({ event: "begin_checkout", ecommerce: { currency: "EUR", value: 20, items: [item] } });
    },
    { item: item("b", 20), typed },
  );
  const events: unknown = await visitor.page.evaluate(() => {
    const layer: unknown = Reflect.get(window, "dataLayer");
    return Array.isArray(layer) ? layer.map((entry) => entry.event ?? entry[1]) : null;
  });
  expect(events).toEqual(["gtm.js", "G-12345", "view_item", "search", "add_to_cart", "begin_checkout"]);
  await expect.poll(async () => (await visitor.session()).events["checkout-start"], { timeout: PATIENCE_MS }).toBe(1);
  await visitor.goTo("/done");
  await visitor.isRunning();
  await expect.poll(async () => (await visitor.session()).events.purchase, { timeout: PATIENCE_MS }).toBe(1);
  const session = await visitor.session();
  expect(session.pages).toMatchObject({ list: 1, product: 1, confirmation: 1, other: 0, home: 0 });
  expect(session.events).toMatchObject({ "page-view": 3, "cart-add": 1, search: 1, "checkout-start": 1, purchase: 1 });
  expect(session.products).toMatchObject({ views: 1, lastPrice: 20 });
  await nothingElseLeft(visitor, site);
});

/** Like the published snippet: a queue whose methods record their calls, and a library that replaces it later. */
const SNIPPET = `<script>
  window.analytics = window.analytics || [];
  for (const method of ["track", "page", "identify", "reset", "group"]) {
    analytics[method] = function () { analytics.push([method].concat(Array.prototype.slice.call(arguments))); return analytics; };
  }
</script>`;
const LIBRARY = `<script>
  window.library = function () {
    const queue = window.analytics;
    const real = { calls: [] };
    for (const method of ["track", "page", "identify", "reset", "group"]) {
      real[method] = function (...values) { this.calls.push([method, ...values]); return "sent"; };
    }
    window.analytics = real;
    for (const [method, ...values] of queue) window.analytics[method](...values);
  };
</script>`;

test("reads queued and direct calls of the Segment spec, and links identified visitors without their names", async () => {
  const product = {
    product_id: "p-1",
    sku: "G-32",
    category: "Games",
    name,
    brand: "Hasbro",
    price: 18.99,
    quantity: 1,
  };
  const calls = [
    ["page", "Shop", { title: typed, url: `https://shop.example/?${typed}`, referrer: "" }],
    ["identify", "u-77", { email, phone, name, address: { city: name } }],
    ["track", "Product Viewed", { ...product, url: "https://shop.example/p" }],
  ];
  const queued = calls
    .map(([method, ...values]) => `analytics.${String(method)}(...${JSON.stringify(values)});`)
    .join("");
  const site = await servePages({
    "/": page("A product", "segment", `${SNIPPET}<script>${queued}</script>${LIBRARY}`),
  });
  const visitor = await system.visitor({ site });
  await visitor.goTo("/");
  await visitor.page.evaluate(() => window.sedge.consent.set("all"));
  await visitor.isRunning();
  const answers = await visitor.page.evaluate((product) => {
    const call = (name: string): unknown => Reflect.apply(Reflect.get(window, name), window, []);
    call("library");
    const analytics: Record<string, unknown> = Reflect.get(window, "analytics");
    const track = analytics["track"];
    if (typeof track !== "function") throw new Error("no track");
    const answer: unknown = track.call(analytics, "Product Added", product);
    track.call(analytics, "Products Searched", { query: "anything" });
    return { answer, calls: analytics["calls"] };
  }, product);
  // Each call reached the library unchanged and returned its answer.
  expect(answers.answer).toBe("sent");
  expect(answers.calls).toEqual([
    ...calls.map(([method, ...values]) => [method, ...values]),
    ["track", "Product Added", product],
    ["track", "Products Searched", { query: "anything" }],
  ]);
  await expect.poll(async () => (await visitor.session()).events["cart-add"], { timeout: PATIENCE_MS }).toBe(1);
  const session = await visitor.session();
  expect(session.pages).toMatchObject({ product: 1, other: 0, home: 0 });
  expect(session.events).toMatchObject({ "page-view": 1, "cart-add": 1, search: 1 });
  // E-mail address, phone number and account, each blinded and linked.
  await expect.poll(async () => (await visitor.exportMyData()).device.tokens.length, { timeout: PATIENCE_MS }).toBe(3);
  await nothingElseLeft(visitor, site);
});

/** A section of the template by its heading. */
function templatePart(heading: string): string {
  const text = readFileSync(new URL("../../examples/gtm/template.tpl", import.meta.url), "utf8");
  return (
    text
      .split(`___${heading}___`)[1]
      ?.split(/^___[A-Z_]+___$/m)[0]
      ?.trim() ?? ""
  );
}

/** The functions that Tag Manager's sandbox gives a template whose permissions are granted. */
const SANDBOX = `<script>
  const listeners = [];
  const given = {
    addConsentListener: (type, listener) => listeners.push([type, listener]),
    createQueue: (name) => (entry) => (window[name] ??= []).push(entry),
    createArgumentsQueue: (name) => (window[name] ??= function () { (window[name].q ??= []).push(arguments); }),
    injectScript: (url, done, failed) => document.head.append(Object.assign(document.createElement("script"), { src: url, async: true, onload: done, onerror: failed })),
    logToConsole: (...values) => console.log(...values),
    setInWindow: (name, value) => { window[name] = value; },
  };
  window.update = (changes) => {
    for (const [type, listener] of listeners) if (type in changes) listener(type, changes[type]);
  };
  window.require = (name) => { if (!given[name]) throw new Error(name + " is not permitted"); return given[name]; };
</script>`;

test("the Google Tag Manager template loads the tag with its fields and forwards consent updates", async () => {
  expect(JSON.parse(templatePart("INFO"))).toMatchObject({ type: "TAG", containerContexts: ["WEB"] });
  const fields: { name: string }[] = JSON.parse(templatePart("TEMPLATE_PARAMETERS"));
  expect(fields.map(({ name }) => name)).toEqual(["site", "endpoint", "assets", "read", "policy", "consent"]);
  expect(JSON.parse(templatePart("WEB_PERMISSIONS"))).toHaveLength(4);
  const code = templatePart("SANDBOXED_JS_FOR_WEB_TEMPLATE");
  const data = {
    site: "demo",
    endpoint: system.operators.edgeUrl,
    assets: "/sedge/",
    read: "ga4",
    policy: "2026-11",
    consent: "consent-mode",
  };
  const container = (
    fields: object,
  ) => `<!doctype html><title>GTM</title><link rel="icon" href="data:,">${SANDBOX}<script>
      (function (data) { ${code} })({ ...${JSON.stringify(fields)}, gtmOnSuccess() {}, gtmOnFailure() {} });</script>`;
  const site = await servePages({ "/": container(data), "/new-text": container({ ...data, policy: "2026-12" }) });
  const visitor = await system.visitor({ site });
  await visitor.goTo("/");
  const update = (changes: object) =>
    visitor.page.evaluate((given) => Reflect.apply(Reflect.get(window, "update"), window, [given]), changes);
  expect((await visitor.status()).consent.decided).toBe(false);
  await update({ analytics_storage: true });
  await visitor.isRunning();
  expect((await visitor.status()).consent.purposes).toEqual(["classify"]);
  await update({ functionality_storage: true, personalization_storage: true });
  await expect
    .poll(async () => (await visitor.status()).consent.purposes, { timeout: PATIENCE_MS })
    .toEqual(["classify", "link"]);
  await visitor.page.evaluate(() => {
    const layer: unknown = Reflect.get(window, "dataLayer");
    if (Array.isArray(layer)) layer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id: "a" }] } });
  });
  await expect.poll(async () => (await visitor.session()).events["cart-add"], { timeout: PATIENCE_MS }).toBe(1);
  // The consent platform repeats its updates on every page, and a new text needs a new decision.
  const granted = { analytics_storage: true, functionality_storage: true, personalization_storage: true };
  await visitor.goTo("/new-text");
  await update(granted);
  const asked = { decided: false, purposes: [], policyVersion: "2026-12", because: "policy-changed" };
  await expect.poll(async () => (await visitor.status()).consent, { timeout: PATIENCE_MS }).toMatchObject(asked);
  await visitor.page.waitForTimeout(1_000);
  expect((await visitor.status()).consent).toMatchObject(asked);
  await visitor.goTo("/");
  await visitor.isRunning();
  await update({ analytics_storage: false });
  await expect.poll(async () => (await visitor.status()).consent.purposes, { timeout: PATIENCE_MS }).toEqual([]);
  expect(visitor.reportedErrors).toEqual([]);
});
