import { expect, test } from "vitest";
import { createClassifier as createReal, SedgeError } from "./index.ts";
import { createClassifier, createMockClassifier } from "./testing.ts";

test("the mock answers at once, emits, and notes the calls", async () => {
  const sedge = createMockClassifier({ cluster: { clusterId: "c3" } });
  const seen: string[] = [];
  const end = sedge.on("cluster", ({ clusterId }) => seen.push(clusterId));
  const answer = await sedge.cluster();
  if (answer.abstained) throw new Error("The mock has a cluster.");
  sedge.emit("cluster", answer);
  end();
  sedge.emit("cluster", answer);
  expect(seen).toEqual(["c3"]);
  await sedge.consent.set({ classify: true, link: true });
  expect(sedge.consent.get()).toMatchObject({ decided: true, purposes: ["classify", "link"] });
  await sedge.consent.set({ link: false });
  expect(sedge.status().consent.purposes).toEqual(["classify"]);
  sedge.track("cart-add", { item: 7 });
  expect(sedge.calls.at(-1)).toEqual(["track", "cart-add", { item: 7 }]);
  expect((await createClassifier().classify()).events).toBe(1);
});

test("the mock abstains as on a page that shows nothing of a shop", async () => {
  const abstained = { state: "not-applicable", reason: "no-product", message: "No product." } as const;
  const sedge = createMockClassifier({ classification: { abstained }, cluster: { abstained } });
  expect(await sedge.classify()).toMatchObject({ intent: null, predictions: [], abstained });
  expect(await sedge.cluster()).toMatchObject({ clusterId: null, confidence: 0, abstained });
});

test("on a server the real one does nothing, and the mock has its methods", async () => {
  const sedge = createReal({ site: "demo", endpoint: "https://edge.example" });
  sedge.track("cart-add");
  sedge.on("cluster", () => undefined)();
  expect(sedge.status()).toMatchObject({ state: "off", problem: null });
  expect(await sedge.consent.set("all")).toMatchObject({ decided: false, purposes: [] });
  await expect(sedge.classify()).rejects.toThrow(SedgeError);
  await expect(sedge.cluster()).rejects.toMatchObject({ code: "no-browser" });
  expect(await sedge.personalize()).toEqual([]);
  sedge.stop();
  const { calls, emit, ...mock } = createMockClassifier();
  expect([calls, typeof emit]).toEqual([[], "function"]);
  expect(Object.keys(mock).toSorted()).toEqual(Object.keys(sedge).toSorted());
});
