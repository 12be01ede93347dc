import { createHash } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CATALOGUE } from "./src/catalogue.ts";
import { type Shop, startShop } from "./server.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await startShop({ endpoint: "http://127.0.0.1:9", site: "demo" });
});
afterAll(() => shop.stop());

/** Requests a path exactly as written; fetch would normalise it. */
function ask(
  path: string,
  method = "GET",
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(shop.url);
    const outgoing = request({ host: "127.0.0.1", port, path, method }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (chunk) => (body += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    outgoing.on("error", reject).end();
  });
}

const PAGES = [
  "/",
  "/trousers",
  "/sale?page=5",
  "/products/blouses-12",
  "/search?q=linen",
  "/cart",
  "/checkout",
  "/confirmation",
  "/account",
  "/about",
  "/help",
];

describe.each(PAGES)("%s", (path) => {
  test("is served with a strict policy, without inline scripts or styles except the stub", async () => {
    const { status, headers, body } = await ask(path);
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/'unsafe-(?:inline|eval)'/);
    expect(headers["referrer-policy"]).toBe("strict-origin");
    expect(headers["set-cookie"]).toBeUndefined();
    expect(body).not.toMatch(/ style=| on[a-z]+="/);
    const inline = [...body.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = ""]) => script);
    expect(inline.length).toBe(1);
    expect(policy).toContain(
      createHash("sha256")
        .update(inline[0] ?? "")
        .digest("base64"),
    );
  });
  test("has one main, one h1, a title and a label for every field", async () => {
    const { body } = await ask(path);
    expect(body.match(/<main /g)?.length).toBe(1);
    expect(body.match(/<h1/g)?.length).toBe(1);
    expect(body).toMatch(/<title>[^<]{3,} · Marsh &amp; Reed<\/title>/);
    const fields = [...body.matchAll(/<(?:input|textarea|select) id="([^"]+)"/g)].map(([, id]) => id);
    for (const id of fields) expect(body).toContain(`for="${id}"`);
  });
});

test("gives a product page schema.org markup that matches the page", async () => {
  const product = CATALOGUE[100];
  if (!product) throw new Error("No such product.");
  const { body } = await ask(`/products/${product.id}`);
  const [, json = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(body) ?? [];
  expect(JSON.parse(json)).toMatchObject({
    "@type": "Product",
    sku: product.id,
    offers: { "@type": "Offer", price: product.price, priceCurrency: "EUR" },
  });
});

test("escapes the search query", async () => {
  const { body } = await ask(`/search?q=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`);
  expect(body).not.toContain("<img");
  expect(body).toContain("&quot;&gt;&lt;img src=x");
});

test("answers 404 for unknown paths and for paths outside the folders", async () => {
  const paths = ["/nowhere", "/products/none", "/trousers?page=99", "/trousers?page=x", "/constructor", "/__proto__"];
  const files = [
    "/assets/../server.ts",
    "/assets/..%2f..%2fpackage.json",
    "/sedge/..%2f..%2fpackage.json",
    "//[",
    "/%",
  ];
  for (const path of [...paths, ...files]) expect([path, (await ask(path)).status]).toEqual([path, 404]);
});

test("allows only GET and HEAD", async () => {
  expect((await ask("/", "POST")).status).toBe(405);
  expect(await ask("/", "HEAD")).toMatchObject({ status: 200, body: "" });
});

test("serves the shop's script as one module without eval or markup sinks", async () => {
  const { status, body, headers } = await ask("/assets/shop.js");
  expect([status, headers["content-type"]]).toEqual([200, "text/javascript; charset=utf-8"]);
  expect(body).not.toMatch(/\beval\(|new Function|innerHTML|document\.write/);
});
