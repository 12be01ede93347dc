import { Assignment, ErasureResult, LinkResult, ProfileExport } from "@sedge/protocol";
import { jsonCheck } from "./answer-check.ts";
import type { BenchSite } from "./bench-site.ts";
import type { Batch, Cell } from "./cell.ts";
import type { RegisteredPeople } from "./registered-people.ts";
import { type Person, signed, strangers } from "./person.ts";
import type { BenchRequest } from "./request-bytes.ts";

type Groups = readonly (readonly Person[])[];
const alone = (people: readonly Person[]): Groups => people.map((person) => [person]);

const PURPOSES: { readonly [action: string]: "read" | "erase" | undefined } = { export: "read", erase: "erase" };

/** A signed request for each group of people, and the IDs of the expected answers. */
function asked(
  { site, paths, receipt, prove }: BenchSite,
  action: "link" | "unlink" | "export" | "erase",
  groups: Groups,
): { requests: BenchRequest[]; ids: readonly string[] } {
  const now = Date.now();
  const purpose = PURPOSES[action];
  const messages = groups.map((people) => {
    const tokens = people.map(({ token }) => token);
    return signed({ action, site, receipt, proof: purpose && prove(purpose, tokens) }, people, now);
  });
  return {
    requests: messages.map(({ text }) => ({ method: "POST", path: paths[action], body: text })),
    ids: messages.map(({ operationId }) => operationId),
  };
}

/** Links each group to one person with all tokens of the group. */
export function linkBatch(site: BenchSite, groups: Groups): Batch {
  const { requests, ids } = asked(site, "link", groups);
  const isAnswer = ({ operationId, tokens }: LinkResult, index: number) =>
    operationId === ids[index] && tokens === groups[index]?.length;
  return { requests, check: jsonCheck(LinkResult, (answer, { index }) => isAnswer(answer, index)) };
}

/** Stores a codeword for each person. */
export function assignBatch(
  { site, paths, receipt, codewords, manifest }: BenchSite,
  people: readonly Person[],
): Batch {
  const now = Date.now();
  const bodies = people.map((person, index) => {
    const body = { channel: "web", codeword: codewords[index % codewords.length] };
    return signed({ action: "assign", site, receipt, body }, [person], now).text;
  });
  return {
    requests: bodies.map((body) => ({ method: "POST", path: paths.assign, body })),
    check: jsonCheck(Assignment, ({ generation }) => generation === manifest.codebook.generation),
  };
}

/**
 * The signed endpoints. Each request uses a person in the state that the endpoint needs, and is signed only for this batch,
 * because the edge refuses replays.
 */
export function profileCells(site: BenchSite, people: RegisteredPeople): readonly Cell[] {
  const cell = (name: string, about: string, batch: Cell["batch"]): Cell => ({ name, about, repeat: false, batch });
  const noted = (groups: Groups): Batch => ({
    ...linkBatch(site, groups),
    note: ({ index }) => people.linked(groups[index] ?? []),
  });
  return [
    cell("link, one token", "a new profile", async (count) => noted(alone(strangers(count)))),
    cell("link, two tokens", "merges two profiles", async (count) => noted(await people.unmergedPairs(count))),
    cell("assign, signed", "stores a codeword", async (count) => assignBatch(site, await people.members(count))),
    cell("export", "all of a profile", async (count) => {
      const members = await people.members(count);
      const { requests } = asked(site, "export", alone(members));
      const isOwn = ({ tokens }: ProfileExport, index: number) =>
        tokens.some((token) => token === members[index]?.token);
      return { requests, check: jsonCheck(ProfileExport, (profile, { index }) => isOwn(profile, index)) };
    }),
    cell("unlink", "removes one of two tokens", async (count) => {
      const { requests, ids } = asked(site, "unlink", alone(await people.mergedPeople(count)));
      return {
        requests,
        check: jsonCheck(LinkResult, ({ operationId }, { index }) => operationId === ids[index]),
      };
    }),
    cell("erase", "a profile with one token", async (count) => {
      const { requests, ids } = asked(site, "erase", alone(await people.singles(count)));
      const isGone = ({ operationId, tokens }: ErasureResult, index: number) =>
        operationId === ids[index] && tokens === 1;
      return { requests, check: jsonCheck(ErasureResult, (answer, { index }) => isGone(answer, index)) };
    }),
  ];
}
