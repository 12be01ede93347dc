import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LearningDevice, measurement, NOW, random } from "../../../../test/learning-device.ts";
import { OperatorPair } from "../../../../test/operator-pair.ts";

let device: LearningDevice;
beforeEach(async () => {
  device = await LearningDevice.open();
});
afterEach(() => device.close());

describe("a device that must not trust the edge", () => {
  test.each([
    ["the seal's key", async (mirror: OperatorPair) => ({ sealKey: mirror.round.sealKey })],
    ["the aggregator's ballot key", async (mirror: OperatorPair) => ({ ballotKeys: mirror.round.ballotKeys })],
    ["no wait between ballot and vote", async () => ({ spreadSeconds: 0 })],
    ["less noise", async () => ({ noise: { countStdDev: 0.01, sumStdDev: 0.01 } })],
  ])("draws no ballot of a round with %s changed", async (_, change) => {
    const mirror = await OperatorPair.open({ random, measurement, deadline: NOW / 1_000 + 3_600 });
    const changed = { ...device.pair.round, ...(await change(mirror)) };
    const learner = device.page(async (request) =>
      "route" in request && request.route === "round"
        ? { ...(await device.pair.send(request)), bytes: new TextEncoder().encode(JSON.stringify(changed)) }
        : device.pair.send(request),
    );
    await device.visit(learner);
    expect(device.reported).toEqual(["round-not-signed"]);
    expect(device.pair.seen).not.toContain("visitorBallot");
  });

  test("does not vote with a ballot that an operator did not make with the round's key", async () => {
    const mirror = await OperatorPair.open({ random, measurement, deadline: NOW / 1_000 + 3_600 });
    await device.visit(
      device.page((request) =>
        "route" in request && request.route === "visitorBallot" ? mirror.send(request) : device.pair.send(request),
      ),
    );
    expect([await device.outcome(), device.counted(), await device.spent()]).toEqual(["bad-proof", 0, 0]);
  });

  test.each([
    ["does not vote in the round when it is signed again with half the noise", 0.5, "round-changed"],
    ["votes in the round when it is signed again with twice the noise", 2, "received"],
  ])("after its ballot, %s", async (_, factor, outcome) => {
    const { countStdDev, sumStdDev } = device.pair.round.noise;
    const repriced = device.pair.roundWith({
      noise: { countStdDev: countStdDev * factor, sumStdDev: sumStdDev * factor },
    });
    await device.page().advance();
    expect(await device.outcome()).toBe("waiting");
    device.now += 60_000;
    // A new page reads the round's document again.
    const next = device.page(async (request) =>
      "route" in request && request.route === "round"
        ? { ...(await device.pair.send(request)), bytes: new TextEncoder().encode(JSON.stringify(repriced)) }
        : device.pair.send(request),
    );
    await next.advance();
    expect(await device.outcome()).toBe(outcome);
    const votes = outcome === "received" ? 1 : 0;
    expect([device.counted(), device.pair.bodies.size, await device.spent()]).toEqual([
      votes,
      votes,
      votes * 1_000_000,
    ]);
    expect(device.reported).toEqual(votes === 0 ? ["round-changed"] : []);
  });

  test("waits a quarter of an hour with its vote, though both operators signed for no wait", async () => {
    device.endpoint = "https://edge.example";
    device.pair = await OperatorPair.open({ random, measurement, deadline: NOW / 1_000 + 3_600, spreadSeconds: 0 });
    const learner = device.page();
    await device.visit(learner, 899_000);
    expect([await device.outcome(), device.counted()]).toEqual(["waiting", 0]);
    await device.visit(learner, 1_000);
    expect([await device.outcome(), device.counted()]).toEqual(["received", 1]);
  });

  test("draws no ballot of a round that would open the sum of a few, though both operators signed it", async () => {
    device.endpoint = "https://edge.example";
    const round = device.pair.roundWith({ minPeople: 499 });
    const learner = device.page(async (request) =>
      "route" in request && request.route === "round"
        ? { ...(await device.pair.send(request)), bytes: new TextEncoder().encode(JSON.stringify(round)) }
        : device.pair.send(request),
    );
    await learner.advance();
    expect(device.reported).toEqual(["round-too-small"]);
    expect(device.pair.seen).not.toContain("visitorBallot");
  });

  test("draws no ballot of a round that ends within that time", async () => {
    device.endpoint = "https://edge.example";
    device.pair = await OperatorPair.open({ random, measurement, deadline: NOW / 1_000 + 900 });
    await device.page().advance();
    expect(device.pair.seen).not.toContain("visitorBallot");
    expect(device.reported).toEqual([]);
  });

  test("stops when its own budget is spent, says so, and goes on when the period has passed", async () => {
    for (const expected of ["received", "received", "received"]) {
      device.pair = await OperatorPair.open({ random, measurement, epsilon: 1, deadline: device.now / 1_000 + 3_600 });
      await device.visit(device.page());
      if (device.reported.length === 0) expect(await device.outcome()).toBe(expected);
    }
    expect(device.reported).toEqual(["privacy-budget-spent"]);
    expect([device.counted(), await device.spent()]).toEqual([0, 2_000_000]);
    device.now += 29 * 86_400_000;
    device.pair = await OperatorPair.open({ random, measurement, epsilon: 1, deadline: device.now / 1_000 + 3_600 });
    await device.visit(device.page());
    expect([device.counted(), await device.spent()]).toEqual([1, 1_000_000]);
  });
});
