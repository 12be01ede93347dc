import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import type { Checkpoint } from "../note/checkpoint.ts";
import { cosignedAt } from "../note/cosignature.ts";
import { isSignedNote, parseNote, type SignedNote } from "../note/note.ts";
import { utf8, type VerifySignature } from "../note/signature.ts";
import { NOTE_SIGNATURE, type VerifierKey, verifierKey } from "../note/verifier-key.ts";
import { extendHistory, type Publication, PUBLICATION_BYTES, readPublication } from "../statement/history.ts";
import { AGGREGATOR, documentKey, EDGE, edgeWitnessName, witnessKey } from "../statement/operator-keys.ts";
import type { Statement, Witness } from "../statement/statement.ts";
import { bytesEqual, HASH_BYTES, leafHash } from "../tree/hash.ts";
import { partOfSharedProof } from "../tree/shared-proof.ts";
import { isConsistent, isIncluded } from "../tree/verify-proof.ts";
import { followSuccessions, type LogPosition, logKeyOf } from "./check-succession.ts";
import type { StatementRefusal } from "./refusal.ts";
import { checkpointNote, MAX_PUBLICATIONS, statementEntry, type StatementPart } from "./statement-part.ts";
import type { StoredLog } from "./stored-log.ts";

/** The log's rule: most statements of a site in a day. */
export const MAX_CHANGES_A_DAY = 4;

const DAY_SECONDS = 86_400;

/** What a page states about a site, and no operator can change. */
export interface PagePins {
  readonly site: string;
  /** Verifier key of the log, which is the aggregator's: `origin+id+key`. */
  readonly logKey: string;
  /** Witnesses that the page requires, whatever the statement says. */
  readonly witnesses: readonly Witness[];
}

type TreeHead = Pick<Checkpoint, "size" | "root">;

interface Deps {
  /** The device's clock, in seconds since 1970. */
  readonly nowSeconds: number;
  readonly verify: VerifySignature;
}

/** A statement that the device may trust, with what it then keeps; or why not. */
export type CheckedStatement =
  | { readonly statement: Statement; readonly state: StoredLog }
  | { readonly refusal: StatementRefusal };

/** Pieces of this many bytes. A last one that is too short makes every proof with it fail. */
function piecesOf(joined: string, length: number): Uint8Array[] {
  const bytes = fromBase64url(joined);
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, at) =>
    bytes.slice(at * length, (at + 1) * length),
  );
}

const hashesOf = (joined: string) => piecesOf(joined, HASH_BYTES);

/** The publications before, the oldest first; undefined where some lack, or the last is not the one that the statement names. */
function publicationsIn({ publications, statement }: StatementPart): Publication[] | undefined {
  const { number, previousSize } = statement;
  const pieces = piecesOf(publications, PUBLICATION_BYTES);
  const isWhole = pieces.every(({ length }) => length === PUBLICATION_BYTES);
  if (!isWhole || pieces.length !== Math.min(number - 1, MAX_PUBLICATIONS)) return undefined;
  const read = pieces.map(readPublication);
  return (read.at(-1)?.size ?? null) === previousSize ? read : undefined;
}

function isAmong(witness: Witness, all: readonly Witness[]): boolean {
  return all.some(({ name, key }) => name === witness.name && key === witness.key);
}

/** Whose cosignatures are needed: the edge's, the page's, the statement's; and those that the statement before required and this one drops. */
function requiredWitnesses(
  statement: Statement,
  pins: PagePins,
  stored: StoredLog | undefined,
  now: number,
): Witness[] {
  const edge = { name: edgeWitnessName(statement.site), key: statement.edge };
  // A witness that is gone for good delays its removal until the statement that requires it expires.
  const kept = stored && stored.expires > now ? stored.witnesses : [];
  return [edge, ...pins.witnesses, ...statement.witnesses, ...kept];
}

