const { offer, sedge } = require("./offer.js");

jest.mock("@sedge/client-sdk", () => {
  const { createMockClassifier } = require("@sedge/client-sdk/testing");
  return { createClassifier: () => createMockClassifier({ cluster: { clusterId: "c3" } }) };
});

test("the cluster c3 gets free delivery", async () => {
  expect(await offer()).toBe("Free delivery");
  expect(sedge.calls).toEqual([["cluster"]]);
});
