import { deriveLinkKeys, type LinkKeys } from "@sedge/privacy/link-key";
import type { ProfileExport } from "@sedge/protocol";
import { expect, test } from "vitest";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { offered, redeem } from "../../test/landing-links.ts";
import { changeEpochs } from "../../test/operator.ts";
import { file, JANE, JANE_MISSPELT } from "../../test/record.ts";
import { expectSound } from "../../test/shards.ts";
import { act, somebody } from "../../test/visitor.ts";

const keysOf = (epoch: number) => deriveLinkKeys(crypto.getRandomValues(new Uint8Array(64)), "demo", epoch);
const ROOT = { channel: "web", codeword: { generation: 0, path: "" } };

type Edge = ReturnType<typeof clockedEdge>;
const ask = (edge: Edge) => (request: Request) => edge.ask(request);
const epochsOf = (epoch: number, ...keys: readonly LinkKeys[]) =>
  Object.fromEntries(keys.map(({ token }) => [token, epoch]));

async function exported(keys: LinkKeys, edge: Edge): Promise<ProfileExport> {
  return (await act("export", [keys], { epochs: epochsOf(2, keys) }, ask(edge))).json();
}

/** The holder of an old token comes back and makes a new one. */
async function returned(old: LinkKeys, edge: Edge): Promise<LinkKeys> {
  const young = await keysOf(2);
  const epochs = { ...epochsOf(1, old), ...epochsOf(2, young) };
  expect((await act("link", [old, young], { epochs }, ask(edge))).status).toBe(200);
  return young;
}

test("a guest device is a guest still after its recipient's old key was retired, and inherits nothing", async () => {
  const edge = clockedEdge();
  const [mine, theirs] = [await offered({}, edge), await offered({}, edge)];
  for (const { recipient } of [mine, theirs]) await act("assign", [recipient], { body: ROOT }, ask(edge));
  await changeEpochs({ action: "begin", epoch: 2 }, ask(edge));
  edge.passMinutes(1);
  const [guest, other] = [await keysOf(2), await keysOf(2)];
  expect((await redeem(mine.landingLink, guest, { epochs: epochsOf(2, guest) }, edge)).status).toBe(200);
  // This recipient never comes back.
  expect((await redeem(theirs.landingLink, other, { epochs: epochsOf(2, other) }, edge)).status).toBe(200);
  const young = await returned(mine.recipient, edge);
  await changeEpochs({ action: "retire", epoch: 1 }, ask(edge));
  edge.passMinutes(1);

  const seen = await exported(guest, edge);
  expect(seen.tokens).toEqual([guest.token]);
  expect(seen.assignment).toMatchObject({ channels: ["web"] });
  expect(JSON.stringify(seen)).not.toContain(young.token);
  const own = await exported(young, edge);
  expect(own.tokens.toSorted()).toEqual([guest.token, young.token].sort());
  expect(own.edges).toMatchObject([{ weight: 12 }]);
  expect(await exported(other, edge)).toMatchObject({ tokens: [other.token], observations: [], assignment: null });
  await expectSound();
});

test("two records that are one person's by likeness alone are so by likeness after their old keys were retired", async () => {
  const edge = clockedEdge();
  const [crm, till] = [await somebody(), await somebody()];
  await file({ keys: crm, person: JANE });
  await file({ keys: till, person: JANE_MISSPELT, channel: "shop-till" });
  await changeEpochs({ action: "begin", epoch: 2 }, ask(edge));
  edge.passMinutes(1);
  const [one, other] = [await returned(crm, edge), await returned(till, edge)];
  const before = (await exported(one, edge)).edges.find(({ kind }) => kind === "fuzzy");
  await changeEpochs({ action: "retire", epoch: 1 }, ask(edge));
  edge.passMinutes(1);
  const { tokens, edges } = await exported(one, edge);
  expect(tokens.toSorted()).toEqual([one.token, other.token].sort());
  expect(edges).toHaveLength(1);
  expect(edges[0]).toMatchObject({ kind: "fuzzy", weight: before?.weight, waterfall: before?.waterfall });
  await expectSound();
});
