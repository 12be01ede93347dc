import { describe, expect, test, vi } from "vitest";
import type { Stated } from "./platform-reader.ts";
import { changedOn, listen, tcfDecision } from "./tcf.ts";

const VENDOR = 1_234;
const granted = (...ids: number[]) => Object.fromEntries(ids.map((id) => [id, true]));
/** A core string of that time, as IAB's format begins: version 2, made and changed in tenths of a second. */
function stringOf(time: number): string {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const spelled = (value: number): string =>
    Array.from({ length: 6 }, (_, at) => digits[Math.floor(value / 64 ** (5 - at)) % 64]).join("");
  return `C${spelled(Math.floor(time / 100))}${spelled(Math.floor(time / 100))}ABgAA`;
}
const data = (more: object = {}) => ({
  tcString: stringOf(Date.UTC(2026, 9, 3, 12)),
  tcfPolicyVersion: 5,
  gdprApplies: true,
  cmpStatus: "loaded",
  eventStatus: "useractioncomplete",
  listenerId: 3,
  purpose: { consents: granted(1, 5, 6, 9), legitimateInterests: {} },
  vendor: { consents: granted(VENDOR), legitimateInterests: {}, disclosedVendors: granted(VENDOR) },
  publisher: { consents: {}, restrictions: {} },
  ...more,
});
const asked = (...ids: number[]) => tcfDecision(data({ purpose: { consents: granted(...ids) } }), VENDOR);

describe("TCF", () => {
  test("gives what purposes, vendor and disclosure all give, and says what is missing", () => {
    expect(tcfDecision(data(), VENDOR)).toEqual({ purposes: ["classify", "link", "learn"], because: null });
    expect(asked(1, 5)).toEqual({ purposes: ["classify"], because: "tcf-purposes" });
    expect(asked(1, 5, 9)).toEqual({ purposes: ["classify", "learn"], because: "tcf-purposes" });
  });
  test("gives no profile for storage alone, and nothing without storage", () => {
    expect(asked(1)).toEqual({ purposes: [], because: "tcf-purposes" });
    expect(asked(1, 6, 9)).toEqual({ purposes: [], because: "tcf-purposes" });
    expect(asked(5, 6, 9)).toEqual({ purposes: [], because: "tcf-storage" });
  });
  test("without a vendor id gives classify at most, by the publisher's own consents where there are any", () => {
    const publisher = (...ids: number[]) => data({ publisher: { consents: granted(...ids) } });
    expect(tcfDecision(data(), undefined)).toEqual({ purposes: ["classify"], because: "tcf-vendor-unnamed" });
    expect(tcfDecision(data({ vendor: undefined, publisher: undefined }), undefined)?.purposes).toEqual(["classify"]);
    expect(tcfDecision(publisher(1, 5), undefined)?.purposes).toEqual(["classify"]);
    expect(tcfDecision(publisher(1), undefined)).toEqual({ purposes: [], because: "tcf-purposes" });
    expect(tcfDecision(publisher(9), undefined)).toEqual({ purposes: [], because: "tcf-storage" });
  });
  test("refuses a vendor that was not consented to or not disclosed, as in strings before 2.3", () => {
    const vendor = data().vendor;
    const refused = { purposes: [], because: "tcf-vendor" };
    expect(tcfDecision(data({ vendor: { ...vendor, consents: {} } }), VENDOR)).toEqual(refused);
    expect(tcfDecision(data({ vendor: { ...vendor, disclosedVendors: granted(7) } }), VENDOR)).toEqual(refused);
    expect(tcfDecision(data({ vendor: { consents: vendor.consents } }), VENDOR)).toEqual(refused);
  });
  test("obeys the publisher's restrictions of the vendor, and of no other", () => {
    const restricted = (restrictions: object) => tcfDecision(data({ publisher: { restrictions } }), VENDOR);
    for (const [type, purposes] of [
      [0, ["classify", "learn"]],
      [1, ["classify", "link", "learn"]],
      [2, ["classify", "learn"]],
    ] as const) {
      const because = type === 1 ? null : "tcf-publisher";
      expect(restricted({ 6: { [VENDOR]: type } })).toEqual({ purposes, because });
    }
    expect(restricted({ 5: { [VENDOR]: 0 } })).toEqual({ purposes: [], because: "tcf-publisher" });
    expect(restricted({ 6: { 7: 0 } })?.because).toBeNull();
  });
  test("takes legitimate interest for nothing", () => {
    const purpose = { consents: {}, legitimateInterests: granted(1, 5, 6, 9) };
    expect(tcfDecision(data({ purpose }), VENDOR)?.purposes).toEqual([]);
  });
  test.each([
    { eventStatus: "cmpuishown" },
    { eventStatus: undefined },
    { tcString: "" },
    { gdprApplies: false },
    { purpose: "all" },
    { publisher: { restrictions: 3 } },
  ])("finds no decision with %j", (more) => expect(tcfDecision(data(more), VENDOR)).toBeNull());
  test.each([null, undefined, 1, "x"])("finds no decision in %j", (other) => expect(tcfDecision(other, 1)).toBeNull());
});

test("a string's day is the one on which the visitor changed it, if it can be", () => {
  const now = Date.UTC(2026, 10, 22);
  expect(changedOn(data().tcString, now)).toBe("2026-10-03");
  for (const odd of ["", "CQ…", stringOf(now + 1_000), stringOf(Date.UTC(2018, 1, 1))]) {
    expect(changedOn(odd, now)).toBeUndefined();
  }
});

describe("listening to a platform", () => {
  type Callback = (data: unknown) => void;
  function platform() {
    let callback: Callback = () => undefined;
    const seen: Stated[] = [];
    const answers: boolean[] = [];
    const api = (_command: string, _version: number, given: Callback) => void (callback = given);
    const window = { __tcfapi: api } as unknown as Window;
    listen(window, { tcfVendorId: VENDOR }, (stated, isAnswer) => {
      seen.push(stated);
      answers.push(isAnswer);
    });
    return { seen, answers, states: async (more: object) => (callback(data(more)), vi.waitFor(() => undefined, 20)) };
  }
  const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);

  test("states the hash of its string, and the day of it, or today where the visitor has just answered", async () => {
    const { seen, states } = platform();
    await states({ eventStatus: "tcloaded" });
    await states({});
    await expect.poll(() => seen).toHaveLength(2);
    expect(seen[0]).toMatchObject({ purposes: ["classify", "link", "learn"], tcfSha256: sha256, day: "2026-10-03" });
    expect(seen[1]).not.toHaveProperty("day");
  });

  test("says once why a string withholds consent", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { seen, states } = platform();
    await states({ purpose: { consents: granted(1) } });
    await states({ purpose: { consents: {} } });
    await expect.poll(() => seen).toHaveLength(2);
    expect(seen.map(({ because }) => because)).toEqual(["tcf-purposes", "tcf-storage"]);
    expect(warned.mock.calls).toEqual([[expect.stringContaining("gives nothing (tcf-purposes)")]]);
    warned.mockRestore();
  });

  test("keeps an answer on this page apart from a string that was there before", async () => {
    const { answers, states } = platform();
    await states({ eventStatus: "tcloaded" });
    await states({});
    await expect.poll(() => answers).toEqual([false, true]);
  });
});