/** Whether both operators have signed, and where the edge's key is new, the old one has. */
async function isSigned(
  { edge }: Statement,
  note: SignedNote,
  log: VerifierKey,
  stored: StoredLog | undefined,
  { nowSeconds, verify }: Deps,
): Promise<boolean> {
  const keys = [verifierKey(AGGREGATOR, NOTE_SIGNATURE, log.publicKey), documentKey(EDGE, edge)];
  const isNewEdge = stored && stored.edge !== edge && stored.expires > nowSeconds;
  if (isNewEdge) keys.push(documentKey(EDGE, stored.edge));
  for (const key of keys) if (!(await isSignedNote(note, key, verify))) return false;
  return true;
}

/** Compares with what the device has accepted before. */
function refusalOfChange(
  statement: Statement,
  publications: readonly Publication[],
  stored: StoredLog,
  now: number,
): StatementRefusal | undefined {
  const gap = statement.number - stored.number;
  if (gap < 0) return "statement-replaced";
  // Two statements with one number: the log was forked, or its rule broken for all to see.
  if (gap === 0) return "log-forks";
  // The fewer of the days that the operators state and those that the device's own clock has counted.
  const days = Math.floor(Math.min(statement.issued - stored.issued, Math.max(0, now - stored.accepted)) / DAY_SECONDS);
  const recent = stored.changed.filter((at) => at > now - DAY_SECONDS);
  if (gap > MAX_CHANGES_A_DAY * (1 + days) || recent.length >= MAX_CHANGES_A_DAY) return "statement-changes-too-often";
  if (gap - 1 > MAX_PUBLICATIONS) return undefined;
  const missed = gap === 1 ? [] : publications.slice(1 - gap);
  const history = missed.reduce(extendHistory, fromBase64url(stored.history));
  return toBase64url(history) === statement.history ? undefined : "log-forks";
}

/**
 * Whether the checkpoint continues the one that the device has seen, and every publication since, as far as the shared proof
 * reaches. To a device that missed more than four statements only the publications that it is shown can be checked so.
 */
function continuesSeen(
  part: StatementPart,
  publications: readonly Publication[],
  checkpoint: TreeHead,
  seen: (TreeHead & { readonly number: number }) | undefined,
): boolean {
  if (!seen) return true;
  const gap = part.statement.number - seen.number;
  // Since the one that the device has seen, which is the first of them unless the device missed more than four.
  const since = publications.slice(-gap);
  const [first] = since;
  const isSeen = first && first.size === seen.size && bytesEqual(first.root, seen.root);
  if (gap <= publications.length && !isSeen) return false;
  const sizes = [...(isSeen ? [] : [seen.size]), ...since.map(({ size }) => size), checkpoint.size];
  if (sizes.some((size, at) => at > 0 && size <= (sizes[at - 1] ?? size))) return false;
  const hashes = hashesOf(part.consistency);
  const newest = since.toReversed();
  return newest.every(({ size, root }, at) => {
    const upTo = newest.slice(0, at + 1).map((publication) => publication.size);
    const proof = partOfSharedProof(upTo, checkpoint.size, hashes);
    return proof === undefined || isConsistent(size, checkpoint.size, proof, root, checkpoint.root);
  });
}

/** What the part shows by itself: that the log and everybody who must has signed, and that the log has the statement. */
async function refusalOfProof(
  part: StatementPart,
  entry: string,
  log: VerifierKey | undefined,
  witnesses: readonly Witness[],
  stored: StoredLog | undefined,
  deps: Deps,
): Promise<StatementRefusal | undefined> {
  const { index, checkpoint } = part;
  const [signed, note] = [parseNote(entry), log && parseNote(checkpointNote(log.name, part))];
  if (!log || !signed || !note) return "statement-invalid";
  if (!(await isSignedNote(note, log, deps.verify))) return "log-unsigned";
  const [leaf, root] = [leafHash(utf8(entry)), fromBase64url(checkpoint.root)];
  if (!isIncluded(leaf, index, checkpoint.size, hashesOf(part.inclusion), root)) return "statement-not-in-log";
  if (!(await isSigned(part.statement, signed, log, stored, deps))) return "statement-unsigned";
  for (const witness of witnesses) {
    if ((await cosignedAt(note, witnessKey(witness), deps.verify)) === undefined) return "witness-missing";
  }
  return undefined;
}

