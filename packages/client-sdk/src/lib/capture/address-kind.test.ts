import { expect, test } from "vitest";
import { addressKind } from "./address-kind.ts";

const kindAt = (address: string) => {
  const { pathname, search } = new URL(address, "https://shop.example");
  return addressKind({ pathname, search });
};

test.each([
  ["/", "home"],
  ["/index.html", "home"],
  ["/de/", "home"],
  ["/en-gb", "home"],
  ["/de_AT/", "home"],
  ["/us/en/", "home"],
  ["/?q=shoes", "search"],
  ["/?s=shoes&post_type=product", "search"],
  ["/?q=", "home"],
  ["/cart", "cart"],
  ["/warenkorb/", "cart"],
  ["/de/warenkorb", "cart"],
  ["/checkout/cart/", "cart"],
  ["/checkout", "checkout"],
  ["/checkout/payment", "checkout"],
  ["/checkout/confirm", "checkout"],
  ["/shop/checkout/", "checkout"],
  ["/fr/caisse", "checkout"],
  ["/products/blue-dress", "product"],
  ["/collections/summer/products/blue-dress", "product"],
  ["/de/produkte/blaues-kleid.html", "product"],
  ["/collections/summer", "list"],
  ["/products", "list"],
  ["/product-category/bags/", "list"],
  ["/shop", "list"],
  ["/my-account/orders", "account"],
  ["/account/orders/12/confirmation", "account"],
  ["/help/returns", "support"],
  ["/pages/contact", "support"],
  ["/privacy", "information"],
  ["/blog/checkout", "information"],
  ["/search/shoes", "search"],
  ["/x/y/z", undefined],
])("the address %s is %s", (address, kind) => expect(kindAt(address)).toBe(kind));

test.each([
  ["/products/thank-you-card", "product"],
  ["/products/mens-tee-s", "product"],
  ["/products/tote-bag", "product"],
  ["/products/search-light?s=1", "product"],
  ["/products/checkout", "product"],
  ["/collections/cart", "list"],
  ["/contact/thank-you", "support"],
  ["/newsletter/thank-you", undefined],
  ["/thank-you", undefined],
  ["/order-confirmation", undefined],
  ["/order/status", undefined],
  ["/pages/payment-methods", "information"],
  ["/pages/thank-you", "information"],
  ["/zahlung-und-versand", "information"],
  ["/tv", undefined],
  ["/hi-fi", undefined],
  ["/success", undefined],
  ["/checkout-guide", undefined],
])("no word in a path makes a purchase, a checkout or another kind: %s is %s", (address, kind) =>
  expect(kindAt(address)).toBe(kind),
);

test.each([
  "/checkout/onepage/success/",
  "/checkout/finish",
  "/checkout/finish?orderId=1",
  "/checkout/success",
  "/checkout/thank-you",
  "/checkout/order-received/123/?key=wc_order_x",
  "/checkout/order-confirmation",
  "/checkouts/cn/Z2NwLWV1/thank-you",
  "/kasse/bestellung-erhalten/7/",
  "/de/kasse/danke",
  "/order/confirmation",
  "/order-confirmation?id_cart=1&id_order=2&key=x",
])("the confirmation page %s is one", (address) => expect(kindAt(address)).toBe("confirmation"));
