import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { CONNECTOR_BUDGET_SETTINGS, connectorLimits } from "./connector-limits.ts";
import { ADDRESS_BUDGET_SETTINGS, addressLimits, PRF_BUDGET_SETTINGS, prfLimits } from "./prf-limits.ts";

const Prf = v.object(PRF_BUDGET_SETTINGS);
const Address = v.object(ADDRESS_BUDGET_SETTINGS);
const Connector = v.object(CONNECTOR_BUDGET_SETTINGS);

describe("a deployment's budgets", () => {
  test("have the documented defaults", () => {
    expect(prfLimits(v.parse(Prf, {}))).toEqual({
      pages: { perMinute: 3_000, perDay: 500_000 },
      connector: { perMinute: 30_000, perDay: 5_000_000 },
    });
    expect(addressLimits(v.parse(Address, {}))).toEqual({ perMinute: 600, perDay: 10_000 });
    expect(connectorLimits(v.parse(Connector, {}))).toEqual({
      deliveries: { perMinute: 60_000, perDay: 10_000_000 },
      reads: { perMinute: 6_000, perDay: 500_000 },
      exports: { perMinute: 60, perDay: 1_000 },
    });
  });

  test("are read from the variable of the same name, as a number or as text", () => {
    const named = (names: readonly string[]) =>
      Object.fromEntries(names.map((name, index) => [name, String(index + 1)]));
    expect(prfLimits(v.parse(Prf, named(Object.keys(PRF_BUDGET_SETTINGS))))).toEqual({
      pages: { perMinute: 1, perDay: 2 },
      connector: { perMinute: 3, perDay: 4 },
    });
    expect(
      addressLimits(v.parse(Address, { PRF_ADDRESS_ELEMENTS_PER_MINUTE: 7, PRF_ADDRESS_ELEMENTS_PER_DAY: "8" })),
    ).toEqual({ perMinute: 7, perDay: 8 });
    expect(connectorLimits(v.parse(Connector, named(Object.keys(CONNECTOR_BUDGET_SETTINGS))))).toEqual({
      deliveries: { perMinute: 1, perDay: 2 },
      reads: { perMinute: 3, perDay: 4 },
      exports: { perMinute: 5, perDay: 6 },
    });
  });

  test.each(["0", "-1", "1.5", "many", "Infinity"])("are whole numbers from 1: %s is refused", (value) => {
    expect(v.is(Prf, { PRF_PAGE_ELEMENTS_PER_MINUTE: value })).toBe(false);
    expect(v.is(Connector, { CONNECTOR_READS_PER_DAY: value })).toBe(false);
  });
});
