import { describe, expect, test } from "vitest";
import { landingLink } from "./landing-url.ts";

const SECRET = "sedge=q83vEjRWeJASNFZ4kBI0Vg";

describe("a landing link", () => {
  test.each([
    ["https://shop.example/new", `https://shop.example/new?utm_medium=email#${SECRET}`],
    ["https://shop.example/?a=1#", `https://shop.example/?a=1&utm_medium=email#${SECRET}`],
    ["https://shop.example/?", `https://shop.example/?utm_medium=email#${SECRET}`],
    ["https://shop.example/?utm_medium=crm#list", `https://shop.example/?utm_medium=crm#list&${SECRET}`],
    ["https://shop.example/?q=%7B*|ID|*#/way?x", `https://shop.example/?q=%7B*|ID|*&utm_medium=email#/way?x&${SECRET}`],
  ])("of %s", (address, link) => {
    expect(landingLink(address, "email", SECRET)).toBe(link);
  });

  test("omits the token if there is none, and omits utm_medium for a channel without a known value", () => {
    expect(landingLink("https://shop.example/a#b", "email", undefined)).toBe(
      "https://shop.example/a?utm_medium=email#b",
    );
    expect(landingLink("https://shop.example/a", "social", undefined)).toBe("https://shop.example/a?utm_medium=social");
    expect(landingLink("https://shop.example/a", "call-centre", SECRET)).toBe(`https://shop.example/a#${SECRET}`);
  });
});
