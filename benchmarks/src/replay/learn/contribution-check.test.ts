import { expect, test } from "vitest";
import { contributionFigures, ledgerFaults } from "./contribution-check.ts";

const line = (changes: object = {}) => ({
  method: "POST",
  url: "http://edge/v1/sites/demo/contributions",
  body: "vote",
  status: 200,
  rows: [4, 5],
  purpose: "learn",
  microEpsilon: 1_999_999,
  ...changes,
});
const manifest = line({ method: "GET", url: "http://edge/manifest", rows: [], purpose: "link", microEpsilon: 0 });

test("accepts one vote in row 4 with the round's cost, and its repetition", () => {
  expect(ledgerFaults([manifest, line()], 2)).toEqual([]);
  expect(ledgerFaults([line({ status: -1 }), line({ microEpsilon: 0 })], 2)).toEqual([]);
});

test.each([
  ["no contribution was received", [line({ status: 0 })]],
  ["a contribution is not in row 4 under learn", [line({ rows: [5] })]],
  ["a contribution is not in row 4 under learn", [line({ purpose: "link" })]],
  ["two different contributions", [line(), line({ body: "another", microEpsilon: 0 })]],
  ["paid more than once", [line(), line()]],
  ["the ledger has 0 millionths of epsilon, the round costs 2000000", [line({ microEpsilon: 0 })]],
  ["the ledger has 1000000 millionths of epsilon, the round costs 2000000", [line({ microEpsilon: 1e6 })]],
  ["a request other than a contribution spent epsilon", [line(), { ...manifest, microEpsilon: 1 }]],
])("%s", (fault, ledger) => {
  expect(ledgerFaults(ledger, 2)).toEqual([fault]);
});

test("reports a missing contribution and cost for an empty ledger", () => {
  expect(ledgerFaults([manifest], 2)).toEqual([
    "no contribution was received",
    "the ledger has 0 millionths of epsilon, the round costs 2000000",
  ]);
});

test("counts sent contributions, and visits with a received one", () => {
  const { url } = line();
  const request = (length: number, status: number, tookMs: number) => ({
    method: "POST",
    url,
    status,
    tookMs,
    body: Buffer.alloc(length),
  });
  const reached = [
    request(11, 200, 5),
    request(13, 503, 70),
    request(13, 200, 6),
    { ...request(9, 200, 1), url: "/x" },
  ];
  expect(contributionFigures([[line()], [line({ status: 503 }), line()], [manifest]], reached)).toEqual({
    sent: 3,
    received: 2,
    visits: 2,
    bodyBytesP50: 13,
    bodyBytesP95: 13,
    tookP50Ms: 6,
    tookP95Ms: 70,
  });
});
