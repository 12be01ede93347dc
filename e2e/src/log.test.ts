import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installWebkit, type Operators, startWebkitDisplay, type WebkitDisplay, WebkitHost } from "@sedge/testbed";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startEdgeMirror } from "./edge-mirror.ts";
import { EngineVisitor } from "./engine-visitor.ts";
import { isFirefox } from "./launch-browser.ts";
import { startOperators } from "./operators.ts";
import { sedgeIn } from "./sedge-command.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS } from "./visitor.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-log-"));
const OPTIONS = { log: true, rateLimit: 100_000, edgeVars: { CACHE_SECONDS: "1" } } as const;
const system = useTestSystem({ operators: { ...OPTIONS, persistTo: join(folder, "shown-to-all") } });

/** The same operators with the same keys and another log: what they show to one device alone. */
let twins: Operators;
beforeAll(async () => {
  const persistTo = join(folder, "shown-to-one");
  cpSync(join(folder, "shown-to-all", "secrets.json"), join(persistTo, "secrets.json"));
  twins = await startOperators({ ...OPTIONS, persistTo });
});
afterAll(async () => {
  await twins.stop();
  rmSync(folder, { recursive: true });
});

interface Manifest {
  readonly minPeople: number;
  readonly prf: { readonly epoch: number; readonly edgeKey: string; readonly aggregatorKey: string };
  readonly codebook: { readonly generation: number; readonly sha256: string };
}

/** A shop whose edge shows this visitor another manifest. */
async function lyingShop(lie: (manifest: Manifest) => object): Promise<{ site: string; edgeUrl: string }> {
  const edgeUrl = await startEdgeMirror(system.operators.edgeUrl, (path, answer) =>
    path.endsWith("/manifest") && answer.status === 200
      ? { ...answer, body: Buffer.from(JSON.stringify(lie(JSON.parse(String(answer.body))))) }
      : answer,
  );
  return { site: await system.otherShop({ endpoint: edgeUrl }), edgeUrl };
}

const manifestOf = async ({ edgeUrl }: Operators) => (await fetch(`${edgeUrl}/v1/sites/demo/manifest`)).json();

test("a visitor of a page that pins the log is linked, and no request but the manifest's is about statements", async () => {
  const visitor = await system.visitor();
  await visitor.arrive("Accept all");
  await visitor.browse();
  await visitor.signIn({ email: "stated@example.org" });
  await expect.poll(async () => (await visitor.status()).statement, { timeout: PATIENCE_MS }).toBe("proven");
  const paths = system.tap.to(system.operators.edgeUrl).map(({ url }) => new URL(url).pathname.split("/").at(-1));
  await expect
    .poll(() =>
      system.tap
        .to(system.operators.edgeUrl)
        .map(({ url }) => url)
        .join(" "),
    )
    .toContain("/links");
  expect(paths.filter((path) => /checkpoint|tile|statement/.test(String(path)))).toEqual([]);
  expect(system.tap.to(system.operators.aggregatorUrl)).toEqual([]);
  expect((await visitor.status()).problem).toBeNull();
});

describe("an edge that shows one visitor", () => {
  const key = "A".repeat(43);
  const lies: [string, string, (manifest: Manifest) => object][] = [
    ["a lower k", "statement-differs", (manifest) => ({ ...manifest, minPeople: 2 })],
    ["a PRF key of its own", "statement-differs", ({ prf, ...rest }) => ({ ...rest, prf: { ...prf, edgeKey: key } })],
    ["a key epoch of its own", "statement-differs", ({ prf, ...rest }) => ({ ...rest, prf: { ...prf, epoch: 4711 } })],
    [
      "a codebook of its own",
      "statement-differs",
      (manifest) => ({ ...manifest, codebook: { generation: 4711, sha256: "a".repeat(64) } }),
    ],
    ["no statement", "statement-missing", (manifest) => ({ ...manifest, statement: undefined })],
  ];
  test.each(lies)("%s gets nothing of this visitor", async (_, code, lie) => {
    const { site, edgeUrl } = await lyingShop(lie);
    const visitor = await system.visitor({ site });
    await visitor.arrive("Accept all");
    await visitor.browse();
    await expect.poll(async () => (await visitor.status()).problem?.code, { timeout: PATIENCE_MS }).toBe(code);
    expect((await visitor.status()).statement).toBe("refused");
    expect(await visitor.cluster()).toMatchObject({ source: "device" });
    const sent = system.tap.to(edgeUrl).filter(({ method }) => method === "POST");
    expect(sent.map(({ url }) => url)).toEqual([]);
  });
});

