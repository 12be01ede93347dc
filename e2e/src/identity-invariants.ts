import type { StoredRow } from "./operator-storage.ts";

/** Tables that are empty when no merge, move or erasure is under way. */
const SAGAS = ["moves", "departures", "forwards", "erasures"];

function textOf({ row }: StoredRow, column: string): string {
  return String(row[column]);
}

/** Rows of sagas that are not finished, as table names. */
export function unfinished(rows: readonly StoredRow[]): string[] {
  return rows.filter(({ table }) => SAGAS.includes(table)).map(({ table }) => table);
}

/** The profile of each token: shard file and number. A token in two profiles has two. */
export function profilesOf(rows: readonly StoredRow[]): Map<string, string[]> {
  const profiles = new Map<string, string[]>();
  for (const stored of rows.filter(({ table }) => table === "members")) {
    const token = textOf(stored, "token");
    profiles.set(token, [...(profiles.get(token) ?? []), `${stored.file}#${textOf(stored, "profile")}`]);
  }
  return profiles;
}

/**
 * What is wrong with the edge's identities at rest, one line each: a token in two profiles, with two pointers, without one, or
 * with one that leads to a shard where it is not; an edge between two profiles.
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
  for (const edge of rows.filter(({ table }) => table === "edges")) {
    const [a, b] = [textOf(edge, "a"), textOf(edge, "b")].map((token) => profiles.get(token)?.join());
    if (a === undefined || a !== b) broken.push(`an edge holds together ${a} and ${b}`);
  }
  return broken;
}
