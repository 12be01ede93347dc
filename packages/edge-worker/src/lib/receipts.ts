import { Refusal } from "@sedge/operator";
import { ConsentReceipt, LinkToken, PolicyVersion, SignedReceipt } from "@sedge/protocol";
import * as v from "valibot";
import { tokenDigest } from "./identity/operations/short-memory.ts";

/**
 * Receipts are kept by a digest of their token, which is what is left of it after an erasure. Rows of before have the token itself until the
 * schedule has changed them, so that both are looked for.
 */
async function subjectsOf(tokens: readonly LinkToken[]) {
  const digests = await Promise.all(tokens.map(tokenDigest));
  return { digests, either: JSON.stringify([...digests, ...tokens]) };
}

/** Withdrawals of site ?1 by subjects ?2 since day ?3, of that day too where ?4 is 1. */
const WITHDRAWN = `receipts WHERE site = ?1 AND subject IN (SELECT value FROM json_each(?2))
  AND instr(',' || purposes || ',', ',link,') = 0 AND (day > ?3 OR (day = ?3 AND ?4 = 1))`;

/**
 * Global Privacy Control of site ?1's people with subjects ?2, that none of them has overridden since. It counts for every device of the
 * person, also for one with a newer consent: that was given without knowledge of the signal.
 */
const SIGNAL = `receipts AS signal WHERE signal.site = ?1 AND signal.subject IN (SELECT value FROM json_each(?2))
  AND instr(signal.evidence, '"source":"global-privacy-control"') > 0 AND NOT EXISTS (
    SELECT 1 FROM receipts AS later WHERE later.site = ?1 AND later.subject IN (SELECT value FROM json_each(?2))
      AND later.day >= signal.day AND instr(later.evidence, '"overrides":') > 0)`;

/** Whether it is the receipt of a device whose browser sends Global Privacy Control. */
export function isSignal({ source }: SignedReceipt): boolean {
  return source === "global-privacy-control";
}

function purposesOf({ purposes }: SignedReceipt): string {
  return [...purposes].sort().join(",");
}

/** What a receipt proves beside purposes, policy and day. */
const EVIDENCE = ["policySha256", "source", "tcfSha256", "overrides"] as const;
const Evidence = v.pick(SignedReceipt, EVIDENCE);

/** The evidence as text, the same for the same evidence; empty where there is none. */
function evidenceOf(receipt: SignedReceipt): string {
  const stated = EVIDENCE.flatMap((name) => (receipt[name] === undefined ? [] : [[name, receipt[name]]]));
  return stated.length === 0 ? "" : JSON.stringify(Object.fromEntries(stated));
}

/** Most receipts that give `link` and are kept for a token, the latest: a visitor is asked again once a year, or where the policy changes. */
export const MAX_CONSENTS = 4;
/** Most receipts that withdraw it, the latest. One keeps out every consent of before it. */
export const MAX_WITHDRAWALS = 2;
/** Receipts that are a signal or override one: the latest of each is kept beside those. */
const ABOUT_SIGNAL = `(instr(evidence, '"source":"global-privacy-control"') > 0 OR instr(evidence, '"overrides":') > 0)`;

/**
 * Deletes the tokens' oldest receipts beyond the most that are kept. The latest withdrawal stays, whatever was given since; so do the latest
 * signal of Global Privacy Control and the latest receipt that overrides one.
 */
function withoutSurplus(database: D1Database, site: string, either: string): D1PreparedStatement {
  const ranked = `SELECT subject, purposes, policy_version, day, evidence, row_number() OVER (
      PARTITION BY subject, instr(',' || purposes || ',', ',link,') > 0, ${ABOUT_SIGNAL} ORDER BY day DESC, purposes, policy_version, evidence
    ) AS place FROM receipts WHERE site = ?1 AND subject IN (SELECT value FROM json_each(?2))`;
  return database
    .prepare(
      `DELETE FROM receipts WHERE site = ?1 AND (subject, purposes, policy_version, day, evidence) IN (
         SELECT subject, purposes, policy_version, day, evidence FROM (${ranked})
         WHERE place > iif(${ABOUT_SIGNAL}, 1, iif(instr(',' || purposes || ',', ',link,') > 0, ?3, ?4)))`,
    )
    .bind(site, either, MAX_CONSENTS, MAX_WITHDRAWALS);
}

