import { describe, expect, test } from "vitest";
import { tcfPurposes } from "./tcf.ts";

const VENDOR = 1_234;
const granted = (...ids: number[]) => Object.fromEntries(ids.map((id) => [id, true]));
const data = (more: object = {}) => ({
  tcString: "CQ…",
  tcfPolicyVersion: 5,
  gdprApplies: true,
  cmpStatus: "loaded",
  eventStatus: "useractioncomplete",
  listenerId: 3,
  purpose: { consents: granted(1, 5, 6, 9), legitimateInterests: {} },
  vendor: { consents: granted(VENDOR), legitimateInterests: {}, disclosedVendors: granted(VENDOR) },
  ...more,
});

describe("TCF", () => {
  test("gives what purposes, vendor and disclosure all give", () => {
    expect(tcfPurposes(data(), VENDOR)).toEqual(["classify", "link", "learn"]);
    expect(tcfPurposes(data({ purpose: { consents: granted(1, 5) } }), VENDOR)).toEqual(["classify"]);
    expect(tcfPurposes(data({ purpose: { consents: granted(1, 9) } }), VENDOR)).toEqual(["classify", "learn"]);
    expect(tcfPurposes(data({ purpose: { consents: granted(5, 6, 9) } }), VENDOR)).toEqual([]);
  });
  test("without a vendor id gives classify at most", () => {
    expect(tcfPurposes(data(), undefined)).toEqual(["classify"]);
    expect(tcfPurposes(data({ vendor: undefined }), undefined)).toEqual(["classify"]);
  });
  test("refuses a vendor that was not consented to or not disclosed, as in strings before 2.3", () => {
    const vendor = data().vendor;
    expect(tcfPurposes(data({ vendor: { ...vendor, consents: {} } }), VENDOR)).toEqual([]);
    expect(tcfPurposes(data({ vendor: { ...vendor, disclosedVendors: granted(7) } }), VENDOR)).toEqual([]);
    expect(tcfPurposes(data({ vendor: { consents: vendor.consents } }), VENDOR)).toEqual([]);
  });
  test("takes legitimate interest for nothing", () => {
    expect(tcfPurposes(data({ purpose: { consents: {}, legitimateInterests: granted(1, 5, 6, 9) } }), VENDOR)).toEqual(
      [],
    );
  });
  test.each([
    { eventStatus: "cmpuishown" },
    { eventStatus: undefined },
    { tcString: "" },
    { gdprApplies: false },
    { purpose: "all" },
  ])("finds no decision with %j", (more) => expect(tcfPurposes(data(more), VENDOR)).toBeNull());
  test.each([null, undefined, 1, "x"])("finds no decision in %j", (other) => expect(tcfPurposes(other, 1)).toBeNull());
});
