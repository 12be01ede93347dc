import { describe, expect, test } from "vitest";
import { normalisedIdentifiers } from "./normalised-identifier.ts";

/** Which kinds are used of what a page gave, and the codes reported. */
async function used(given: unknown) {
  const reported: string[] = [];
  const identifiers = await normalisedIdentifiers("demo", given, undefined, (code, message) => {
    reported.push(code);
    expect(message).not.toMatch(/jo@|not a phone/);
  });
  return { kinds: identifiers.map(({ kind }) => kind), reported };
}

describe("a value that does not fit keeps the others", () => {
  test.each([
    [{ email: "jo@example.org", phone: "not a phone", account: "u-1" }, ["email", "account"], ["bad-phone"]],
    [{ email: "nobody", account: 42 }, ["account"], ["bad-email"]],
    [{ email: false, phone: "+4930123456", loyalty: "x".repeat(400) }, ["phone"], ["bad-identifier", "bad-identifier"]],
    [{ email: "jo@example.org", account: 2 ** 60 }, ["email"], ["bad-identifier"]],
    [{ account: 0 }, ["account"], []],
    [{ email: "jo@example.org", phone: null, plan: "pro" }, ["email"], []],
  ])("%j", async (given, kinds, reported) => expect(await used(given)).toEqual({ kinds, reported }));

  test("a number is the same account as its digits", async () => {
    const inputs = [1234567, "1234567"].map((account) =>
      normalisedIdentifiers("demo", { account }, undefined, () => undefined),
    );
    const [number, text] = await Promise.all(inputs);
    expect(number).toEqual(text);
  });
});

test.each([
  [{ phone: "not a phone" }, "bad-phone"],
  [{ account: 1.5 }, "bad-identifier"],
  [{ email: {}, phone: "x" }, "bad-identifier"],
  [{}, "no-identifier"],
  [null, "no-identifier"],
])("where no value fits, the first one's error is thrown: %j", async (given, code) => {
  await expect(used(given)).rejects.toMatchObject({ code });
});
