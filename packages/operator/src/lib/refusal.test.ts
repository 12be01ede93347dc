import { PROBLEMS } from "@sedge/protocol";
import { expect, test } from "vitest";
import { Refusal } from "./refusal.ts";

test("becomes the problem document of its code, with its details", async () => {
  const response = new Refusal("malformed-request", { errors: ["site"] }).toResponse();
  expect(response.status).toBe(PROBLEMS["malformed-request"].status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({
    type: "https://sedge.dev/problems/malformed-request",
    title: PROBLEMS["malformed-request"].title,
    status: PROBLEMS["malformed-request"].status,
    code: "malformed-request",
    errors: ["site"],
  });
});

test.each([
  [0, "1"],
  [0.2, "1"],
  [59.1, "60"],
  [60, "60"],
  [1e300, "86400"],
])("%f seconds are whole seconds of Retry-After, at least one and at most a day", (seconds, header) => {
  expect(Refusal.retryLater("prf-budget-spent", seconds).toResponse().headers.get("retry-after")).toBe(header);
});
