import { abortAllDurableObjects } from "cloudflare:test";
import { afterEach, expect, test } from "vitest";
import type { EdgeRouteName } from "@sedge/protocol/routes";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { connectorOf, postDelivery } from "../../test/delivery.ts";
import { failDatabase } from "../../test/failing-database.ts";
import { admin } from "../../test/operator.ts";
import { storage } from "../../test/shards.ts";
import {
  act,
  address,
  blindedElement,
  envelope,
  message,
  post,
  problem,
  problemOf,
  RECEIPT,
  somebody,
} from "../../test/visitor.ts";

let restore: (() => void) | undefined;
afterEach(() => restore?.());

test("while D1 is down, requests at an identity shard that starts have to wait, and succeed once D1 is back", async () => {
  const [keys, other] = [await somebody(), await somebody()];
  expect((await act("link", [keys])).status).toBe(200);
  await abortAllDurableObjects();
  restore = failDatabase();
  const before = await storage();
  for (const action of ["export", "unlink", "link", "erase"] as const) {
    const receipt = action === "erase" ? { ...RECEIPT, purposes: [] } : RECEIPT;
    const response = await act(action, action === "link" ? [keys, other] : [keys], { receipt });
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await problemOf(response)).toEqual(problem(503, "storage-unavailable"));
  }
  expect(await storage()).toEqual(before);
  restore();
  expect((await act("export", [keys])).status).toBe(200);
  expect((await act("link", [keys, other])).status).toBe(200);
});

test.each([
  ["has its site's settings in memory", true],
  ["starts", false],
])("while D1 is down, a Worker that %s answers no route with an internal error", async (_, isWarm) => {
  const { ask } = clockedEdge();
  const to = (request: Request) => ask(request);
  const keys = await somebody();
  const signer = await connectorOf("call-centre", to);
  if (isWarm) await act("link", [keys], {}, to);
  restore = failDatabase();
  const { ask: fresh } = isWarm ? { ask } : clockedEdge();
  const item = await envelope([keys], message("link"));
  const read = (route: EdgeRouteName) => fresh(new Request(address(route)));
  const prf = { epoch: 1, blinded: [blindedElement()], receipt: RECEIPT };
  // What a Worker has in memory, it may go on answering.
  const responses = [
    await read("manifest"),
    await read("round"),
    await post("prf", prf, {}, (request) => fresh(request)),
    await act("link", [keys], {}, (request) => fresh(request)),
    await postDelivery(signer, "call-centre", [item], {}, (request) => fresh(request)),
    await admin("sagas", undefined, (request) => fresh(request)),
  ];
  const failed = responses.filter(({ status }) => status >= 500);
  expect(failed.length).toBeGreaterThanOrEqual(isWarm ? 2 : responses.length - 1);
  for (const response of failed) {
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await problemOf(response)).toEqual(problem(503, "storage-unavailable"));
  }
});
