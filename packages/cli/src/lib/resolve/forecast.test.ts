import { expect, test } from "vitest";
import { forecast, forecastLine, grown } from "./forecast.ts";

test("extrapolates distinct terms by how they grow", () => {
  expect(grown([100, 200], 10)).toBe(2_000);
  expect(grown([100, 100], 10)).toBe(100);
  expect(grown([100, 141.42], 4)).toBeCloseTo(282.8, -1);
});

test("forecasts many records, and none for few", async () => {
  const people = Array.from({ length: 5_000 }, (_, at) => ({
    surname: `name${at % 50}`,
    phone: String(100_000_000 + at),
  }));
  expect(await forecast(people.slice(0, 4_999), {})).toBeUndefined();
  const found = await forecast(people, {});
  expect(found?.records).toBe(5_000);
  expect(found?.terms).toBeGreaterThan(5_000);
  expect(found?.termsPerSecond).toBeGreaterThan(0);
});

test("says what a run takes", () => {
  expect(forecastLine({ records: 1_000_000, terms: 12_345_678, termsPerSecond: 20_000 })).toBe(
    "forecast: 1000000 records have about 12000000 different terms; their tokens take about 11 min (20000 terms a second) and 618 MB; linking comes after that",
  );
});
