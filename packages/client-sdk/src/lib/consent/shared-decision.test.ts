import { beforeEach, describe, expect, test } from "vitest";
import type { ConsentOptions } from "../public/consent.ts";
import type { ConsentState } from "../consent-state.ts";
import { ConsentManager } from "./consent-manager.ts";
import { readShared, type SharedDecision, sharedCookie } from "./shared-decision.ts";

const POLICY = { policyVersion: "2026-11", policySha256: "ab".repeat(32) };

test("the cookie has the decision, its day and the text's name and hash, and nothing else", () => {
  const decision: SharedDecision = { ...POLICY, purposes: ["classify", "link"], day: "2026-11-22" };
  const cookie = sharedCookie("demo", "shop.example", decision, true);
  expect(cookie).toBe(
    `sedge-demo=classify+link~2026-11-22~2026-11~${POLICY.policySha256}; Domain=shop.example; Path=/; Max-Age=15552000; SameSite=Lax; Secure`,
  );
  expect(readShared(`a=1; ${cookie}`, "demo")).toEqual(decision);
  expect(readShared(cookie, "dem")).toBeUndefined();
  expect(sharedCookie("demo", "shop.example", null, false)).toContain(
    "sedge-demo=; Domain=shop.example; Path=/; Max-Age=0",
  );
});

test.each(["", "x", "classify", "classify~today~1~", "classify~2026-11-22~1~ab", "<b>~2026-11-22~1~"])(
  "a cookie of another form, %j, is none",
  (value) => expect(readShared(`sedge-demo=${value}`, "demo")).toBeUndefined(),
);

describe("hosts of one domain", () => {
  let cookies: Map<string, string>;
  let hosts: Map<string, Map<string, string>>;
  let written: string[];
  let changes: ConsentState[];
  beforeEach(() => {
    [cookies, hosts, written, changes] = [new Map(), new Map(), [], []];
  });

  /** A new page on a host, each with a storage of its own, all with one jar of cookies. */
  function page(host: string, consent: ConsentOptions = {}): { manager: ConsentManager; show: () => void } {
    const items = hosts.get(host) ?? new Map<string, string>();
    hosts.set(host, items);
    const localStorage = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
    };
    const document = Object.defineProperty(new EventTarget(), "cookie", {
      get: () => [...cookies].map((pair) => pair.join("=")).join("; "),
      set(text: string) {
        written.push(text);
        const [name = "", value = ""] = (text.split(";")[0] ?? "").split("=");
        if (text.includes("Max-Age=0")) cookies.delete(name);
        else cookies.set(name, value);
      },
    });
    const parts = { localStorage, document, location: { protocol: "https:" }, navigator: {} };
    const manager = new ConsentManager({
      window: Object.assign(new EventTarget(), parts) as unknown as Window,
      settings: {
        site: "demo",
        consent: { tcf: false, googleConsentMode: false, cookieDomain: "shop.example", ...POLICY, ...consent },
      },
      now: () => Date.UTC(2026, 10, 22),
      newSeed: () => "00112233445566ff",
      changed: (state) => changes.push(state),
      erased: () => undefined,
    });
    manager.start();
    return { manager, show: () => void document.dispatchEvent(new Event("visibilitychange")) };
  }

  test("share a decision, and no secret", () => {
    page("shop.example").manager.set({ classify: true, link: true });
    const { state } = page("www.shop.example").manager;
    expect(state).toMatchObject({ decided: true, purposes: ["classify", "link"], day: "2026-11-22", source: "api" });
    expect(hosts.get("www.shop.example")?.size).toBe(1);
    expect([...cookies.keys()]).toEqual(["sedge-demo"]);
    expect(cookies.get("sedge-demo")).not.toContain("0011");
  });

  test.each([
    ["name", { policyVersion: "2026-12" }],
    ["hash", { policySha256: "cd".repeat(32) }],
  ])("ask again where the privacy text has another %s", (_, policy) => {
    page("shop.example").manager.set("all");
    expect(page("www.shop.example", policy).manager.state).toMatchObject({ decided: false, purposes: [] });
  });

  test("follow a withdrawal, on the next page and in a tab that is shown again, under any text", () => {
    page("shop.example").manager.set("all");
    const open = page("www.shop.example");
    const other = page("pay.shop.example", { policyVersion: "2026-12" });
    other.manager.set("all");
    page("shop.example").manager.set("none");
    for (const { manager, show } of [open, other]) {
      changes.length = 0;
      show();
      expect(manager.state).toMatchObject({ decided: true, purposes: [] });
      expect(changes).toHaveLength(1);
    }
    expect(page("www.shop.example").manager.state).toMatchObject({ decided: true, purposes: [] });
    expect(hosts.get("www.shop.example")?.size).toBe(0);
    // The other text's page asks about its own text again.
    expect(page("pay.shop.example", { policyVersion: "2026-12" }).manager.state.decided).toBe(false);
  });

  test("neither read nor write a cookie without the option", () => {
    page("shop.example").manager.set("all");
    const { manager } = page("www.shop.example", { cookieDomain: undefined as never });
    expect(manager.state.decided).toBe(false);
    manager.set("none");
    expect(written).toHaveLength(1);
  });
});
