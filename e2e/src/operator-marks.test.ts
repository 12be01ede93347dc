import { expect, test } from "vitest";
import { startEdgeMirror } from "./edge-mirror.ts";
import { openRound } from "./open-round.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS } from "./visitor.ts";

const system = useTestSystem({ operators: { rateLimit: 100_000, edgeVars: { CACHE_SECONDS: "1" } } });
const MARK = "mark-4711";

/** An edge that names another privacy text to each visitor, to know them again by it. */
async function markingEdge(): Promise<string> {
  return startEdgeMirror(system.operators.edgeUrl, (path, answer) => {
    if (!path.endsWith("/manifest") || answer.status !== 200) return answer;
    return {
      ...answer,
      body: Buffer.from(JSON.stringify({ ...JSON.parse(String(answer.body)), policyVersion: MARK })),
    };
  });
}

test("an edge that names another privacy text to a visitor finds it in no message, and in no vote", async () => {
  await openRound(system.operators, { minPeople: 200, seconds: 3_600, spreadSeconds: 1, algorithm: "kmeans" });
  const edgeUrl = await markingEdge();
  const visitor = await system.visitor({ site: await system.otherShop({ endpoint: edgeUrl }) });
  await visitor.arrive("Accept all");
  await visitor.browse();
  await visitor.signIn({ email: "ann@example.org" });
  const sent = () => system.tap.to(edgeUrl).filter(({ method }) => method === "POST");
  const votes = () => sent().filter(({ url }) => url.endsWith("/contributions"));
  await expect.poll(() => votes().length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
  await visitor.page.evaluate(() => window.sedge.eraseMyData());
  await visitor.seeProduct(3);
  await visitor.cluster();
  const requests = system.tap.to(edgeUrl).map(({ url, body }) => `${url} ${String(body)}`);
  expect(requests.filter((request) => /mark-4711|unnamed/.test(request))).toEqual([]);
  expect(requests.filter((request) => request.includes("2026-11")).length).toBeGreaterThan(2);
  const receipts = votes().map(({ body }) => JSON.parse(String(body)).receipt);
  expect(receipts.map((receipt) => Object.keys(receipt).toSorted())).toEqual(receipts.map(() => ["day", "purposes"]));
});

test("a page that names no privacy text sends nothing, and says why", async () => {
  const edgeUrl = await markingEdge();
  const visitor = await system.visitor({ site: await system.otherShop({ endpoint: edgeUrl }) });
  await visitor.page.addInitScript(() => {
    const forget = () => document.querySelector("script[data-policy]")?.removeAttribute("data-policy");
    new MutationObserver(forget).observe(document, { childList: true, subtree: true });
  });
  await visitor.arrive("Accept all");
  expect(await visitor.cluster()).toMatchObject({ source: "device", because: "no-link-consent" });
  const { consent, problem } = await visitor.status();
  expect(consent).toMatchObject({ purposes: ["classify"], policyVersion: "", because: "policy-unnamed" });
  expect(problem?.code).toBe("policy-unnamed");
  expect(system.tap.to(edgeUrl)).toEqual([]);
});
