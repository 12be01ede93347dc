import { describe, expect, test } from "vitest";
import { afterEntry, consentModePurposes, listen } from "./google-consent-mode.ts";

/** An entry as `gtag` pushes it: an arguments object. */
function entry(..._pushed: unknown[]): unknown {
  // oxlint-disable-next-line prefer-rest-params -- gtag pushes exactly this, and an array is something else
  return arguments;
}

function purposes(...entries: unknown[]) {
  let granted: Readonly<Record<string, string>> = {};
  for (const one of entries) granted = afterEntry(granted, one) ?? granted;
  return consentModePurposes(granted);
}

const everything = {
  analytics_storage: "granted",
  functionality_storage: "granted",
  personalization_storage: "granted",
};

describe("Google Consent Mode", () => {
  test("maps what the visitor updated", () => {
    expect(purposes(entry("consent", "update", { analytics_storage: "granted" }))).toEqual(["classify"]);
    expect(purposes(entry("consent", "update", everything))).toEqual(["classify", "link"]);
    expect(purposes(entry("consent", "update", { ...everything, analytics_storage: "denied" }))).toEqual([]);
    expect(purposes(entry("consent", "update", { ...everything, functionality_storage: "denied" }))).toEqual([
      "classify",
    ]);
  });
  test("adds updates up, the last word counting", () => {
    const first = entry("consent", "update", everything);
    expect(purposes(first, entry("consent", "update", { personalization_storage: "denied" }))).toEqual(["classify"]);
    expect(purposes(first, entry("consent", "update", { analytics_storage: "denied" }))).toEqual([]);
  });
  test("takes a default for nothing, granted or denied", () => {
    expect(purposes(entry("consent", "default", everything))).toBeNull();
    const half = entry("consent", "update", { analytics_storage: "granted" });
    expect(purposes(entry("consent", "default", everything), half)).toEqual(["classify"]);
  });
  test("passes over what else lies in the layer", () => {
    const others = [
      null,
      5,
      "consent",
      {},
      { event: "gtm.js" },
      entry("config", "G-1"),
      entry("consent", "update", null),
    ];
    expect(purposes(...others, entry("consent", "update", { ad_storage: "granted" }))).toBeNull();
  });
});

test("reads what Tag Manager's template forwards, as updates", () => {
  const forwarded = (update: object) => ({ sedge_consent_update: update });
  expect(purposes(forwarded({ analytics_storage: "granted" }))).toEqual(["classify"]);
  expect(purposes(forwarded(everything), entry("consent", "update", { analytics_storage: "denied" }))).toEqual([]);
  expect(purposes({ sedge_consent_update: "granted" })).toBeNull();
});

test("takes no update for an answer but a refusal, whether it comes in one piece or in several", () => {
  const seen: unknown[] = [];
  const window = { dataLayer: [entry("consent", "update", { analytics_storage: "granted" })] } as unknown as Window;
  listen(window, {}, ({ purposes: given }, isAnswer) => seen.push([given, isAnswer]));
  Reflect.get(window, "dataLayer").push(entry("consent", "update", everything));
  Reflect.get(window, "dataLayer").push(entry("consent", "update", { analytics_storage: "denied" }));
  expect(seen).toEqual([
    [["classify"], false],
    [["classify", "link"], false],
    [[], true],
  ]);
});
