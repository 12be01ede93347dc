import { SiteId } from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { captures } from "./capture/capture.ts";
import { parseSettings } from "./settings.ts";

const options = { site: "demo", endpoint: "https://edge.example.org/sedge/", assets: "https://cdn.example.org/s" };
const settings = (more: object = {}) =>
  parseSettings({ ...options, ...more }, "https://default.example.org/", "https://shop.example.org/a/b");

describe("settings", () => {
  test("fill in defaults and tidy addresses", () => {
    expect(settings()).toMatchObject({
      endpoint: "https://edge.example.org/sedge",
      assets: "https://cdn.example.org/s/",
      channel: "web",
      consent: {},
    });
    expect(settings().intents).toBe("intent-general");
    const sha256 = "0f".repeat(32);
    expect(settings({ intents: { url: "/models/ours", sha256 } }).intents).toEqual({
      url: "https://shop.example.org/models/ours/",
      sha256,
    });
    expect(settings({ assets: undefined }).assets).toBe("https://default.example.org/");
    expect(settings({ assets: "/static/sedge" }).assets).toBe("https://shop.example.org/static/sedge/");
  });
  test("a page inside an app is the channel `app`, unless it says otherwise", () => {
    const inApp = (more: object) =>
      parseSettings({ ...options, ...more }, "", "https://shop.example.org/", "app").channel;
    expect([inApp({}), inApp({ channel: "web" })]).toEqual(["app", "web"]);
  });
  test.each([
    ["site", { site: "" }],
    ["site", { site: "Demo" }],
    ["endpoint", { endpoint: "http://edge.example.org" }],
    ["endpoint", { endpoint: "https://edge.example.org/?key=1" }],
    ["endpoint", { endpoint: undefined }],
    ["channel", { channel: "tv" }],
    ["country", { country: "de" }],
    ["aggregatorKey", { aggregatorKey: "short" }],
    ["withoutBackends", { withoutBackends: ["gpu"] }],
    ["intents", { intents: "intent-weather" }],
    ["intents", { intents: { url: "/models/ours", sha256: "none" } }],
    ["consent", { consent: { policyVersion: "of today" } }],
    ["consent", { consent: { cookieDomain: "https://shop.example.org" } }],
    ["consent.cookieDomain", { consent: { cookieDomain: "other.example.org" } }],
    ["consent.cookieDomain", { consent: { cookieDomain: "p.example.org" } }],
  ])("name a bad %s", (name, bad) => {
    expect(() => settings(bad)).toThrowError(
      expect.objectContaining({ code: "bad-option", message: expect.stringContaining(`\`${name}\``) }),
    );
  });
  test.each(["http://localhost:8787", "http://127.0.0.1:1", "http://shop.localhost", "http://[::1]:3"])(
    "take plain HTTP on %s",
    (endpoint) => expect(settings({ endpoint }).endpoint).toBe(endpoint),
  );
  test("know a site's name as the wire does", () => {
    for (const site of ["demo", "a", "shop-2", "", "-a", "a-", "Demo", "a_b", "a".repeat(40), "a".repeat(41)]) {
      const isTaken = (() => {
        try {
          return settings({ site }).site === site;
        } catch {
          return false;
        }
      })();
      expect([site, isTaken]).toEqual([site, v.is(SiteId, site)]);
    }
  });
  test("turn signals off one by one or all at once", () => {
    expect(captures(settings(), "clicks")).toBe(true);
    expect(captures(settings({ autoCapture: false }), "clicks")).toBe(false);
    expect(captures(settings({ autoCapture: { clicks: false } }), "clicks")).toBe(false);
    expect(captures(settings({ autoCapture: { clicks: false } }), "pages")).toBe(true);
  });
});