/** A shop whose edge shows its visitors the other log after `fork`. */
async function forkingShop(): Promise<{ site: string; fork: () => void }> {
  const other: unknown = await manifestOf(twins);
  let isForked = false;
  const { site } = await lyingShop((manifest) => (isForked ? Object(other) : manifest));
  return { site, fork: () => (isForked = true) };
}

test("a device that has seen one log refuses another of the same key, and goes on with what it has", async () => {
  const { site, fork } = await forkingShop();
  const visitor = await system.visitor({ site });
  await visitor.arrive("Accept all");
  await visitor.browse();
  await expect.poll(async () => (await visitor.status()).statement, { timeout: PATIENCE_MS }).toBe("proven");
  fork();
  await visitor.page.reload();
  await visitor.browse();
  await expect.poll(async () => (await visitor.status()).statement, { timeout: PATIENCE_MS }).toBe("refused");
  expect((await visitor.status()).problem).toMatchObject({
    code: "statement-not-proven",
    message: expect.stringContaining("log-forks"),
  });
});

describe.skipIf(isFirefox)("a page in WebKit", () => {
  const webkit = installWebkit();
  let display: WebkitDisplay | undefined;
  beforeAll(async () => {
    if (webkit.skipped === undefined) display = await startWebkitDisplay();
  });
  afterAll(() => display?.stop());

  test("that pins the log proves its manifest, and refuses another log of the same key", async ({ skip }) => {
    if (webkit.skipped !== undefined || !display) return skip(webkit.skipped ?? "no display");
    const { site, fork } = await forkingShop();
    const host = await WebkitHost.start({ display, address: site, tap: system.tap });
    onTestFinished(() => host.stop());
    const visitor = new EngineVisitor(host, site);
    const statement = async () => (await visitor.status()).statement;
    await visitor.goTo("/");
    await expect.poll(() => host.messagesOf("ready").length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    await host.decide({ classify: true, link: true });
    await visitor.isRunning();
    await expect.poll(statement, { timeout: PATIENCE_MS }).toBe("proven");
    // A page that is left during a write can lock WebKit's IndexedDB permanently: decision 0026.
    await visitor.cluster();
    fork();
    await visitor.goTo("/skirts");
    await visitor.isRunning();
    await expect.poll(statement, { timeout: PATIENCE_MS }).toBe("refused");
    expect((await visitor.status()).problem?.message).toContain("log-forks");
  });
});

test("sedge log verify finds nothing wrong with the log, and sedge log watch finds within one interval that two devices are shown two", async () => {
  await Promise.all([manifestOf(system.operators), manifestOf(twins)]);
  const { aggregatorUrl, logKey = "" } = system.operators;
  const verified = await sedgeIn(folder, ["log", "verify", aggregatorUrl, "--log-key", logKey]);
  expect(verified.out).toMatch(/^sedge-log: \d+ entries of 1 sites, root \S+, no findings\n$/);
  const began = Date.now();
  const watched = await sedgeIn(folder, [
    "log",
    "watch",
    aggregatorUrl,
    "--view",
    twins.aggregatorUrl,
    "--log-key",
    logKey,
    "--interval",
    "5",
  ]);
  expect([watched.exitCode, watched.out]).toEqual([2, expect.stringContaining("fork")]);
  expect(Date.now() - began).toBeLessThan(30_000);
});
