import { type Codeword, MAX_CODEBOOK_CHANGES_PER_DAY, MAX_CODEWORDS_PER_DAY } from "@sedge/protocol";
import type { Store } from "../storage/store.ts";
import type { NamedCodewords } from "../storage/stored-values.ts";

const DAY_MS = 86_400_000;

/** A codeword, and the hash of the codebook that it is of. */
export interface Naming {
  readonly codeword: Codeword;
  readonly sha256: string;
}

/**
 * What the device has named, after it was asked to name a codeword: unchanged where the day's limits forbid it. A codeword
 * that is named again reveals nothing new and is always allowed. Pure.
 *
 * @param day - Whole days since 1970.
 */
export function afterNaming(
  before: NamedCodewords | undefined,
  { codeword, sha256 }: Naming,
  day: number,
): NamedCodewords {
  const next = { day, codewords: 1, codebookChanges: 0, path: codeword.path, sha256 };
  if (!before) return next;
  if (isLast(before, { codeword, sha256 })) return before;
  // A clock that goes back grants nothing.
  const isNewDay = day > before.day;
  const codewords = (isNewDay ? 0 : before.codewords) + 1;
  const codebookChanges = (isNewDay ? 0 : before.codebookChanges) + Number(before.sha256 !== sha256);
  if (codewords > MAX_CODEWORDS_PER_DAY || codebookChanges > MAX_CODEBOOK_CHANGES_PER_DAY) return before;
  return { ...next, day: Math.max(day, before.day), codewords, codebookChanges };
}

/**
 * What an erasure leaves while `link` is given: that so many were named today, not which. Otherwise each erasure would grant a day's
 * codewords again. Which codebook they were of is forgotten, so the next one counts as a change.
 *
 * A withdrawal leaves nothing: without consent nothing is stored. It is the visitor's or the page's act, and no operator can cause it.
 *
 * @param now - Milliseconds since 1970.
 */
export function bareAllowance(named: NamedCodewords | undefined, now: number): NamedCodewords | undefined {
  if (!named || named.day < Math.floor(now / DAY_MS)) return undefined;
  const { day, codewords, codebookChanges } = named;
  return { day, codewords, codebookChanges };
}

function isLast({ path, sha256 }: NamedCodewords, naming: Naming): boolean {
  return path === naming.codeword.path && sha256 === naming.sha256;
}

/**
 * The codeword that the device may name to the edge now: the visit's own, or beyond the day's limit the last one that it named of
 * the same codebook, which reveals nothing new. Undefined where there is none. What is named is stored first, so that neither a
 * second tab nor a tab that closes names more than a day's. Where nothing can be stored from page to page, nothing is named.
 *
 * @param now - Milliseconds since 1970.
 */
export async function nameableCodeword(
  { kind, values }: Store,
  naming: Naming,
  now: number,
): Promise<Codeword | undefined> {
  if (kind === "memory") return undefined;
  const day = Math.floor(now / DAY_MS);
  const named = await values
    .update("namedCodewords", (before) => afterNaming(before, naming, day))
    .catch(() => undefined);
  const path = named?.sha256 === naming.sha256 ? named.path : undefined;
  return path === undefined ? undefined : { ...naming.codeword, path };
}
