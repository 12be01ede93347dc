import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMPARISONS, type Expression, NAMED_SUBJECTS, written } from "./expression.ts";
import { MAX_DEPTH, MAX_EXPRESSION_CHARS, parseExpression } from "./parse-expression.ts";

describe("a condition", () => {
  test("is read as the grammar says: `&` binds before `|`, names are alternatives, space means nothing", () => {
    expect(parseExpression(" cluster:c3,c4 | intent : compare & propensity>.6|!( stage:trouble ) ")).toEqual({
      ok: true,
      expression: {
        op: "or",
        of: [
          { op: "is", subject: "cluster", names: ["c3", "c4"] },
          {
            op: "and",
            of: [
              { op: "is", subject: "intent", names: ["compare"] },
              { op: "compare", subject: "propensity", by: ">", limit: 0.6 },
            ],
          },
          { op: "not", of: { op: "is", subject: "stage", names: ["trouble"] } },
        ],
      },
    });
    expect(parseExpression("intent.compare>=0.25")).toMatchObject({
      expression: { subject: "intent.compare", by: ">=" },
    });
  });

  test.each([
    ["", 0, "a subject such as `cluster` or `propensity` was expected"],
    ["cluster", 7, "`:` was expected after `cluster`"],
    ["cluster:", 8, "a name was expected"],
    ["cluster:c3 |", 12, "a subject such as `cluster` or `propensity` was expected"],
    ["cluster:c3 c4", 11, "`|`, `&` or the end was expected"],
    ["colour:red", 0, "`colour` is no subject"],
    ["cluster:c1 & moon.x>1", 13, "`moon.x` is no subject"],
    ["propensity:.6", 10, "`>`, `>=`, `<` or `<=` was expected"],
    ["propensity>x", 11, "a number such as `.6` was expected"],
    ["propensity>1e3", 12, "`|`, `&` or the end was expected"],
    ["(cluster:c3", 11, "`)` was expected"],
    ["propensity.x>1", 0, "`propensity.x` is no subject"],
  ])("of another form is refused, and the place is named: %s", (text, at, message) => {
    expect(parseExpression(text)).toEqual({ ok: false, at, message });
  });

  test("is short and shallow", () => {
    expect(parseExpression(`${" ".repeat(MAX_EXPRESSION_CHARS)}level>1`)).toMatchObject({ at: MAX_EXPRESSION_CHARS });
    const nested = (depth: number) => `${"(".repeat(depth)}level>1${")".repeat(depth)}`;
    expect(parseExpression(nested(MAX_DEPTH)).ok).toBe(true);
    expect(parseExpression(nested(MAX_DEPTH + 1))).toMatchObject({ ok: false, at: MAX_DEPTH + 1 });
    expect(parseExpression("!".repeat(400)).ok).toBe(false);
  });

  const name = fc.stringMatching(/^[\w.-]{1,8}$/);
  const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.record({
        op: fc.constant("is" as const),
        subject: fc.constantFrom(...NAMED_SUBJECTS),
        names: fc.array(name, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        op: fc.constant("compare" as const),
        subject: fc.constantFrom("propensity", "level", "intent.compare", "prediction.reach-9"),
        by: fc.constantFrom(...COMPARISONS),
        limit: fc.nat(1_000).map((thousandths) => thousandths / 1_000),
      }),
      fc.record({ op: fc.constant("not" as const), of: tie("expression") }),
      fc.record({
        op: fc.constantFrom("and" as const, "or" as const),
        of: fc.array(tie("expression"), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }));

  test("that is written out is read again as the same", () => {
    fc.assert(
      fc.property(expression, (one) => {
        const text = written(one);
        fc.pre(text.length <= MAX_EXPRESSION_CHARS);
        expect(parseExpression(text)).toEqual({ ok: true, expression: one });
      }),
    );
  });

  test("of any text is read or refused within the text, and never fails otherwise", () => {
    const symbol = fc.constantFrom(
      ...Array.from("|&!(),:.<>= "),
      "cluster",
      "intent",
      "propensity",
      ".6",
      "c3",
      "é",
      "\u0000",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(symbol, { maxLength: 30 }), (symbols) => {
        const text = symbols.join("");
        const parsed = parseExpression(text);
        if (!parsed.ok) expect(parsed.at).toBeLessThanOrEqual(text.length);
        else expect(parseExpression(written(parsed.expression))).toEqual(parsed);
      }),
      { numRuns: 1_000 },
    );
  });
});
