import { expect, test } from "vitest";
import { chance, journeyInWords, reasonInWords } from "./conclusions.ts";
import { sourceInWords } from "./cluster.ts";
import { ledgerInWords } from "./ledger-section.ts";
import { bodyBytes, pretty, rowsInWords, shortPath } from "./ledger-view.ts";

test("describes a reason by its feature, value and direction", () => {
  const reason = { feature: "products", label: "product pages seen", value: 4.04, effect: 0.7 };
  expect(reasonInWords(reason)).toBe("product pages seen: 4, strongly for");
  expect(reasonInWords({ ...reason, effect: -0.1 })).toBe("product pages seen: 4, slightly against");
});

test("describes a cluster's source, and why it is not the edge", () => {
  expect(sourceInWords({ source: "edge" })).toBe("answered by the edge");
  expect(sourceInWords({ source: "device", because: "edge-unavailable" })).toContain("cannot be reached");
});

test("describes the journey stage with its date", () => {
  expect(journeyInWords({ stage: "intend", since: "2026-11-22" })).toBe("about to choose a product, since 2026-11-22");
});

test("never shows a probability of 0 % or 100 %", () => {
  expect([0.999, 0.42, 0.001].map(chance)).toEqual(["over 99%", "42%", "under 1%"]);
});

test("does not count public files as messages about the visit", () => {
  const entry = {
    id: 1,
    at: 0,
    method: "GET",
    url: "",
    body: "",
    rows: [],
    purpose: "link",
    microEpsilon: 0,
    status: 200,
  } as const;
  expect(ledgerInWords([])).toBe("Nothing has left this device.");
  expect(ledgerInWords([entry])).toContain("only public files");
  expect(ledgerInWords([entry, { ...entry, method: "POST", body: "é", rows: [3, 5] }])).toBe(
    "1 message about this visit, 2 bytes in all. Open one to read it.",
  );
});

test("counts a body in bytes, and indents it without changing its content", () => {
  expect(bodyBytes({ body: "é€" })).toBe(5);
  const message = JSON.stringify({ action: "link" });
  expect(JSON.parse(pretty(JSON.stringify({ message })))).toEqual({
    message: { "(signed text, parsed for reading)": { action: "link" } },
  });
  expect(pretty("not json")).toBe("not json");
  expect(pretty('{"message":"{broken"}')).toBe('{"message":"{broken"}');
});

test("names rows, and calls a request without rows a public file", () => {
  expect(rowsInWords({ rows: [3, 5] })).toBe("3, a codeword that many people share; 5, a consent receipt");
  expect(rowsInWords({ rows: [] })).toContain("public file");
});

test("shortens an address to its route or file name", () => {
  expect(shortPath("http://edge.example/v1/sites/demo/profile/links")).toBe("profile/links");
  expect(shortPath("http://shop.example/sedge/models/visit-depth/weights.bin")).toBe("weights.bin");
});
