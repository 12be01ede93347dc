import type { StoredRow } from "@sedge/testbed/stored-rows";

/** Tables that are empty unless a merge, move, erasure or record intake is in progress. */
const SAGAS = ["moves", "departures", "forwards", "erasures", "intakes", "unindexed"];

function textOf({ row }: StoredRow, column: string): string {
  return String(row[column]);
}

/** Tables with rows of unfinished sagas, one name per row. */
export function unfinished(rows: readonly StoredRow[]): string[] {
  return rows.filter(({ table }) => SAGAS.includes(table)).map(({ table }) => table);
}

/** The memberships of each token, as shard file and number. A token that is a member twice has two. */
function memberships(rows: readonly StoredRow[], column: "profile" | "component"): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const stored of rows.filter(({ table }) => table === "members")) {
    const token = textOf(stored, "token");
    found.set(token, [...(found.get(token) ?? []), `${stored.file}#${textOf(stored, column)}`]);
  }
  return found;
}

/** The profiles of each token, as shard file and number. A token in two profiles has two. */
export function profilesOf(rows: readonly StoredRow[]): Map<string, string[]> {
  return memberships(rows, "profile");
}

/**
 * Violated invariants of the edge's stored identities, one line each: a token in two profiles, with two pointers, without a
 * pointer, or with a pointer to the wrong shard; an edge between two components; a record missing from the block index, or
 * listed without existing; a posting of an unlisted record.
 */
export function brokenInvariants(rows: readonly StoredRow[]): string[] {
  const broken: string[] = [];
  const profiles = profilesOf(rows);
  const pointers = rows.filter(({ table }) => table === "pointers");
  const pointed = pointers.map((pointer) => textOf(pointer, "token"));
  for (const [token, homes] of profiles) {
    if (homes.length > 1) broken.push(`${token} is in the profiles ${homes.join(" and ")}`);
    if (!pointed.includes(token)) broken.push(`${token} is in a profile that no pointer leads to`);
  }
  if (new Set(pointed).size !== pointed.length) broken.push("a token has two pointers");
  const fileOfShard = new Map<string, string>();
  for (const pointer of pointers) {
    const token = textOf(pointer, "token");
    const [home] = profiles.get(token) ?? [];
    if (home === undefined) {
      broken.push(`${token} points nowhere`);
      continue;
    }
    const [file = ""] = home.split("#");
    const shard = textOf(pointer, "home");
    if ((fileOfShard.get(shard) ?? file) !== file) broken.push(`${token} points at shard ${shard}, and is in another`);
    fileOfShard.set(shard, file);
  }
  const components = memberships(rows, "component");
  for (const edge of rows.filter(({ table }) => table === "edges")) {
    const [a, b] = [textOf(edge, "a"), textOf(edge, "b")].map((token) => components.get(token)?.join());
    if (a === undefined || a !== b) broken.push(`an edge joins ${a} and ${b}`);
  }
  return [...broken, ...brokenIndex(rows)];
}

function brokenIndex(rows: readonly StoredRow[]): string[] {
  const texts = (table: string, column: string) =>
    new Set(rows.filter((stored) => stored.table === table).map((stored) => textOf(stored, column)));
  const pointed = texts("pointers", "token");
  const records = texts("records", "token");
  const listed = texts("entries", "record");
  const without = (all: Set<string>, known: Set<string>, what: string) =>
    [...all.difference(known)].map((token) => `${token} ${what}`);
  return [
    ...without(records, pointed, "is a record that no pointer leads to"),
    ...without(records, listed, "is a record that is not listed"),
    ...without(listed, records, "is listed and no record"),
    ...without(texts("postings", "record"), listed, "has a posting and is not listed"),
  ];
}
