import { MAX_CLOCK_SKEW_SECONDS } from "@sedge/protocol";
import { expect, test } from "vitest";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { connectorOf, readCluster } from "../../test/delivery.ts";
import { act, envelope, message, post, problem, problemOf, randomText, somebody } from "../../test/visitor.ts";

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

test.each(["link", "assign", "unlink", "erase"] as const)(
  "of several copies of %s at once, one is followed",
  async (action) => {
    const ann = await somebody();
    if (action !== "link") expect((await act("link", [ann])).status).toBe(200);
    const body = action === "assign" ? { body: { channel: "web", codeword: { generation: 0, path: "" } } } : {};
    const signed = await envelope([ann], message(action, body));
    const answers = await Promise.all([post(action, signed), post(action, signed), post(action, signed)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await problemOf(await post(action, signed))).toEqual(problem(409, "replayed-request"));
  },
);

test("a message that was refused does not pass when what refused it is gone", async () => {
  const ann = await somebody();
  const signed = await envelope([ann], message("unlink"));
  expect(await problemOf(await post("unlink", signed))).toEqual(problem(404, "unknown-profile"));
  expect((await act("link", [ann])).status).toBe(200);
  expect(await problemOf(await post("unlink", signed))).toEqual(problem(409, "replayed-request"));
});
