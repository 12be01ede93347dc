import * as v from "valibot";
import { expect, test } from "vitest";
import { MisconfiguredError, readSettings, Secret, secretBytes } from "./secret.ts";

const Settings = v.object({ PRF_SEED: Secret, TIER: v.picklist(["one", "two"]) });
const good = { PRF_SEED: Buffer.alloc(32, 7).toString("base64url"), TIER: "one", BINDING: {} };

test("settings are read, bindings left alone", () => {
  expect(readSettings(Settings, good)).toEqual({ PRF_SEED: good.PRF_SEED, TIER: "one" });
  expect(secretBytes(readSettings(Settings, good).PRF_SEED)).toEqual(new Uint8Array(32).fill(7));
});

test("what is missing, short or wrong is named, and its value is not", () => {
  const short = Buffer.alloc(31, 7).toString("base64url");
  for (const [changes, names] of [
    [{ PRF_SEED: undefined }, ["PRF_SEED"]],
    [{ PRF_SEED: short }, ["PRF_SEED"]],
    [{ PRF_SEED: short, TIER: "canary" }, ["PRF_SEED", "TIER"]],
  ] as const) {
    const error = (() => {
      try {
        return readSettings(Settings, { ...good, ...changes });
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(error).toMatchObject({ settings: names });
    expect(String(error)).not.toMatch(/canary|BwcH/);
  }
});