function nextState(
  statement: Statement,
  leaf: Uint8Array,
  checkpoint: TreeHead,
  pins: PagePins,
  key: string,
  changed: readonly number[],
  accepted: number,
): StoredLog {
  const { number, issued, expires, witnesses } = statement;
  const history = extendHistory(fromBase64url(statement.history), { leaf, ...checkpoint });
  return {
    version: 1,
    pinned: pins.logKey,
    key,
    size: checkpoint.size,
    root: toBase64url(checkpoint.root),
    leaf: toBase64url(leaf),
    number,
    history: toBase64url(history),
    issued,
    accepted,
    expires,
    edge: statement.edge,
    witnesses: [...witnesses],
    pageWitnesses: [...pins.witnesses],
    changed: [...changed],
  };
}

/**
 * Whether a device may trust the statement in a manifest, from what the page pins and what the device has accepted
 * before. The same statement again costs one hash. Nothing that the device has stored is sent anywhere: the part is the
 * same for everybody.
 *
 * @param part - Parsed by its schema.
 * @param stored - What the last accepted check gave; undefined for a new device.
 */
export async function checkStatement(
  part: StatementPart,
  pins: PagePins,
  stored: StoredLog | undefined,
  deps: Deps,
): Promise<CheckedStatement> {
  const { nowSeconds, verify } = deps;
  const { statement } = part;
  if (statement.site !== pins.site) return { refusal: "statement-of-another-site" };
  const isCurrent = statement.expires > nowSeconds && statement.issued <= nowSeconds + DAY_SECONDS;
  if (!isCurrent) return { refusal: "statement-not-current" };
  const known = stored?.pinned === pins.logKey ? stored : undefined;
  const entry = statementEntry(part);
  const leaf = leafHash(utf8(entry));
  const isKnown = known?.leaf === toBase64url(leaf);
  const hasAll = pins.witnesses.every((witness) => isAmong(witness, known?.pageWitnesses ?? []));
  if (isKnown && hasAll) return { statement, state: known };

  const witnesses = requiredWitnesses(statement, pins, known, nowSeconds);
  const start: LogPosition = { key: known?.key ?? pins.logKey, seen: known, succession: undefined };
  const parties = { edge: known?.edge ?? statement.edge, witnesses: witnesses.slice(1), verify };
  const log = await followSuccessions(start, part.successions ?? [], parties);
  if (typeof log === "string") return { refusal: log };
  const unproven = await refusalOfProof(part, entry, logKeyOf(log.key), witnesses, known, deps);
  if (unproven) return { refusal: unproven };
  if (isKnown) return { statement, state: { ...known, pageWitnesses: [...pins.witnesses] } };
  if (log.succession !== undefined && log.succession !== statement.succession) return { refusal: "log-forks" };

  const checkpoint = { size: part.checkpoint.size, root: fromBase64url(part.checkpoint.root) };
  const seen = log.seen && known && { size: known.size, root: fromBase64url(known.root), number: known.number };
  if (seen && checkpoint.size < seen.size) return { refusal: "log-shrinks" };
  const publications = publicationsIn(part);
  if (!publications) return { refusal: "log-forks" };
  const refusal = known && refusalOfChange(statement, publications, known, nowSeconds);
  if (refusal) return { refusal };
  if (!continuesSeen(part, publications, checkpoint, seen)) return { refusal: "log-forks" };
  const changed = known ? [...known.changed.filter((at) => at > nowSeconds - DAY_SECONDS), nowSeconds] : [];
  return { statement, state: nextState(statement, leaf, checkpoint, pins, log.key, changed, nowSeconds) };
}
