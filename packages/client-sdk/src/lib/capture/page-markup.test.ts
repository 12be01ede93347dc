import { expect, test } from "vitest";
import { pageKind } from "./page-markup.ts";

const nothing = {
  declared: undefined,
  types: [],
  products: 0,
  isOwn: false,
  ogType: undefined,
  address: undefined,
} as const;

test.each([
  [{ ...nothing, declared: "support" as const, types: ["Product"], products: 1 }, "support"],
  [{ ...nothing, types: ["Product", "Offer"], products: 1 }, "product"],
  [{ ...nothing, types: ["Product", "FAQPage", "BreadcrumbList"], products: 1 }, "product"],
  [{ ...nothing, types: ["ProductGroup", "Product", "Product"], products: 1 }, "product"],
  [{ ...nothing, types: ["ItemList", "Product", "Product"], products: 2 }, "list"],
  [{ ...nothing, types: ["ItemList", "Product", "Product"], products: 2, isOwn: true }, "product"],
  [{ ...nothing, types: ["Product", "Product"], products: 2 }, "list"],
  [{ ...nothing, types: ["Product", "Product"], products: 2, isOwn: true }, "product"],
  [{ ...nothing, types: ["Product", "Product"], products: 2, address: "product" as const }, "product"],
  [{ ...nothing, types: ["Product", "Product"], products: 2, address: "home" as const }, "home"],
  [{ ...nothing, types: ["Product", "Product"], products: 2, address: "cart" as const }, "cart"],
  [{ ...nothing, types: ["Product"], products: 1, address: "confirmation" as const }, "confirmation"],
  [{ ...nothing, types: ["SearchResultsPage", "Product"], products: 1 }, "search"],
  [{ ...nothing, types: ["CheckoutPage"], address: "cart" as const }, "checkout"],
  [{ ...nothing, types: ["Order"] }, "confirmation"],
  [{ ...nothing, types: ["Order"], address: "account" as const }, "account"],
  [{ ...nothing, types: ["ContactPage"] }, "support"],
  [{ ...nothing, types: ["AboutPage"] }, "information"],
  [{ ...nothing, types: ["ProfilePage"] }, "account"],
  [{ ...nothing, types: ["WebSite", "Organization"], address: "home" as const }, "home"],
  [{ ...nothing, ogType: "product", isOwn: true }, "product"],
  [{ ...nothing, ogType: "article" }, "information"],
  [{ ...nothing, ogType: "article", address: "cart" as const }, "cart"],
  [nothing, "other"],
])("%j is %s", (evidence, kind) => expect(pageKind(evidence)).toBe(kind));
