import { MAX_CLOCK_SKEW_SECONDS } from "@sedge/protocol";
import { expect, test } from "vitest";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { connectorOf, readCluster } from "../../test/delivery.ts";
import { problem, problemOf, randomText } from "../../test/visitor.ts";

test("a recorded request is refused for as long as its clock passes, to the last second of it", async () => {
  const { ask, passMinutes, seconds } = clockedEdge();
  const till = await connectorOf("shop-till", ask);
  // The sender's clock is ahead by as much as may be.
  const changes = { issuedAt: seconds() + MAX_CLOCK_SKEW_SECONDS, nonce: randomText(16) };
  const again = () => readCluster(till, "shop-till", randomText(32), changes, ask);
  expect(await problemOf(await again())).toEqual(problem(404, "unknown-profile"));
  passMinutes((2 * MAX_CLOCK_SKEW_SECONDS) / 60);
  expect(await problemOf(await again())).toEqual(problem(409, "replayed-request"));
  passMinutes(1 / 60);
  expect((await problemOf(await again())) as { code: string }).toMatchObject({ code: "stale-request" });
});
