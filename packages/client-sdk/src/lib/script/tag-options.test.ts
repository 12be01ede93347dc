import { expect, test } from "vitest";
import { tagOptions } from "./tag-options.ts";

const src = "https://cdn.example.org/v1/sedge.js";

test("a tag gives the options that createClassifier takes", () => {
  const dataset = {
    site: "demo",
    endpoint: "https://edge.example.org",
    channel: "app",
    policy: "2026-11",
    tcfVendor: "12",
    capture: "off",
    cookieDomain: "example.org",
    intents: "intent-banking",
    withoutBackends: "wasm cpu",
    read: "ga4 segment",
  };
  expect(tagOptions({ src, dataset })).toEqual({
    site: "demo",
    endpoint: "https://edge.example.org",
    assets: "https://cdn.example.org/v1/",
    channel: "app",
    autoCapture: false,
    intents: "intent-banking",
    withoutBackends: ["wasm", "cpu"],
    read: ["ga4", "segment"],
    consent: { policyVersion: "2026-11", tcfVendorId: 12, cookieDomain: "example.org" },
  });
  expect(tagOptions({ src, dataset: { assets: "/static/sedge/" } })).toEqual({
    assets: "https://cdn.example.org/static/sedge/",
    consent: {},
  });
  const sha256 = "0f".repeat(32);
  expect(tagOptions({ src, dataset: { intents: ` /models/ours/  ${sha256}\n` } })).toMatchObject({
    intents: { url: "/models/ours/", sha256 },
  });
});
