import { expect, test } from "vitest";
import { isNotice, replyForm } from "./replies.ts";

const backend = {
  row: "wasm",
  batch: "webgpu",
  host: "worker",
  medianMs: { wasm: { row: 1, batch: 2 } },
  unavailable: { cpu: "off" },
};
const classification = {
  at: 1,
  events: 2,
  intent: [{ code: "buy", label: "l", probability: 1, reasons: [] }],
  friction: { score: 0.4, signals: [{ code: "rage-click", label: "l", count: 1, threshold: 1, weight: 0.8 }] },
  resolution: { unresolved: 0.1, reasons: [{ code: "friction", label: "l", value: 0.4, strength: 0.1 }] },
  predictions: [
    {
      model: "m",
      code: "c",
      label: "l",
      probability: 0.5,
      reasons: [{ feature: "f", label: "l", value: 1, effect: -1 }],
    },
  ],
  backend,
};
const cluster = {
  clusterId: "c1",
  clusterName: "n",
  generation: 0,
  level: 1,
  confidence: 1,
  channels: ["web"],
  source: "device",
};

test("answers of the documented form pass, others don't", async () => {
  const isClassification = await replyForm("classify");
  expect(isClassification(classification)).toBe(true);
  expect(isClassification({ ...classification, backend: { ...backend, row: "abacus" } })).toBe(false);
  expect(isClassification({ ...classification, at: Number.NaN })).toBe(false);
  expect(isClassification({ ...classification, intent: null })).toBe(true);
  expect(isClassification({ ...classification, intent: [{ code: "dance" }] })).toBe(false);
  const isText = await replyForm("classifyText");
  const answer = {
    model: "m",
    classes: [{ code: "c", label: "l", probability: 1 }],
    reasons: [{ word: "w", effect: 1 }],
  };
  const text = {
    at: 1,
    source: "chat",
    intent: { ...answer, outOfScope: null, isOutOfScope: false },
    sentiment: answer,
    emotion: null,
    frustration: { code: "frustration", label: "l", probability: 1, model: "m", reasons: [] },
    backend,
  };
  expect(isText(text)).toBe(true);
  expect(isText({ ...text, intent: null, frustration: null })).toBe(true);
  expect(isText({ ...text, intent: answer })).toBe(false);
  expect(isText({ ...text, source: "post" })).toBe(false);
  const isCluster = await replyForm("cluster");
  expect(isCluster(cluster)).toBe(true);
  expect(isCluster({ ...cluster, because: "no-link-consent" })).toBe(true);
  expect(isCluster({ ...cluster, because: "it rains" })).toBe(false);
  expect([["hurry"], "hurry"].map((triggers) => isCluster({ ...cluster, triggers }))).toEqual([true, false]);
  expect([true, "long"].map((isHeld) => isCluster({ ...cluster, isHeld }))).toEqual([true, false]);
  const isLedger = await replyForm("ledger");
  const entry = {
    id: 1,
    at: 1,
    method: "GET",
    url: "u",
    body: "",
    rows: [1, 5],
    purpose: "link",
    microEpsilon: 0,
    status: -1,
  };
  expect(isLedger([entry])).toBe(true);
  expect(isLedger([{ ...entry, rows: [6] }])).toBe(false);
  const isMyData = await replyForm("exportMyData");
  const consent = {
    decided: true,
    purposes: [],
    policyVersion: "",
    day: "",
    source: "api",
    globalPrivacyControl: false,
  };
  const device = { consent, session: {}, ledger: [], outbox: [], tokens: [] };
  expect(isMyData({ device, edge: null })).toBe(true);
  expect(isMyData({ device, edge: "unavailable" })).toBe(true);
  const known = { a: "t", b: "u", kind: "fuzzy", weight: 9.5, operationId: "o", operations: ["o"] };
  const edge = {
    tokens: ["t"],
    edges: [{ ...known, waterfall: [{ field: "surname", level: "near", weight: 9.5 }] }],
    history: [{ operationId: "o", action: "record", tokens: ["t"], at: 1, holds: true, declined: [] }],
    records: [{ token: "t", channel: "shop-till", fields: { surname: { exact: ["s"] } } }],
    observations: [],
    knownBy: [{ token: "t", channel: "shop-till" }],
    landingLinks: [{ token: "t", until: 9 }],
    receipts: [],
    journey: {
      seen: [{ token: "t", channel: "web", at: 3_600 }],
      transitions: [{ from: "email", to: "web", times: 3 }],
      fired: [{ rule: "hurry", at: 3_600 }],
      webhooks: [{ token: "t", channel: "email", rule: "hurry" }],
    },
    rounds: ["r"],
    assignment: null,
  };
  expect(isMyData({ device, edge })).toBe(true);
  expect(isMyData({ device, edge: { ...edge, edges: [{ ...known, waterfall: [], kind: "rumour" }] } })).toBe(false);
  expect(isMyData({ device, edge: "gone" })).toBe(false);
  const { journey } = edge;
  expect(isMyData({ device, edge: { ...edge, journey: { ...journey, seen: [{ token: "t" }] } } })).toBe(false);
  const isBudget = await replyForm("privacyBudget");
  const account = { limitMicroEpsilon: 2, spentMicroEpsilon: 1, leftMicroEpsilon: 1, periodSeconds: 9 };
  const site = { accountant: "a", rounds: 1, epsilon: 0.5, delta: 1e-6 };
  const contribution = { round: "r", state: "not-sent", reason: "withdrawn", microEpsilon: 1 };
  expect(isBudget({ device: account, site, contribution })).toBe(true);
  expect(isBudget({ device: account, site: null, contribution: null })).toBe(true);
  expect(isBudget({ device: account, site, contribution: { ...contribution, state: "lost" } })).toBe(false);
  expect(isBudget({ device: { ...account, leftMicroEpsilon: "1" }, site, contribution })).toBe(false);
  expect((await replyForm("reset"))(undefined)).toBe(true);
  expect((await replyForm("reset"))("done")).toBe(false);
});

test("notices are known by their type", () => {
  expect(isNotice({ type: "classification", value: classification })).toBe(true);
  expect(isNotice({ type: "cluster", value: cluster })).toBe(true);
  expect(isNotice({ type: "problem", value: { code: "c", message: "m" } })).toBe(true);
  expect(isNotice({ type: "trigger", value: { name: "hurry" } })).toBe(true);
  expect(isNotice({ type: "trigger", value: "hurry" })).toBe(false);
  for (const bad of [{ type: "cluster", value: classification }, { type: "toString" }, { type: "moon" }, null, 1]) {
    expect(isNotice(bad)).toBe(false);
  }
});
