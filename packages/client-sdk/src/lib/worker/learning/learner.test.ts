import "fake-indexeddb/auto";
import { deriveLinkKeys } from "@sedge/privacy/link-key";
import { voteOf } from "@sedge/features/vote";
import { Contribution, KeyEpoch } from "@sedge/protocol";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { WireAnswer } from "../wire/wire.ts";
import { LearningDevice, measurement, pages, random } from "../../../../test/learning-device.ts";
import { measuredPoint } from "./measured-point.ts";
import { refusal } from "../../../../test/operator-pair.ts";

const offline: WireAnswer = { status: -1, bytes: new Uint8Array(), retryAfterSeconds: undefined };

let device: LearningDevice;
beforeEach(async () => {
  device = await LearningDevice.open();
});
afterEach(() => device.close());

describe("a device that may learn", () => {
  test("draws a ballot, waits, and its visit is counted as the vote that it is", async () => {
    const learner = device.page();
    await learner.advance();
    expect(await device.outcome()).toBe("waiting");
    expect(device.counted()).toBe(0);
    device.session = pages(9);
    device.now += 60_000;
    await learner.advance();
    expect(await device.outcome()).toBe("received");
    const { cell, values } = voteOf(measurement, measuredPoint(measurement, device.session) ?? []);
    const sums = Array.from({ length: 6 }, (_, at) => (Math.floor(at / 3) === cell ? values[at % 3] : 0));
    expect(device.pair.opened()).toEqual({ counts: [Number(cell === 0), Number(cell === 1)], sums });
    expect(await device.spent()).toBe(1_000_000);
    const { receipt } = v.parse(Contribution, JSON.parse([...device.pair.bodies.keys()][0] ?? ""));
    expect(receipt).toEqual({ purposes: ["classify", "learn"], day: "2027-01-15" });
    expect(device.pair.seen).toEqual(["manifest", "round", "visitorBallot", "contribution"]);
  });

  test("takes part once a round, whatever pages follow", async () => {
    await device.visit(device.page());
    for (let more = 0; more < 3; more++) await device.visit(device.page());
    expect([device.counted(), await device.spent(), device.pair.bodies.size]).toEqual([1, 1_000_000, 1]);
    expect(device.pair.seen.filter((route) => route === "contribution")).toEqual(["contribution"]);
  });

  test("says nothing of a visit with nothing in it, nor without a round, and does not even ask for the round", async () => {
    device.session = pages(2);
    await device.visit(device.page());
    expect(device.pair.seen).toEqual(["manifest"]);
    device.session = pages(5);
    const idle = { ...device.pair.manifest, learning: { ...device.pair.manifest.learning, round: null } };
    await device.visit(
      device.page(async (request) => ({
        ...(await device.pair.send(request)),
        bytes: new TextEncoder().encode(JSON.stringify(idle)),
      })),
    );
    expect(device.pair.seen).toEqual(["manifest", "manifest"]);
  });

  test("does not ask again and again for a round whose documents do not agree yet, and enters it when they do", async () => {
    const newer = { ...device.pair.manifest, codebook: { ...device.pair.manifest.codebook, generation: 1 } };
    let isNewer = true;
    const learner = device.page(async (request) => {
      const answer = await device.pair.send(request);
      const isManifest = "route" in request && request.route === "manifest" && isNewer;
      return isManifest ? { ...answer, bytes: new TextEncoder().encode(JSON.stringify(newer)) } : answer;
    });
    for (let events = 0; events < 5; events++) await device.visit(learner, 1_000);
    expect(device.pair.seen).toEqual(["manifest", "round", "manifest"]);
    isNewer = false;
    for (let minutes = 0; minutes < 4; minutes++) await device.visit(learner);
    expect(await device.outcome()).toBe("received");
  });

  test("without `learn` asks nobody anything", async () => {
    device.purposes = ["classify", "link"];
    const learner = device.page();
    learner.consider();
    await device.visit(learner);
    expect(device.pair.seen).toEqual([]);
    expect(await device.store.values.get("learning")).toBeUndefined();
  });

  test("with a profile draws its ballot in the profile's name, under one operation id however often it asks", async () => {
    device.purposes = ["classify", "link", "learn"];
    const keys = await deriveLinkKeys(random(64), "demo", 1);
    await device.store.keys.put({ kind: "email", epoch: v.parse(KeyEpoch, 1), ...keys });
    let failures = 2;
    const learner = device.page(async (request) => {
      const answer = await device.pair.send(request);
      return "route" in request && request.route === "ballot" && (failures -= 1) >= 0 ? offline : answer;
    });
    for (let more = 0; more < 4; more++) await device.visit(learner);
    expect(await device.outcome()).toBe("received");
    expect(device.pair.operations.length).toBe(3);
    expect(new Set(device.pair.operations).size).toBe(1);
    expect(device.pair.seen).not.toContain("visitorBallot");
  });

  test("whose profile has had its ballot leaves it at that", async () => {
    const learner = device.page((request) =>
      "route" in request && request.route === "visitorBallot"
        ? Promise.resolve(refusal("ballot-drawn"))
        : device.pair.send(request),
    );
    await device.visit(learner);
    expect([await device.outcome(), await device.spent(), device.reported]).toEqual(["ballot-drawn", 0, []]);
  });
});
