import "fake-indexeddb/auto";
import type { SedgeEvent } from "@sedge/features";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openDB } from "idb";
import { expect, test, vi } from "vitest";
import type { ConsentState } from "../consent-state.ts";
import type { WorkerNotice } from "../worker-api.ts";
import { SHIPPED_MODELS } from "./models/shipped-models.ts";
import { openStore } from "./storage/open-store.ts";
import type { Platform } from "./platform.ts";
import { SedgeWorker } from "./sedge-worker.ts";

const models = join(import.meta.dirname, "../../../../../models");

function consent(...purposes: "classify"[]): ConsentState {
  return {
    decided: true,
    purposes,
    policyVersion: "2026-11",
    day: "2026-11-21",
    source: "api",
    globalPrivacyControl: false,
    because: null,
  };
}

/** A promise that the test resolves. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

/** A started worker whose network answers when the test lets it, with a visit of one page; its classification waits for the models. */
async function classifying(site: string) {
  const network = gate();
  const asked = gate();
  let requests = 0;
  const platform: Platform = {
    host: "worker",
    now: () => Date.now(),
    timer: () => performance.now(),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    fetch: async (input) => {
      requests += 1;
      if (requests === SHIPPED_MODELS.length) asked.open();
      await network.opened;
      const { pathname } = new URL(String(input));
      return new Response(readFileSync(join(models, pathname.replace("/sedge/models/", ""))));
    },
    openStore,
    alone: (_, task) => task(),
    onOnline: () => undefined,
  };
  const worker = new SedgeWorker(platform);
  /** A worker of another tab, which has nothing to do. */
  const otherTab = async () => {
    const other = new SedgeWorker(platform);
    await other.start(options, () => undefined);
    return other;
  };
  const notices: WorkerNotice[] = [];
  const options = {
    site,
    endpoint: "https://edge.example",
    assets: "https://shop.example/sedge/",
    channel: "web",
    withoutBackends: ["webgpu", "wasm"],
    intents: "intent-general",
    consent: consent("classify"),
  };
  await worker.start(options, (notice) => void notices.push(notice));
  const event: SedgeEvent = { kind: "page-view", page: "product", at: Date.now(), item: 1, category: 1, price: 9 };
  await worker.ingest([event]);
  const classification = worker.classify().catch(() => undefined);
  await asked.opened;
  const finished = async () => {
    network.open();
    await classification;
  };
  return { worker, otherTab, notices, finished };
}

/** Names of the rows that the site's database has, by table. */
async function rows(site: string): Promise<Record<string, unknown[]>> {
  const database = await openDB(`sedge-${site}`);
  const names = ["values", "files", "keys", "operations", "ledger"];
  const keys = await Promise.all(names.map((name) => database.getAllKeys(name)));
  database.close();
  return Object.fromEntries(names.map((name, index) => [name, keys[index] ?? []]));
}

test("a classification under way at a withdrawal stores nothing after it", async () => {
  const { worker, notices, finished } = await classifying("withdrawn");
  await worker.setConsent(consent());
  await worker.eraseMyData();
  await finished();
  expect(await rows("withdrawn")).toEqual({ values: [], files: [], keys: [], operations: [], ledger: [] });
  expect(notices.filter(({ type }) => type !== "status")).toEqual([]);
});

test("a classification under way at an erasure does not store the erased journey again", async () => {
  const { worker, notices, finished } = await classifying("erased");
  expect((await rows("erased"))["values"]).toContain("visit");
  await worker.eraseMyData();
  await finished();
  const { values } = await rows("erased");
  expect(values).not.toContain("journey");
  expect(values).not.toContain("visit");
  expect(values).not.toContain("heldCluster");
  expect(notices.filter((notice) => notice.type === "classification" && notice.value.events > 0)).toEqual([]);
});

test("a classification under way stores nothing that another tab has erased meanwhile", async () => {
  const { otherTab, finished } = await classifying("other-tab");
  const other = await otherTab();
  expect((await rows("other-tab"))["values"]).toContain("visit");
  await other.eraseMyData();
  await finished();
  const { values } = await rows("other-tab");
  expect(values).toEqual(["era"]);
});

test("a classification under way stores nothing where another tab has withdrawn and agreed again meanwhile", async () => {
  const { otherTab, finished } = await classifying("agreed-again");
  const other = await otherTab();
  await other.setConsent(consent());
  await other.eraseMyData();
  await other.setConsent(consent("classify"));
  const again: SedgeEvent = { kind: "page-view", page: "home", at: Date.now() + 1_000 };
  await other.ingest([again]);
  await finished();
  await other.classify();
  const database = await openDB("sedge-agreed-again");
  const journey: unknown = await database.get("values", "journey");
  database.close();
  expect(journey).toMatchObject({ visit: { startedAt: again.at } });
});

test("a visit that goes on after an erasure is stored", async () => {
  const { worker, finished } = await classifying("goes-on");
  await worker.eraseMyData();
  await finished();
  await worker.ingest([{ kind: "page-view", page: "home", at: Date.now() }]);
  await worker.classify();
  expect((await rows("goes-on"))["values"]).toEqual(expect.arrayContaining(["journey", "visit"]));
});

test("without a secure context there is one problem that says so", async () => {
  vi.stubGlobal("crypto", { getRandomValues: () => undefined });
  try {
    const worker = new SedgeWorker({} as Platform);
    await expect(worker.start({}, () => undefined)).rejects.toMatchObject({ code: "insecure-context" });
  } finally {
    vi.unstubAllGlobals();
  }
});
