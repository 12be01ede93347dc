import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { logKeyOf } from "../device/check-succession.ts";
import { isSignedNote, type SignedNote } from "../note/note.ts";
import type { VerifySignature } from "../note/signature.ts";
import { NOTE_SIGNATURE, type VerifierKey, verifierKey } from "../note/verifier-key.ts";
import { extendHistory, NO_HISTORY } from "../statement/history.ts";
import { AGGREGATOR, documentKey, EDGE } from "../statement/operator-keys.ts";
import { readDocument } from "../statement/signed-document.ts";
import { Statement } from "../statement/statement.ts";
import { readSuccession, type Succession } from "../statement/succession.ts";
import { leafHash } from "../tree/hash.ts";
import { HashTree } from "../tree/hash-tree.ts";
import type { AuditFinding } from "./audit-finding.ts";
import { refusalOfNext, type SiteRecord } from "./site-record.ts";

/**
 * Reads a log from its first entry, and says what each entry breaks. Needs no trust in the log but its key: who reads
 * the same entries finds the same.
 */
export class LogAudit {
  readonly tree = new HashTree();
  readonly sites = new Map<string, SiteRecord>();
  readonly #verify: VerifySignature;
  #key: VerifierKey;

  /** @param key - Of the log, when it began. */
  constructor(key: VerifierKey, verify: VerifySignature) {
    [this.#key, this.#verify] = [key, verify];
  }

  /** The log's key after the entries so far. */
  get key(): VerifierKey {
    return this.#key;
  }

  /** Reads the next entry; undefined when it breaks nothing. */
  async append(entry: Uint8Array): Promise<AuditFinding | undefined> {
    const text = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(entry);
    const finding = await this.#read(text, leafHash(entry));
    this.tree.append(entry);
    return finding;
  }

  async #read(text: string, leaf: Uint8Array): Promise<AuditFinding | undefined> {
    const succession = readSuccession(text);
    if (succession) return this.#follow(succession.document, succession.note);
    const signed = readDocument(Statement, text);
    return signed ? this.#state(signed.document, signed.note, leaf) : "entry-invalid";
  }

  async #follow({ from, to }: Succession, note: SignedNote): Promise<AuditFinding | undefined> {
    const [old, next] = [logKeyOf(from.key), logKeyOf(to)];
    if (!old || next?.name !== this.#key.name) return "entry-invalid";
    for (const key of [old, next]) if (!(await isSignedNote(note, key, this.#verify))) return "entry-unsigned";
    const isRotation = old.name === next.name;
    // The first entry of a log that follows another introduces no key: its readers know the log's own.
    if (!isRotation) return this.tree.size === 0 && next.id === this.#key.id ? undefined : "entry-invalid";
    if (old.id !== this.#key.id) return "entry-invalid";
    this.#key = next;
    return undefined;
  }

  async #state(statement: Statement, note: SignedNote, leaf: Uint8Array): Promise<AuditFinding | undefined> {
    const last = this.sites.get(statement.site);
    const record: SiteRecord = {
      statement,
      leaf,
      index: this.tree.size,
      recent: [...(last?.recent ?? []), statement.issued].slice(-5),
    };
    const keys = [verifierKey(AGGREGATOR, NOTE_SIGNATURE, this.#key.publicKey), documentKey(EDGE, statement.edge)];
    const isNewEdge = last && last.statement.edge !== statement.edge && last.statement.expires > statement.issued;
    if (isNewEdge) keys.push(documentKey(EDGE, last.statement.edge));
    for (const key of keys) if (!(await isSignedNote(note, key, this.#verify))) return "entry-unsigned";
    this.sites.set(statement.site, record);
    return last ? refusalOfNext(record, last, this.#historyAfter(last, statement)) : refusalOfFirst(statement);
  }

  /** `history` that the statement after `last` must have; undefined where it names a size at which `last` was not published. */
  #historyAfter(last: SiteRecord, { previousSize }: Statement): string | undefined {
    if (previousSize === null || previousSize <= last.index || previousSize > this.tree.size) return undefined;
    const publication = { leaf: last.leaf, size: previousSize, root: this.tree.root(previousSize) };
    return toBase64url(extendHistory(fromBase64url(last.statement.history), publication));
  }
}

/** A site's first statement in this log: its very first, or one that names the succession that brought the site here. */
function refusalOfFirst({ number, history, succession }: Statement): AuditFinding | undefined {
  if (number > 1) return succession === undefined ? "statement-number" : undefined;
  return history === toBase64url(NO_HISTORY) ? undefined : "statement-history";
}
