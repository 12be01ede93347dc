import { expect, test, vi } from "vitest";
import { offer, sedge } from "./offer.js";

vi.mock("@sedge/client-sdk", async () => {
  const { createMockClassifier } = await import("@sedge/client-sdk/testing");
  return { createClassifier: () => createMockClassifier({ cluster: { clusterId: "c3" } }) };
});

test("the cluster c3 gets free delivery", async () => {
  expect(await offer()).toBe("Free delivery");
  expect(sedge.calls).toEqual([["cluster"]]);
});
