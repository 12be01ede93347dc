import { describe, expect, test } from "vitest";
import { MAX_JSON_LD_CHARS, NO_DATA, readJsonLd, readJsonLdText } from "./structured-data.ts";

const product = {
  "@type": "Product",
  name: "Blue dress",
  sku: "B-1",
  category: { name: "Dresses" },
  offers: [{ "@type": "Offer", price: "49,90" }],
};

describe("JSON-LD", () => {
  test("finds types and products in a graph and in full URLs", () => {
    const graph = {
      "@graph": [
        { "@type": ["https://schema.org/ItemPage", "schema:WebPage"], mainEntity: product },
        { "@type": "Organization", founder: { "@type": "Person", name: "Jo" } },
      ],
    };
    const { types, products } = readJsonLd(graph);
    expect(types).toEqual(["ItemPage", "WebPage", "Product", "Organization"]);
    expect(products).toMatchObject([{ item: "B-1", category: "Dresses", price: 49.9 }]);
  });
  test("reads each way of a price", () => {
    const priceOf = (offers: unknown) => readJsonLd({ "@type": "Product", offers }).products[0]?.price;
    expect(priceOf({ price: 5 })).toBe(5);
    expect(priceOf({ "@type": "AggregateOffer", lowPrice: "3.50", highPrice: 9 })).toBe(3.5);
    expect(priceOf({ priceSpecification: { price: 7 } })).toBe(7);
    expect(priceOf({ price: "45.0000" })).toBe(45);
    expect(priceOf({ price: 23.7991 })).toBe(23.7991);
    expect(priceOf({ price: ["1299.000", "5"] })).toBe(1299);
    expect(priceOf({ price: "1,299" })).toBeUndefined();
    expect(priceOf(undefined)).toBeUndefined();
  });
  test("finds a list's products, and not a review's", () => {
    const list = {
      "@type": "ItemList",
      itemListElement: [1, 2].map((position) => ({ "@type": "ListItem", position, item: product })),
      review: { "@type": "Review", itemReviewed: product },
    };
    expect(readJsonLd(list).products).toHaveLength(2);
  });
  test("takes hostile markup calmly", () => {
    let deep: unknown = product;
    for (let depth = 0; depth < 10_000; depth++) deep = { "@graph": deep };
    expect(readJsonLd(deep)).toEqual(NO_DATA);
    const wide = Array.from({ length: 100_000 }, () => product);
    expect(readJsonLd(wide).products.length).toBeLessThanOrEqual(500);
    const circular: { offers?: unknown; "@type": string } = { "@type": "Product" };
    circular.offers = { priceSpecification: { price: "none", priceSpecification: {} } };
    expect(readJsonLd(circular).products).toHaveLength(1);
    for (const bad of [null, 1, "x", [], [[[]]], { "@type": 5, "@graph": "x" }])
      expect(readJsonLd(bad).products).toEqual([]);
  });
  test("malformed and oversized text says nothing", () => {
    expect(readJsonLdText("{")).toEqual(NO_DATA);
    expect(readJsonLdText(`"${"x".repeat(MAX_JSON_LD_CHARS)}"`)).toEqual(NO_DATA);
  });
});
