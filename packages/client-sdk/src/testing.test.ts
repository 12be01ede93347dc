import { expect, test } from "vitest";
import { createClassifier as createReal, SedgeError } from "./index.ts";
import { createClassifier, createMockClassifier } from "./testing.ts";

test("the mock answers at once, emits, and notes the calls", async () => {
  const sedge = createMockClassifier({ cluster: { clusterId: "c3" } });
  const seen: string[] = [];
  const end = sedge.on("cluster", ({ clusterId }) => seen.push(clusterId));
  sedge.emit("cluster", await sedge.cluster());
  end();
  sedge.emit("cluster", await sedge.cluster());
  expect(seen).toEqual(["c3"]);
  await sedge.consent.set({ classify: true, link: true });
  expect(sedge.consent.get()).toMatchObject({ decided: true, purposes: ["classify", "link"] });
  await sedge.consent.set({ link: false });
  expect(sedge.status().consent.purposes).toEqual(["classify"]);
  sedge.track("cart-add", { item: 7 });
  expect(sedge.calls.at(-1)).toEqual(["track", "cart-add", { item: 7 }]);
  expect((await createClassifier().classify()).events).toBe(1);
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
