import { expect, test } from "vitest";
import { reasonInWords } from "./conclusions.ts";
import { sourceInWords } from "./flock.ts";
import { bodyBytes, pretty, rowsInWords, shortPath } from "./ledger-view.ts";

test("a reason says what was seen and which way it pulled", () => {
  const reason = { feature: "products", label: "product pages seen", value: 4.04, effect: 0.7 };
  expect(reasonInWords(reason)).toBe("product pages seen: 4, makes it much likelier");
  expect(reasonInWords({ ...reason, effect: -0.1 })).toBe("product pages seen: 4, makes it a little less likely");
});

test("a cluster's source is said, and why it is not the edge", () => {
  expect(sourceInWords({ source: "edge" })).toBe("answered by the edge");
  expect(sourceInWords({ source: "device", because: "edge-unavailable" })).toContain("cannot be reached");
});

test("a body is counted in bytes and indented without losing anything", () => {
  expect(bodyBytes({ body: "é€" })).toBe(5);
  const message = JSON.stringify({ action: "link" });
  expect(JSON.parse(pretty(JSON.stringify({ message })))).toEqual({
    message: { "(signed text, parsed for reading)": { action: "link" } },
  });
  expect(pretty("not json")).toBe("not json");
  expect(pretty('{"message":"{broken"}')).toBe('{"message":"{broken"}');
});

test("rows are named; a request without any is a public file", () => {
  expect(rowsInWords({ rows: [3, 5] })).toBe("3, a codeword that many people share; 5, a consent receipt");
  expect(rowsInWords({ rows: [] })).toContain("public file");
});

test("an address is shortened to what tells it from others", () => {
  expect(shortPath("http://edge.example/v1/sites/demo/profile/links")).toBe("profile/links");
  expect(shortPath("http://shop.example/sedge/models/visit-depth/weights.bin")).toBe("weights.bin");
});
