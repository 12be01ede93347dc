import { advance, emptySession, type Session } from "@sedge/features";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { beforeEach, describe, expect, test } from "vitest";
import type { ClusterFound } from "../../classification.ts";
import { memoryStore } from "../storage/memory-store.ts";
import type { KeyValueStore } from "../storage/store.ts";
import { heldAnswer } from "./held-answer.ts";

const DAY = 86_400_000;
/** Begins a period of four weeks, which twenty thousand people and ten clusters have. */
const START = 700 * 28 * DAY;

function codebookOf(generation: number, ids: readonly string[]): Codebook {
  return v.parse(Codebook, {
    generation,
    source: "round",
    featureSchema: "session.v1",
    features: ["depth"],
    cells: [{ path: "", centroid: [0], count: 20_000, cluster: ids[0], confidence: 1 }],
    clusters: ids.map((id) => ({ id, name: `the ${id}`, centroid: [0], count: 0 })),
  });
}
const ten = Array.from({ length: 10 }, (_, at) => `c${at + 1}`);
const codebook = codebookOf(1, ten);
const found = (clusterId: string, generation = 1): ClusterFound => ({
  clusterId,
  clusterName: `the ${clusterId}`,
  generation,
  level: 2,
  confidence: 0.9,
  channels: ["web"],
  source: "edge",
});
const visit = (at: number): Session => advance(emptySession(at), { kind: "page-view", at, page: "list" });

let values: KeyValueStore;
beforeEach(() => {
  ({ values } = memoryStore());
});
const answerOf = async (clusterId: string, session: Session, at: number, of = codebook) =>
  (await heldAnswer(values, found(clusterId, of.generation), of, session, at))?.clusterId;

describe("the id that a person goes by", () => {
  test("may change while the visit that found it lasts, and is then kept until the period ends", async () => {
    const first = visit(START);
    expect(await answerOf("c1", first, START)).toBe("c1");
    expect(await answerOf("c2", first, START + 60_000)).toBe("c2");
    const later = START + 9 * DAY;
    const kept = await heldAnswer(values, found("c5"), codebook, visit(later), later);
    expect(kept).toEqual({ ...found("c5"), clusterId: "c2", clusterName: "the c2", isHeld: true });
    const next = START + 28 * DAY;
    expect(await answerOf("c5", visit(next), next)).toBe("c5");
  });

  test("is neither decided nor given up by a visit in which nothing has happened", async () => {
    expect(await answerOf("c1", emptySession(START), START)).toBe("c1");
    expect(await values.get("heldCluster")).toBeUndefined();
    await answerOf("c2", visit(START + 5), START + 5);
    expect(await answerOf("c1", emptySession(START + DAY), START + DAY)).toBe("c2");
  });

  test("goes on in the next generation, and is given up where that has none of the name", async () => {
    await answerOf("c2", visit(START), START);
    expect(await answerOf("c5", visit(START + DAY), START + DAY, codebookOf(2, ten))).toBe("c2");
    const without = codebookOf(
      3,
      ten.filter((id) => id !== "c2"),
    );
    expect(await answerOf("c5", visit(START + 2 * DAY), START + 2 * DAY, without)).toBe("c5");
  });

  test("is not found by a visit to no shop, which keeps the one of an earlier visit", async () => {
    const root = { ...found("c1"), level: 0, confidence: 0.5 };
    expect(await heldAnswer(values, root, codebook, visit(START), START)).toBeUndefined();
    expect(await values.get("heldCluster")).toBeUndefined();
    const shop = advance(visit(START), { kind: "page-view", at: START + 1, page: "product" });
    expect(await heldAnswer(values, root, codebook, shop, START + 1)).toEqual(root);
    const later = START + DAY;
    expect(await heldAnswer(values, root, codebook, visit(later), later)).toEqual({ ...root, isHeld: true });
    const next = START + 28 * DAY;
    expect(await heldAnswer(values, root, codebook, visit(next), next)).toBeUndefined();
  });

  test("is found without a shop where another channel says more than the root does", async () => {
    expect(await answerOf("c4", visit(START), START)).toBe("c4");
  });

  test("is the visit's own where nothing can be stored", async () => {
    const full = { ...values, update: () => Promise.reject(new Error("quota")) };
    expect(await heldAnswer(full, found("c5"), codebook, visit(START), START)).toEqual(found("c5"));
  });

  test("does not touch an answer of another generation than the codebook's", async () => {
    await answerOf("c2", visit(START), START);
    const answer = found("c5", 0);
    expect(await heldAnswer(values, answer, codebook, visit(START + DAY), START + DAY)).toBe(answer);
  });
});
