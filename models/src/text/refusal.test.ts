import { textAnswer } from "@sedge/features/text";
import { describe, expect, test } from "vitest";
import { normal, randomFrom } from "../random.ts";
import { refusalOf, type ScopeRow, type WithinRow } from "./refusal.ts";

const random = randomFrom(6);
const classes = ["a", "b"].map((code) => ({ code, label: code }));
const at = (...logits: readonly number[]) => Float64Array.from(logits);

describe("with a background unit", () => {
  const inside = (count: number): WithinRow[] =>
    Array.from({ length: count }, () => ({
      logits: at(3 + normal(random), normal(random), -1 + normal(random)),
      isRight: random() < 0.95,
      classes: 2,
      part: 0,
    }));
  const outside: ScopeRow[] = Array.from({ length: 60 }, () => ({
    logits: at(normal(random), normal(random), 1 + normal(random)),
    classes: 2,
    part: 0,
  }));
  const ruleOf = (within: readonly WithinRow[], refuseShare?: number) =>
    refusalOf({ within, outside, temperature: 1.3, hasBackground: true, refuseShare });

  test("right answers to three of four hundred rows are refused at most, and most texts out of scope", () => {
    const within = inside(2_000);
    const rule = ruleOf(within);
    const of = ({ logits }: ScopeRow) =>
      textAnswer({ name: "sample", classes, answer: { kind: "softmax", temperature: 1.3 }, outOfScope: rule }, logits);
    const lost = within.filter((row) => row.isRight && of(row).isOutOfScope).length;
    expect(lost).toBeLessThanOrEqual(15);
    expect(lost).toBeGreaterThan(10);
    expect(outside.filter((row) => of(row).isOutOfScope).length).toBeGreaterThan(20);
    const share = ruleOf(within, 0.05);
    expect(share.threshold).toBeLessThan(rule.threshold);
    const refused = within.filter(
      ({ logits }) =>
        textAnswer(
          { name: "sample", classes, answer: { kind: "softmax", temperature: 1.3 }, outOfScope: share },
          logits,
        ).isOutOfScope,
    );
    expect(refused.length).toBe(100);
  });

  test("few rows do not lower the threshold below a half", () => {
    expect(ruleOf(inside(20)).threshold).toBeGreaterThanOrEqual(0.5);
  });
});

describe("without texts out of scope", () => {
  /** Rows of three networks. `level`: added to all logits; `lead`: of the likeliest class. */
  const rowsOf = (count: number, level: number, lead: number): WithinRow[] =>
    Array.from({ length: count }, (_, index) => {
      const base = level + 0.5 * normal(random);
      return { logits: at(base + lead + normal(random), base, base - 1), classes: 3, part: index % 3, isRight: true };
    });
  const ruleOf = (within: WithinRow[], outside: WithinRow[]) =>
    refusalOf({ within, outside, temperature: 1, hasBackground: false });

  test("the energy counts where it separates held-out intents, and only in its own direction", () => {
    const learnt = ruleOf(rowsOf(300, 2, 2), rowsOf(300, -2, 2));
    expect(learnt.energy).toBeLessThan(0);
    expect(learnt.surprise).toBeGreaterThanOrEqual(0);
    // Held-out intents of higher energy than the set's own: a weight for it would have the wrong sign.
    const reversed = ruleOf(rowsOf(300, -2, 3), rowsOf(300, 2, 1));
    expect(reversed.energy).toBe(0);
    expect(reversed.surprise).toBeGreaterThan(0);
    expect(reversed.background).toBeUndefined();
  });

  test("a text is refused where no class is likely, and one in twenty right answers at most", () => {
    const within = rowsOf(400, 0, 4);
    const rule = ruleOf(within, rowsOf(400, 0, 0.5));
    const answer = { kind: "softmax" as const, temperature: 1 };
    const three = [...classes, { code: "c", label: "c" }];
    const isRefused = (logits: Float64Array) =>
      textAnswer({ name: "sample", classes: three, answer, outOfScope: rule }, logits).isOutOfScope;
    expect(isRefused(at(1, 0.9, 0.8))).toBe(true);
    expect(isRefused(at(6, 0, -1))).toBe(false);
    expect(within.filter(({ logits }) => isRefused(logits)).length).toBeLessThanOrEqual(21);
  });

  test("two classes have no held-out intents: background texts choose the threshold", () => {
    const within = rowsOf(200, 0, 4).map((row) => ({ ...row, part: 0 }));
    const background = rowsOf(60, 0, 0).map((row) => ({ ...row, part: 0 }));
    const rule = refusalOf({ within, outside: [], background, temperature: 1, hasBackground: false });
    expect(rule.energy).toBe(0);
    expect(rule.surprise).toBeGreaterThan(0);
    expect(rule.threshold).toBeLessThan(1);
  });
});
