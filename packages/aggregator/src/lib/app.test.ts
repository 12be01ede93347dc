import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";

test("health", async () => {
  const response = await exports.default.fetch("https://aggregator.test/healthz");
  expect(await response.json()).toEqual({ status: "ok", protocolVersion: 1 });
});
test("book", async () => {
  const response = await exports.default.fetch("https://aggregator.test/v1/sites/demo/codebook", {
    headers: { authorization: "Bearer " + "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk" },
  });
  expect(response.headers.get("etag")).toBe(1);
});
