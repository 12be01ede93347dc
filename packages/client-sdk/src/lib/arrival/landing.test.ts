import { expect, test } from "vitest";
import { isTelling, readLanding } from "./landing.ts";

const SECRET = "q83vEjRWeJASNFZ4kBI0Vg";

function opened(hash: string, search = "", referrer = "") {
  const replaced: string[] = [];
  const window = {
    location: { hash, search, pathname: "/welcome", host: "shop.example" },
    history: { state: null, replaceState: (_state: unknown, _title: string, url: string) => replaced.push(url) },
    document: { referrer },
  };
  return { landing: readLanding(window as unknown as Window), replaced };
}

test.each([
  [`#sedge=${SECRET}`, "/welcome?a=1"],
  [`#offers&sedge=${SECRET}`, "/welcome?a=1#offers"],
  [`#sedge=${SECRET}&x=2`, "/welcome?a=1#x=2"],
  [`#x=1&sedge=${SECRET}&y=2`, "/welcome?a=1#x=1&y=2"],
])("a landing link is taken out of %s", (hash, left) => {
  const { landing, replaced } = opened(hash, "?a=1");
  expect(landing.landingLink).toBe(SECRET);
  expect(replaced).toEqual([left]);
});

test.each([
  "",
  "#offers",
  "#sedge=short",
  `#sedge=${SECRET}A`,
  `#xsedge=${SECRET}`,
  `#sedge=${SECRET.replace("q", "?")}`,
])("an address with %s stays as it is", (hash) => {
  const { landing, replaced } = opened(hash);
  expect(landing.landingLink).toBeUndefined();
  expect(replaced).toEqual([]);
});

test("the code for arrivals is worth loading where there is something to judge", () => {
  expect(isTelling(opened("").landing)).toBe(false);
  expect(isTelling(opened("", "?utm_source=x").landing)).toBe(true);
  expect(isTelling(opened("", "?q=x", "https://shop.example/").landing)).toBe(false);
  expect(isTelling(opened("", "", "https://elsewhere.example/").landing)).toBe(true);
  expect(isTelling(opened(`#sedge=${SECRET}`, "", "https://shop.example/").landing)).toBe(true);
});
