import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { printCondition } from "./condition.ts";
import { MAX_CONDITION_CHARS, MAX_CONDITION_DEPTH, parseCondition } from "./parse-condition.ts";
import { type Evaluator, MEASURED_SUBJECTS, NAMED_SUBJECTS } from "./subjects.ts";

const EVALUATORS: readonly Evaluator[] = ["page", "edge"];

test("`&` binds more tightly than `|`, names are alternatives, and white space has no meaning", () => {
  expect(parseCondition(" cluster:c3,c4 | intent : compare & propensity>.6|!( stage:trouble ) ", "page")).toEqual({
    ok: true,
    condition: {
      op: "any",
      of: [
        { op: "is", subject: "cluster", names: ["c3", "c4"] },
        {
          op: "all",
          of: [
            { op: "is", subject: "intent", names: ["compare"] },
            { op: "compare", subject: "propensity", by: ">", limit: 0.6 },
          ],
        },
        { op: "not", of: { op: "is", subject: "stage", names: ["trouble"] } },
      ],
    },
  });
  expect(parseCondition("intent.compare>=0.25", "page")).toMatchObject({
    condition: { subject: "intent.compare", by: ">=", limit: 0.25 },
  });
  expect(parseCondition("transitions.web.shop-till>=2", "edge")).toMatchObject({
    condition: { subject: "transitions.web.shop-till", by: ">=", limit: 2 },
  });
});

test.each([
  ["", 0, "a subject such as `cluster` or `confidence` was expected"],
  ["cluster", 7, "`:` was expected after `cluster`"],
  ["cluster>3", 7, "`:` was expected after `cluster`"],
  ["cluster:", 8, "a name was expected"],
  ["cluster:c3,", 11, "a name was expected"],
  ["cluster:c3 |", 12, "a subject such as `cluster` or `confidence` was expected"],
  ["cluster:c3 c4", 11, "`|`, `&` or the end was expected"],
  ["colour:red", 0, "`colour` is no subject"],
  ["Cluster:c3", 0, "a subject such as `cluster` or `confidence` was expected"],
  ["constructor:red", 0, "`constructor` is no subject"],
  ["cluster:c1 & moon.x>1", 13, "`moon.x` is no subject"],
  ["propensity:.6", 10, "`>`, `>=`, `<` or `<=` was expected"],
  ["propensity>x", 11, "a number such as `.6` was expected"],
  ["propensity>1e3", 12, "`|`, `&` or the end was expected"],
  ["propensity>.1234567", 18, "`|`, `&` or the end was expected"],
  ["(cluster:c3", 11, "`)` was expected"],
  ["propensity.x>1", 0, "`propensity.x` is no subject"],
])("refuses %j and says where and why", (text, at, message) => {
  expect(parseCondition(text, "page")).toEqual({ ok: false, at, message });
});

test("refuses a condition that is too long or nested too deep", () => {
  expect(parseCondition(`${" ".repeat(MAX_CONDITION_CHARS)}level>1`, "page")).toEqual({
    ok: false,
    at: MAX_CONDITION_CHARS,
    message: "a condition has at most 4000 characters",
  });
  const nested = (depth: number) => `${"(".repeat(depth)}level>1${")".repeat(depth)}`;
  expect(parseCondition(nested(MAX_CONDITION_DEPTH), "page").ok).toBe(true);
  expect(parseCondition(nested(MAX_CONDITION_DEPTH + 1), "page")).toEqual({
    ok: false,
    at: MAX_CONDITION_DEPTH + 1,
    message: "conditions nest at most 16 deep",
  });
  expect(parseCondition("!".repeat(400), "page").ok).toBe(false);
});

test("prints parentheses only where the grammar needs them", () => {
  const text = "cluster:c1 & (stage:buy | !(level>=2 & channel:web)) & (level<1 & level>0) | !!confidence<=.5";
  const parsed = parseCondition(text, "page");
  if (!parsed.ok) throw new Error(parsed.message);
  expect(printCondition(parsed.condition)).toBe(text.replace(".5", "0.5"));
});

describe("a subject is accepted where it is known, and refused elsewhere with the place that knows it", () => {
  const example = (subject: string, rest: string) => `${subject.endsWith(".") ? `${subject}web` : subject}${rest}`;
  const subjects = [
    ...Object.entries(NAMED_SUBJECTS).map(([name, known]) => [example(name, ":c1"), known] as const),
    ...Object.entries(MEASURED_SUBJECTS).map(([name, known]) => [example(name, ">1"), known] as const),
  ];
  test.each(subjects)("%s: %j", (text, known) => {
    const accepted = EVALUATORS.filter((evaluator) => parseCondition(`level>1 & ${text}`, evaluator).ok);
    expect(accepted).toEqual(known);
  });
  test("by one sentence", () => {
    expect(parseCondition("level>1 & hours-since.app>2", "page")).toEqual({
      ok: false,
      at: 10,
      message: "`hours-since.app` is known only to the edge, in trigger rules",
    });
    expect(parseCondition("intent.buy>.2", "edge")).toEqual({
      ok: false,
      at: 0,
      message: "`intent.buy` is known only to the page, in page rules",
    });
  });
});

test("the documentation lists every subject, and who knows it", () => {
  const text = readFileSync(join(import.meta.dirname, "../../../../../docs/conditions.md"), "utf8");
  const rows = [...text.matchAll(/^\| (`[^|]+[:>]`) \| (✓?) ?\| (✓?) ?\|/gm)];
  const listed = rows.flatMap(([, names = "", onPage, atEdge]) => {
    const known = EVALUATORS.filter((evaluator) => (evaluator === "page" ? onPage : atEdge) === "✓");
    // `cluster.web:` is listed for every code.
    return names.split(", ").map((name) => {
      const kind = name.endsWith(":`") ? "named" : "measured";
      return `${kind} ${name.replace(/\..*/, ".").replace(/[`:>]/g, "")}: ${known.join()}`;
    });
  });
  const subjects = (kind: string, table: typeof NAMED_SUBJECTS) =>
    Object.entries(table).map(([name, known]) => `${kind} ${name}: ${known.join()}`);
  expect(listed.sort()).toEqual(
    [...subjects("named", NAMED_SUBJECTS), ...subjects("measured", MEASURED_SUBJECTS)].sort(),
  );
});