/** The tokens' signatures of a receipt, of those that have signed it. */
export type ReceiptSignatures = ReadonlyMap<LinkToken, string>;
const UNSIGNED: ReceiptSignatures = new Map();
/** A receipt is kept once, with the first signature that it came with. */
const ONCE = "ON CONFLICT DO UPDATE SET signature = excluded.signature WHERE signature = ''";

/** The statements that keep a receipt for each token, once. */
async function keeping(
  database: D1Database,
  site: string,
  tokens: readonly LinkToken[],
  receipt: SignedReceipt,
  signatures: ReceiptSignatures,
): Promise<D1PreparedStatement[]> {
  const insert = database.prepare(`INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?) ${ONCE}`);
  const stated = [purposesOf(receipt), receipt.policyVersion ?? "", receipt.day, evidenceOf(receipt)];
  const { digests, either } = await subjectsOf(tokens);
  const kept = tokens.map((token, index) => insert.bind(site, digests[index], ...stated, signatures.get(token) ?? ""));
  return [...kept, withoutSurplus(database, site, either)];
}

/** Keeps a receipt for each token that signed it, once. */
export async function keepReceipt(
  database: D1Database,
  site: string,
  tokens: readonly LinkToken[],
  receipt: SignedReceipt,
  signatures: ReceiptSignatures = UNSIGNED,
): Promise<void> {
  await database.batch(await keeping(database, site, tokens, receipt, signatures));
}

/** How a receipt was made, as far as that decides about it. */
interface Origin {
  /** What a device signs may be of the day of a withdrawal. */
  readonly isSameDayEnough: boolean;
  /** A page's: it asks its visitor in the device's name, and must honour Global Privacy Control of the person's other devices. */
  readonly isPage?: boolean;
  readonly signatures?: ReceiptSignatures;
}

/**
 * Refuses a page's receipt where a device of the person sends Global Privacy Control and the receipt does not override it.
 * @throws {Refusal} `global-privacy-control`
 */
export async function honourSignal(
  database: D1Database,
  site: string,
  tokens: readonly LinkToken[],
  receipt: SignedReceipt,
): Promise<void> {
  if (receipt.overrides !== undefined) return;
  const { either } = await subjectsOf(tokens);
  const signal = await database.prepare(`SELECT 1 FROM ${SIGNAL} LIMIT 1`).bind(site, either).first();
  if (signal) throw new Refusal("global-privacy-control");
}

/**
 * Keeps a receipt that gives `link`, unless a holder of the tokens has withdrawn that since it was given. Receipts know only
 * days: what a device signs may be of the same day, as it asks its visitor each time; what a record's owner has on file
 * must be newer.
 * @throws {Refusal} `consent-withdrawn`, `global-privacy-control`, with nothing kept
 */
export async function admitReceipt(
  database: D1Database,
  site: string,
  tokens: readonly LinkToken[],
  receipt: SignedReceipt,
  { isSameDayEnough, isPage = false, signatures = UNSIGNED }: Origin,
): Promise<void> {
  const { digests, either } = await subjectsOf(tokens);
  // One transaction, and one message to the database.
  const honours = isPage && receipt.overrides === undefined ? 1 : 0;
  const [signals, withdrawals] = await database.batch([
    database.prepare(`SELECT 1 FROM ${SIGNAL} AND ?3 = 1 LIMIT 1`).bind(site, either, honours),
    database.prepare(`SELECT 1 FROM ${WITHDRAWN} LIMIT 1`).bind(site, either, receipt.day, isSameDayEnough ? 0 : 1),
    database
      .prepare(
        `INSERT INTO receipts SELECT ?1, value ->> 0, ?5, ?6, ?3, ?8, value ->> 1 FROM json_each(?7)
         WHERE NOT EXISTS (SELECT 1 FROM ${WITHDRAWN}) AND NOT (?9 = 1 AND EXISTS (SELECT 1 FROM ${SIGNAL})) ${ONCE}`,
      )
      .bind(
        site,
        either,
        receipt.day,
        isSameDayEnough ? 0 : 1,
        purposesOf(receipt),
        receipt.policyVersion ?? "",
        JSON.stringify(tokens.map((token, index) => [digests[index], signatures.get(token) ?? ""])),
        evidenceOf(receipt),
        honours,
      ),
    withoutSurplus(database, site, either),
  ]);
  if (signals && signals.results.length > 0) throw new Refusal("global-privacy-control");
  if (withdrawals && withdrawals.results.length > 0) throw new Refusal("consent-withdrawn");
}

