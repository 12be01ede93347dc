import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ConsentState } from "../../consent-state.ts";
import { openWire, type WireAnswer } from "../wire/wire.ts";
import { LearningDevice } from "../../../../test/learning-device.ts";
import { refusal } from "../../../../test/operator-pair.ts";

const offline: WireAnswer = { status: -1, bytes: new Uint8Array(), retryAfterSeconds: undefined };

let device: LearningDevice;
beforeEach(async () => {
  device = await LearningDevice.open();
});
afterEach(() => device.close());

describe("whatever fails in between", () => {
  const routes = ["manifest", "round", "visitorBallot", "contribution"] as const;

  /** The worker dies at the n-th request: before it left, or after it was answered but before the answer was seen. */
  const deaths = routes.flatMap((route) => ["before", "after"].map((when) => [when, route] as const));

  test.each(deaths)("a page that dies %s its request for the %s is finished by the next, once", async (when, route) => {
    const dead = new Promise<never>(() => undefined);
    let die: () => void = () => undefined;
    const death = new Promise<void>((resolve) => {
      die = resolve;
    });
    const dying = device.page(async (request) => {
      const isIt = "route" in request && request.route === route;
      const answer = isIt && when === "before" ? undefined : await device.pair.send(request);
      if (answer && !isIt) return answer;
      die();
      return dead;
    });
    for (let tries = 0; tries < 2; tries++) {
      await Promise.race([dying.advance(), death]);
      device.now += 60_000;
    }
    await device.visit(device.page());
    await device.visit(device.page());
    expect(await device.outcome()).toBe("received");
    expect([device.counted(), await device.spent(), device.pair.bodies.size]).toEqual([1, 1_000_000, 1]);
  });

  test("two tabs at once make one vote", async () => {
    const tabs = [device.page(), device.page()];
    await Promise.all(tabs.map((tab) => tab.advance()));
    device.now += 60_000;
    await Promise.all(tabs.map((tab) => tab.advance()));
    expect([device.counted(), await device.spent(), device.pair.bodies.size]).toEqual([1, 1_000_000, 1]);
  });

  test("an edge that fails is asked again later, with the same bytes", async () => {
    let failures = 3;
    const learner = device.page(async (request) => {
      const answer = await device.pair.send(request);
      return "route" in request && request.route === "contribution" && (failures -= 1) >= 0 ? offline : answer;
    });
    for (let more = 0; more < 5; more++) await device.visit(learner);
    expect(device.pair.seen.filter((route) => route === "contribution").length).toBe(4);
    expect([await device.outcome(), device.pair.bodies.size, await device.spent()]).toEqual(["received", 1, 1_000_000]);
  });

  test.each(["visitorBallot", "contribution"])(
    "a %s that an edge of another version refuses is kept, and the next page's code sends it",
    async (route) => {
      const old = device.page((request) =>
        "route" in request && request.route === route
          ? Promise.resolve(refusal("unsupported-version"))
          : device.pair.send(request),
      );
      await device.visit(old);
      expect(await device.outcome()).toBe(route === "contribution" ? "sending" : "drawing");
      expect(device.reported).toEqual([]);
      device.now += 60_000;
      await device.visit(device.page());
      expect([await device.outcome(), device.counted(), await device.spent()]).toEqual(["received", 1, 1_000_000]);
    },
  );

  test("a withdrawal drops the ballot and the vote, and the same round is not entered again", async () => {
    const learner = device.page();
    await learner.advance();
    device.purposes = ["classify"];
    await learner.drop("withdrawn");
    await device.visit(learner);
    device.purposes = ["classify", "learn"];
    await device.visit(device.page());
    expect([await device.outcome(), device.counted(), await device.spent()]).toEqual(["withdrawn", 0, 0]);
    expect(JSON.stringify(await device.store.values.get("learning"))).not.toContain("edgeOutput");
  });

  test("a round that ends first costs nothing", async () => {
    const learner = device.page();
    await learner.advance();
    device.now += 3_600_000;
    await learner.advance();
    expect([await device.outcome(), device.counted(), await device.spent()]).toEqual(["too-late", 0, 0]);
  });
});

test("the ledger's contributions cost what the device has spent, however often one is sent", async () => {
  let failures = 2;
  const answers: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const last = url.pathname.split("/").at(-1) ?? "";
    const route =
      ({ ballots: "visitorBallot", contributions: "contribution", manifest: "manifest" } as const)[last] ?? "round";
    const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
    const { status, bytes } = await device.pair.send({ route, body });
    if (route === "contribution" && (failures -= 1) >= 0) throw new TypeError("the network is down");
    return new Response(bytes, { status });
  };
  const consent: ConsentState = {
    decided: true,
    purposes: device.purposes,
    policyVersion: "2026-11",
    day: "2026-11-21",
    source: "api" as const,
    globalPrivacyControl: false,
    because: null,
  };
  const places = { site: "demo", endpoint: "https://edge.example", assets: "https://site.example/" };
  const send = openWire({
    places,
    ledger: device.store.ledger,
    consent: () => consent,
    now: () => device.now,
    fetch: answers,
  });
  const learner = device.page(send);
  for (let more = 0; more < 4; more++) await device.visit(learner);
  const entries = (await device.store.ledger.list()).filter(({ url }) => url.endsWith("/contributions"));
  expect(entries.map(({ rows, purpose, microEpsilon, status }) => ({ rows, purpose, microEpsilon, status }))).toEqual([
    { rows: [4, 5], purpose: "learn", microEpsilon: 1_000_000, status: -1 },
    { rows: [4, 5], purpose: "learn", microEpsilon: 0, status: -1 },
    { rows: [4, 5], purpose: "learn", microEpsilon: 0, status: 200 },
  ]);
  expect(new Set(entries.map(({ body }) => body)).size).toBe(1);
  const files = (await device.store.ledger.list()).filter(({ method }) => method === "GET");
  expect(files.map(({ rows, purpose }) => [rows, purpose])).toEqual([
    [[], "learn"],
    [[], "learn"],
  ]);
});
