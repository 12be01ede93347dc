import { expect, test } from "vitest";
import type { ContributionRecord, Learning } from "@sedge/contribution/record";
import { NEVER_LEARNT } from "@sedge/contribution/steps";
import { askBudget, DEFAULT_DEVICE_BUDGET } from "@sedge/privacy/budget";
import { Manifest, PROTOCOL_VERSION, RoundId } from "@sedge/protocol";
import * as v from "valibot";
import { memoryStore } from "../storage/memory-store.ts";
import { privacyBudget, withoutSecrets } from "./privacy-budget.ts";

const NOW = 1_800_000_000_000;
const round = v.parse(RoundId, "r".repeat(21) + "A");
const spending = { round, microEpsilon: 750_000, spentAt: NOW / 1_000 };
const asked = askBudget(DEFAULT_DEVICE_BUDGET, spending);
const paid = asked.result === "granted" ? asked.budget : DEFAULT_DEVICE_BUDGET;
const b64 = (bytes: number) => `${"x".repeat(Math.ceil((bytes * 4) / 3) - 1)}A`;
const ballot = { nonce: b64(32), edgeOutput: b64(32), aggregatorOutput: b64(32) };
const base = { round, microEpsilon: 750_000, deadline: NOW, attempts: 0, notBefore: NOW };

const store = memoryStore();
const budgetOf = (learning: Learning) =>
  privacyBudget({ store, learner: { learning: () => Promise.resolve(learning) }, platform: { now: () => NOW } });

test("a device that never contributed has its whole budget, and knows of no site's", async () => {
  expect(await budgetOf(NEVER_LEARNT)).toEqual({
    device: {
      limitMicroEpsilon: 2_000_000,
      spentMicroEpsilon: 0,
      leftMicroEpsilon: 2_000_000,
      periodSeconds: 28 * 86_400,
    },
    site: null,
    contribution: null,
  });
});

test.each<[ContributionRecord, string, string | null]>([
  [{ step: "waiting", ...base, ballot, point: [0.5] }, "preparing", null],
  [{ step: "settled", round, microEpsilon: 750_000, outcome: "received" }, "received", null],
  [{ step: "settled", round, microEpsilon: 750_000, outcome: "withdrawn" }, "not-sent", "withdrawn"],
])("what it has spent, and how far it is: %#", async (contribution, state, reason) => {
  const { device, contribution: shown } = await budgetOf({ budget: paid, contribution });
  expect([device.spentMicroEpsilon, device.leftMicroEpsilon]).toEqual([750_000, 1_250_000]);
  expect(shown).toEqual({ round, state, reason, microEpsilon: 750_000 });
});

test("the site's account is the manifest's, as it was last read", async () => {
  const spent = { accountant: "zCDP", rounds: 2, rho: 0.04, epsilon: 1.5, delta: 1e-6 };
  await store.values.put(
    "manifest",
    v.parse(Manifest, {
      protocolVersion: PROTOCOL_VERSION,
      site: "demo",
      trustTier: "two-operator",
      minPeople: 50,
      policyVersion: "2026-11",
      prf: { epoch: 1, edgeKey: b64(32), aggregatorKey: b64(32) },
      codebook: { generation: 2, sha256: "0".repeat(64) },
      learning: { round: null, spent },
    }),
  );
  expect((await budgetOf(NEVER_LEARNT)).site).toEqual({ accountant: "zCDP", rounds: 2, epsilon: 1.5, delta: 1e-6 });
});

test("what a visitor exports has the point and the account, and nothing to vote with", () => {
  const exported = withoutSecrets({ budget: paid, contribution: { step: "waiting", ...base, ballot, point: [0.5] } });
  expect(exported).toEqual({ budget: paid, contribution: { step: "waiting", ...base, point: [0.5] } });
  expect(withoutSecrets(NEVER_LEARNT)).toEqual(NEVER_LEARNT);
});
