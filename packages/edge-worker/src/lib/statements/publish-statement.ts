import { writeLog } from "@sedge/operator";
import { fromBase64url } from "@sedge/privacy/base64url";
import { verify } from "@sedge/privacy/ed25519";
import type { PublishedStatement, SiteId } from "@sedge/protocol";
import { type WitnessRefusal, witnessCheckpoint } from "@sedge/transparency/audit";
import { checkStatement, MAX_CHANGES_A_DAY, StatementPart, type StatementRefusal } from "@sedge/transparency/device";
import { cosign, parseNote, parseVerifierKey, type VerifySignature } from "@sedge/transparency/note";
import { type DocumentSigner, signDocument, splitHashes, statementPart } from "@sedge/transparency/publish";
import { edgeWitnessName, type Statement } from "@sedge/transparency/statement";
import * as v from "valibot";
import { isStated, type StatementContent } from "./statement-content.ts";
import type { StatementPartner } from "./statement-partner.ts";
import type { StatementRow, StatementRows } from "./statement-rows.ts";

const DAY_SECONDS = 86_400;
/** For how long a statement may be trusted, in seconds. */
const TRUSTED_SECONDS = 60 * DAY_SECONDS;
/** A statement is renewed when it may be trusted for less than this. */
const RENEWAL_SECONDS = 30 * DAY_SECONDS;

const verifySignature: VerifySignature = (key, message, signature) => verify(crypto.subtle, key, message, signature);

/** What publishing depends on. */
export interface PublishDeps {
  readonly site: SiteId;
  readonly rows: Pick<StatementRows, "of" | "see" | "keep">;
  readonly partner: Pick<StatementPartner, "published">;
  readonly signer: DocumentSigner;
  /** The edge's key before, which signs too until the last statement that names it has expired. */
  readonly signerBefore: DocumentSigner | undefined;
  /** Seconds since 1970. */
  readonly now: number;
}

/** Whether a kept statement says this, and is not about to expire. */
export function isCurrent(content: StatementContent, part: StatementPart | null | undefined, now: number): boolean {
  return !!part && isStated(content, part.statement) && part.statement.expires - now > RENEWAL_SECONDS;
}

/**
 * Brings the site's statement up to date: cosigns and keeps what the log has, then has the log take a statement of `content` where that
 * is another. At most four a day; a statement that comes too early waits.
 *
 * @throws {Refusal} `aggregator-unavailable`
 */
export async function publishStatement(deps: PublishDeps, content: StatementContent): Promise<void> {
  const { site, rows, partner, signer, signerBefore, now } = deps;
  const row = await rows.of(site);
  if (isCurrent(content, row?.part, now)) return;
  const known = await partner.published({ seen: row?.size ?? 0 });
  if (!known) return;
  // The answer to the last statement may have been lost.
  const part = await adopt(deps, known, row);
  if (isCurrent(content, part, now)) return;
  const { issued, ...next } = known.next;
  const today = issued.filter((at) => at > now - DAY_SECONDS);
  if (today.length >= MAX_CHANGES_A_DAY || (known.last && !part)) return;
  const statement: Statement = {
    kind: "sedge-statement/1",
    site,
    ...next,
    issued: Math.max(now, ...issued),
    expires: now + TRUSTED_SECONDS,
    ...content,
  };
  const note = await signDocument(statement, [signer, ...(signerBefore ? [signerBefore] : [])]);
  const before = await rows.of(site);
  const answer = await partner.published({ note, seen: before?.size ?? 0 });
  if (answer) await adopt(deps, answer, before);
}

/**
 * Cosigns and keeps the site's last publication, if it continues what the edge has cosigned before and a device would accept it.
 *
 * @returns The part that is kept of it; undefined for one that is refused, and where there is none.
 */
async function adopt(
  deps: PublishDeps,
  { logKey, last }: PublishedStatement,
  row: StatementRow | undefined,
): Promise<StatementPart | undefined> {
  const { site, rows, signer, now } = deps;
  if (!last) return undefined;
  if (row?.part && row.part.index === last.index) return row.part;
  const refused = (refusal: WitnessRefusal | StatementRefusal) => {
    writeLog({ event: "statement-refused", site, refusal });
    return undefined;
  };
  const log = parseVerifierKey(logKey);
  // Another log needs a succession: docs/log.md.
  if (!log || (row && row.log_key !== logKey)) return refused("log-unsigned");
  const seen = row && { size: row.size, root: fromBase64url(row.root) };
  const checkpoint = await witnessCheckpoint(log, seen, last.checkpoint, splitHashes(last.fromSeen), verifySignature);
  if (typeof checkpoint === "string") return refused(checkpoint);
  if (!(await rows.see(site, logKey, checkpoint, row))) return undefined;
  const text = parseNote(last.checkpoint)?.text ?? "";
  const line = await cosign(text, edgeWitnessName(site), now, signer);
  const made = statementPart({ ...last, checkpoint: `${last.checkpoint}${line}\n`, successions: [] });
  const part = v.safeParse(StatementPart, made);
  if (!part.success) return refused("statement-invalid");
  const checked = await checkStatement(part.output, { site, logKey, witnesses: [] }, row?.state ?? undefined, {
    nowSeconds: now,
    verify: verifySignature,
  });
  if ("refusal" in checked) return refused(checked.refusal);
  await rows.keep(site, part.output, checked.state);
  return part.output;
}