/** Row of `receipts`, in the shape that the wire has. */
export const ReceiptRow = v.pipe(
  v.strictObject({
    subject: v.string(),
    purposes: v.pipe(
      v.string(),
      v.transform((text) => (text === "" ? [] : text.split(","))),
      ConsentReceipt.entries.purposes,
    ),
    policy_version: v.union([v.literal(""), PolicyVersion]),
    day: ConsentReceipt.entries.day,
    evidence: v.union([
      v.pipe(
        v.literal(""),
        v.transform(() => ({})),
      ),
      v.pipe(v.string(), v.parseJson(), Evidence),
    ]),
  }),
  v.transform(({ subject, purposes, policy_version, day, evidence }): { subject: string; receipt: SignedReceipt } => ({
    subject,
    receipt: { purposes, ...(policy_version !== "" && { policyVersion: policy_version }), day, ...evidence },
  })),
);

/**
 * Every receipt kept for the tokens.
 * @param kept - A receipt that is kept first, in the same message to the database.
 */
export async function receiptsOf(
  database: D1Database,
  site: string,
  tokens: readonly LinkToken[],
  kept?: {
    readonly signers: readonly LinkToken[];
    readonly receipt: SignedReceipt;
    readonly signatures: ReceiptSignatures;
  },
) {
  const { digests, either } = await subjectsOf(tokens);
  const read = database
    .prepare(
      `SELECT subject, purposes, policy_version, day, evidence FROM receipts
       WHERE site = ? AND subject IN (SELECT value FROM json_each(?)) ORDER BY day, subject, purposes`,
    )
    .bind(site, either);
  const before = kept ? await keeping(database, site, kept.signers, kept.receipt, kept.signatures) : [];
  const results = await database.batch([...before, read]);
  return (results.at(-1)?.results ?? []).flatMap((row) => {
    const { subject, receipt } = v.parse(ReceiptRow, row);
    const token = tokens.find((one, index) => one === subject || digests[index] === subject);
    return token === undefined ? [] : [{ token, receipt }];
  });
}

/** Rows that still have a token, at most so many, get its digest; and consents of before its erasure go. True: there may be more. */
export async function digestReceipts(database: D1Database, site: string, limit: number): Promise<boolean> {
  const { results } = await database
    .prepare("SELECT DISTINCT subject FROM receipts WHERE site = ? AND length(subject) < 64 LIMIT ?")
    .bind(site, limit)
    .all();
  const tokens = results.map((row) => v.parse(v.strictObject({ subject: LinkToken }), row).subject);
  const { digests } = await subjectsOf(tokens);
  const statements = tokens.flatMap((token, index) => [
    database
      .prepare("UPDATE OR REPLACE receipts SET subject = ? WHERE site = ? AND subject = ?")
      .bind(digests[index], site, token),
    database
      .prepare(
        `DELETE FROM receipts WHERE site = ?1 AND subject = ?2 AND instr(',' || purposes || ',', ',link,') > 0 AND day <=
           (SELECT max(date(at, 'unixepoch')) FROM tombstones WHERE site = ?1 AND digest = ?2 AND kind <> 'withdrawn')`,
      )
      .bind(site, digests[index]),
  ]);
  if (statements.length > 0) await database.batch(statements);
  return tokens.length === limit;
}
