import { expect, test } from "vitest";
import { DAY, Operators, START } from "../../../test/operators.ts";
import { NEW_SITE } from "./site-history.ts";
import { refusalToSign } from "./refusal-to-sign.ts";

test("an operator signs a site's first statement and each next one, and what it signed so passes the device's rule", async () => {
  const operators = new Operators();
  expect(refusalToSign(operators.statement(), "demo", NEW_SITE, [], START)).toBeUndefined();
  await operators.publish();
  const { history, now } = operators;
  expect(refusalToSign(operators.statement(), "demo", history, [now], now + 300)).toBeUndefined();
});

test("an operator refuses a statement that does not continue what the site has published", async () => {
  const operators = new Operators();
  await operators.publish();
  const { history, now } = operators;
  const refusal = (changes: object, at = now) =>
    refusalToSign({ ...operators.statement(), ...changes }, "demo", history, [now], at);
  const { policy } = operators.statement();
  expect(refusalToSign(operators.statement(), "other", history, [now], now)).toBe("another-site");
  expect(refusal({ number: 3 })).toBe("number");
  expect(refusal({ number: 1, previousSize: null })).toBe("number");
  expect(refusal({ history: policy })).toBe("history");
  expect(refusal({ previousSize: 0 })).toBe("history");
  expect(refusal({ previousSize: null })).toBe("history");
  expect(refusal({ issued: now - 1 })).toBe("issued");
  expect(refusal({ issued: now + 301 })).toBe("issued");
  expect(refusal({}, now - 301)).toBe("issued");
});

test("an operator refuses the fifth statement within a day", async () => {
  const operators = new Operators();
  await operators.publish();
  const { history, now } = operators;
  const signed = [now - 3 * 3_600, now - 2 * 3_600, now - 3_600, now];
  const refusal = (issued: readonly number[]) => refusalToSign(operators.statement(), "demo", history, issued, now);
  expect(refusal(signed)).toBe("changes-too-often");
  expect(refusal(signed.slice(1))).toBeUndefined();
  expect(refusal([now - DAY, ...signed.slice(1)])).toBeUndefined();
});
