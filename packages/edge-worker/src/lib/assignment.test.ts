import { clusterOf } from "@sedge/features";
import { Refusal } from "@sedge/operator";
import type { LinkKeys } from "@sedge/privacy/link-key";
import {
  type Assignment,
  Codebook,
  Codeword,
  type LinkResult,
  type ProfileExport,
  type SignedAction,
} from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { storeCodebook } from "../../test/publishing.ts";
import { act, address, problem, problemOf, somebody } from "../../test/visitor.ts";
import { checkedCodebook } from "./assignment.ts";
import type { Site } from "./site.ts";
import type { SiteFiles } from "./site-files.ts";

type Edge = ReturnType<typeof clockedEdge>;

/** The path whose first step is counted from the end. */
function turnedPath({ cells }: Codebook, path: string): string {
  const last = cells.filter((cell) => /^\d+$/.test(cell.path)).length - 1;
  return path.replace(/^\d+/, (first) => String(last - Number(first)));
}

/** The codebook with its cells in the same places under other paths. */
function turned(codebook: Codebook, generation: number): Codebook {
  const cells = codebook.cells.map((cell) => ({ ...cell, path: turnedPath(codebook, cell.path) }));
  return v.parse(Codebook, { ...codebook, generation, source: "round", cells });
}

/** The newest codebook that the edge serves. */
async function served({ ask, manifest }: Edge): Promise<Codebook> {
  const answer = await manifest();
  if (answer instanceof Response) throw new Error("no manifest");
  const response = await ask(new Request(address("codebook", { sha256: answer.codebook.sha256 })));
  return v.parse(Codebook, await response.json());
}

/** Has the edge serve the codebook, which no round gave. */
async function publish({ manifest, passMinutes }: Edge, codebook: Codebook): Promise<void> {
  await storeCodebook(JSON.stringify(codebook));
  passMinutes(2);
  expect(await manifest()).toMatchObject({ codebook: { generation: codebook.generation } });
}

/** A signed action at the edge's own time. */
async function send<Answer>(edge: Edge, action: SignedAction, signers: LinkKeys[], body?: object): Promise<Answer> {
  const response = await act(action, signers, { issuedAt: edge.seconds(), ...(body && { body }) }, (request) =>
    edge.ask(request),
  );
  expect(response.status).toBe(200);
  return response.json();
}

/** A deep cell of the prior, which enough people share. */
const DEEP = "1.2.1";
/** The cell beside it. */
const BESIDE = "1.2.0";

/** A person with a codeword of the prior from the app, and a browser without any yet. */
async function knownFromApp() {
  const edge = clockedEdge();
  const prior = await served(edge);
  const [browser, app] = [await somebody(), await somebody()];
  const codeword = v.parse(Codeword, { generation: prior.generation, path: DEEP });
  await send(edge, "link", [browser, app]);
  await send(edge, "assign", [app], { channel: "app", codeword });
  const found = clusterOf(prior, codeword);
  if (found?.level !== 3) throw new Error("the prior lacks the cell");
  return { edge, prior, browser, app, codeword, found };
}

describe("a cell's number of people", () => {
  /** A codebook of a root and one cell that `count` people share, as the edge keeps it. */
  function filesOf(count: number): SiteFiles {
    const cell = { count, spread: 1, intents: [] };
    const cells = [
      { ...cell, path: "", count: 1_000, centroid: [0] },
      { ...cell, path: "0", centroid: [0] },
    ];
    const codebook = { generation: 3, cells } as unknown as Codebook;
    return { aggregatorKeys: new Map(), codebooks: [{ codebook, sha256: "", text: "" }] };
  }
  const site = { id: "demo", allowedOrigins: [], minPeople: 37, policyVersion: "1" } as unknown as Site;
  const codeword = (path: string) => v.parse(Codeword, { generation: 3, path });

  // Red when assignment.ts compares with `<=` or with k - 1 or k + 1.
  test("is answered from k on, and refused below it", () => {
    for (const count of [37, 38]) {
      expect(checkedCodebook(filesOf(count), site, codeword("0")).generation).toBe(3);
    }
    for (const count of [36, 1, 0]) {
      expect(() => checkedCodebook(filesOf(count), site, codeword("0"))).toThrow(new Refusal("below-minimum-people"));
    }
  });

  test("is not checked at the root cell", () => {
    const files = filesOf(37);
    expect(checkedCodebook(files, { ...site, minPeople: 2_000 }, codeword("")).generation).toBe(3);
  });
});

describe("a channel's codeword of an earlier generation", () => {
  test("is fused with another channel's codeword in the new generation, and stored unchanged", async () => {
    const { edge, prior, browser, codeword, found } = await knownFromApp();
    const next = turned(prior, 1);
    await publish(edge, next);
    const root = { channel: "web", codeword: { generation: 1, path: "" } };
    // The web's root says nothing, so that the cluster is what the app says: of the same place, under another path.
    const alone = await send<Assignment>(edge, "assign", [browser], root);
    expect({ ...alone, channels: alone.channels.toSorted() }).toEqual({
      ...found,
      generation: 1,
      channels: ["app", "web"],
    });
    const near = { channel: "web", codeword: { generation: 1, path: turnedPath(prior, BESIDE) } };
    const fused = await send<Assignment>(edge, "assign", [browser], near);
    expect(fused.channels.toSorted()).toEqual(["app", "web"]);
    const { observations, assignment } = await send<ProfileExport>(edge, "export", [browser]);
    expect(observations).toContainEqual(expect.objectContaining({ channel: "app", codeword }));
    expect(assignment).toEqual(fused);
  });

  test("is carried over three generations, and no further", async () => {
    const { edge, prior, browser, app, codeword, found } = await knownFromApp();
    for (const generation of [1, 2, 3]) await publish(edge, turned(prior, generation));
    const linked = await send<LinkResult>(edge, "link", [browser, app]);
    expect(linked.assignment).toEqual({ ...found, generation: 3, channels: ["app"] });
    await publish(edge, turned(prior, 4));
    const later = await send<ProfileExport>(edge, "export", [browser]);
    expect(later.assignment).toBeNull();
    expect(later.observations).toEqual([{ token: app.token, channel: "app", codeword }]);
  });

  test("is never carried to a cell that fewer than k share", async () => {
    const { edge, prior, browser } = await knownFromApp();
    const cells = prior.cells.map((cell) => (cell.path === DEEP ? { ...cell, count: 49 } : cell));
    await publish(edge, v.parse(Codebook, { ...prior, generation: 1, cells }));
    const root = { channel: "web", codeword: { generation: 1, path: "" } };
    expect(await send(edge, "assign", [browser], root)).toMatchObject({ generation: 1, level: 2 });
  });

  test("rejects a device's codeword of an outdated generation", async () => {
    const { edge, prior, browser, codeword } = await knownFromApp();
    for (const generation of [1, 2]) await publish(edge, turned(prior, generation));
    const changes = { issuedAt: edge.seconds(), body: { channel: "web", codeword } };
    const response = await act("assign", [browser], changes, (request) => edge.ask(request));
    expect(await problemOf(response)).toEqual(problem(422, "unknown-codeword"));
  });
});
