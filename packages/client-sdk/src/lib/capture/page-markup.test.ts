import { expect, test } from "vitest";
import { addressWords, pageKind } from "./page-markup.ts";

const nothing = { declared: undefined, types: [], products: 0, words: [], isRoot: false } as const;

test.each([
  [{ ...nothing, declared: "support" as const, types: ["Product"], products: 1 }, "support"],
  [{ ...nothing, types: ["Product", "Offer"], products: 1 }, "product"],
  [{ ...nothing, types: ["Product", "FAQPage", "BreadcrumbList"], products: 1 }, "product"],
  [{ ...nothing, types: ["ProductGroup", "Product", "Product"], products: 2 }, "product"],
  [{ ...nothing, types: ["ItemList", "Product", "Product"], products: 2 }, "list"],
  [{ ...nothing, types: ["Product", "Product"], products: 2 }, "list"],
  [{ ...nothing, types: ["SearchResultsPage", "Product"], products: 1 }, "search"],
  [{ ...nothing, types: ["CheckoutPage"], words: ["cart"] }, "checkout"],
  [{ ...nothing, types: ["Order"] }, "confirmation"],
  [{ ...nothing, types: ["ContactPage"] }, "support"],
  [{ ...nothing, types: ["AboutPage"] }, "information"],
  [{ ...nothing, types: ["ProfilePage"] }, "account"],
  [{ ...nothing, types: ["WebSite", "Organization"], isRoot: true }, "home"],
  [nothing, "other"],
])("%j is %s", (evidence, kind) => expect(pageKind(evidence)).toBe(kind));

test.each([
  ["/", "", "home"],
  ["/index.html", "", "home"],
  ["/de/", "", "home"],
  ["/", "?q=shoes", "search"],
  ["/cart", "", "cart"],
  ["/warenkorb/", "", "cart"],
  ["/checkout/payment", "", "checkout"],
  ["/checkout/thank-you", "", "confirmation"],
  ["/products/blue-dress", "", "product"],
  ["/collections/summer", "", "list"],
  ["/my-account/orders", "", "account"],
  ["/help/returns", "", "support"],
  ["/privacy", "", "information"],
  ["/x/y/z", "", "other"],
])("the address %s%s is %s, where nothing else says more", (pathname, search, kind) => {
  expect(pageKind({ ...nothing, ...addressWords({ pathname, search }) })).toBe(kind);
});

test("of a query's parameters nothing but known names is looked at", () => {
  const { words } = addressWords({ pathname: "/", search: "?q=secret&email=jo@example.org" });
  expect(words).toEqual(["q"]);
});
