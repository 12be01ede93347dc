import { expect, test } from "vitest";
import { profileStage } from "./profile-stage.ts";

test.each([
  ["first-visit", {}, {}],
  ["first-visit", { web: { depth: 0.2 } }, { web: 0, any: 0 }],
  ["consider", { web: { depth: 0.4 } }, { web: 0, any: 0 }],
  ["consider", { email: { clicked: 0.2 } }, { email: 3, any: 3 }],
  ["consider", {}, { email: 3, chat: 2, any: 2 }],
  ["intend", { app: { depth: 0.7 } }, { app: 168, any: 168 }],
  ["consider", { app: { depth: 0.7 } }, { app: 169, any: 169 }],
  ["buy", { web: { depth: 0.7 } }, { "shop-till": 24, web: 1, any: 1 }],
  ["use", { web: { depth: 0.1 } }, { "shop-till": 25, web: 1, any: 1 }],
  ["lapse", { web: { depth: 0.7 } }, { "shop-till": 2_161, any: 2_161 }],
  ["use", {}, { "shop-till": 2_160, any: 2_160 }],
  ["trouble", { "call-centre": { unresolved: 0.6 } }, { "call-centre": 100, "shop-till": 1, any: 1 }],
  ["buy", { "call-centre": { unresolved: 0.6 } }, { "call-centre": 169, "shop-till": 1, any: 1 }],
  ["trouble", { iot: { faults: 0.5 } }, { iot: 1, any: 1 }],
] as const)("%s of %o, %o", (stage, described, since) => {
  expect(profileStage(described, since)).toBe(stage);
});
