import { expect, test } from "vitest";
import { chance, journeyInWords, reasonInWords } from "./conclusions.ts";
import { sourceInWords } from "./cluster.ts";
import { ledgerInWords } from "./ledger-section.ts";
import { bodyBytes, pretty, rowsInWords, shortPath } from "./ledger-view.ts";

test("a reason says what was seen and which way it pulled", () => {
  const reason = { feature: "products", label: "product pages seen", value: 4.04, effect: 0.7 };
  expect(reasonInWords(reason)).toBe("product pages seen: 4, strongly for");
  expect(reasonInWords({ ...reason, effect: -0.1 })).toBe("product pages seen: 4, slightly against");
});

test("a cluster's source is said, and why it is not the edge", () => {
  expect(sourceInWords({ source: "edge" })).toBe("answered by the edge");
  expect(sourceInWords({ source: "device", because: "edge-unavailable" })).toContain("cannot be reached");
});

test("where the visitor stands is said with its day", () => {
  expect(journeyInWords({ stage: "intend", since: "2026-11-22" })).toBe("about to take something, since 2026-11-22");
});

test("a probability is never certain", () => {
  expect([0.999, 0.42, 0.001].map(chance)).toEqual(["over 99%", "42%", "under 1%"]);
});

test("public files are not about the visit", () => {
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
