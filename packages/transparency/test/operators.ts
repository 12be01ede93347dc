import { sha256 } from "@noble/hashes/sha2.js";
import { toBase64url } from "@sedge/privacy/base64url";
import { ed25519PublicKey, importSigningKey, sign, verify } from "@sedge/privacy/ed25519";
import { SiteId } from "@sedge/protocol";
import * as v from "valibot";
import type { PagePins, StatementPart } from "../src/device.ts";
import {
  type Checkpoint,
  checkpointText,
  cosign,
  formatVerifierKey,
  NOTE_SIGNATURE,
  noteText,
  signNote,
  verifierKey,
  type VerifySignature,
} from "../src/note.ts";
import {
  type DocumentSigner,
  joinHashes,
  joinPublications,
  NEW_SITE,
  provenSizes,
  publishedUnder,
  signDocument,
  type SiteHistory,
  statementPart,
} from "../src/publish.ts";
import { AGGREGATOR, EDGE, edgeWitnessName, readSuccession, Statement, successionHash } from "../src/statement.ts";
import { HashTree, leafHash, sharedProof } from "../src/tree.ts";

export const SITE = v.parse(SiteId, "demo");
export const START = 1_900_000_000;
export const DAY = 86_400;

export const verifySignature: VerifySignature = (key, message, signature) =>
  verify(crypto.subtle, key, message, signature);

const hash = (byte: number) => toBase64url(sha256(Uint8Array.of(byte)));

/** A party with a key of its own, from a seed of one repeated byte. */
export function signerOf(name: string, byte: number): DocumentSigner {
  const seed = new Uint8Array(32).fill(byte);
  const key = importSigningKey(crypto.subtle, seed);
  return {
    name,
    publicKey: new Uint8Array(ed25519PublicKey(seed)),
    sign: async (message) => sign(crypto.subtle, await key, message),
  };
}

export const keyOf = ({ publicKey }: DocumentSigner) => toBase64url(publicKey);

/** Verifier key of a log. */
export function logKey(log: DocumentSigner): string {
  return formatVerifierKey(verifierKey(log.name, NOTE_SIGNATURE, log.publicKey));
}

/** A site's two operators, the log that one of them keeps, and what they publish. */
export class Operators {
  readonly tree: HashTree;
  log: DocumentSigner;
  edge: DocumentSigner;
  witnesses: DocumentSigner[] = [];
  history: SiteHistory = NEW_SITE;
  successions: string[] = [];
  now = START;

  constructor({ log = signerOf("log.example/sedge", 1), edge = signerOf(EDGE, 2), tree = new HashTree() } = {}) {
    [this.log, this.edge, this.tree] = [log, edge, tree];
  }

  get pins(): PagePins {
    return { site: SITE, logKey: logKey(this.log), witnesses: [] };
  }

  /** Entries of other sites. */
  fill(entries: number): void {
    for (let index = 0; index < entries; index++) this.tree.append(new TextEncoder().encode(`other ${this.tree.size}`));
  }

  /** The log as it is now. */
  get checkpoint(): Checkpoint {
    return { origin: this.log.name, size: this.tree.size, root: this.tree.root() };
  }

  statement(changes: Partial<Statement> = {}): Statement {
    const { number, history, previous } = this.history;
    const last = this.successions.at(-1);
    const succession = last === undefined ? undefined : readSuccession(last);
    return v.parse(Statement, {
      kind: "sedge-statement/1",
      site: SITE,
      number: number + 1,
      history: toBase64url(history),
      previousSize: previous && previous.size,
      ...(succession ? { succession: successionHash(succession) } : {}),
      issued: this.now,
      expires: this.now + 60 * DAY,
      trustTier: "two-operator",
      minPeople: 50,
      policyVersion: "2026-11",
      policy: hash(10),
      edge: keyOf(this.edge),
      epochs: [
        { epoch: 3, edgeKey: hash(11), aggregatorKey: hash(12) },
        { epoch: 4, edgeKey: hash(13), aggregatorKey: hash(14) },
      ],
      codebook: { generation: 1, hash: hash(number + 20) },
      rounds: { minPeople: 500, rho: 0.005, delta: 1e-6, spreadSeconds: 3_600 },
      metrics: { plan: hash(15), minPeople: 500, rho: 0.001, windowSeconds: 604_800, spreadSeconds: 3_600 },
      sdk: [hash(16)],
      witnesses: this.witnesses.map((witness) => ({ name: witness.name, key: keyOf(witness) })),
      ...changes,
    });
  }

  sign(statement: Statement, ...more: DocumentSigner[]): Promise<string> {
    return signDocument(statement, [this.edge, { ...this.log, name: AGGREGATOR }, ...more]);
  }

  /** A checkpoint's note with the log's signature and the cosignatures of the edge and these witnesses. */
  async cosigned(checkpoint: Checkpoint, witnesses = this.witnesses, log = this.log): Promise<string> {
    const text = checkpointText(checkpoint);
    const cosigners = [{ ...this.edge, name: edgeWitnessName(SITE) }, ...witnesses];
    const lines = cosigners.map((signer) => cosign(text, signer.name, this.now, signer));
    return noteText(text, await Promise.all([signNote(text, log.name, log), ...lines]));
  }

  /** What the manifest carries for an entry that was appended last. */
  async part(entry: string, witnesses = this.witnesses): Promise<StatementPart> {
    const { checkpoint, history, tree, successions } = this;
    // A log that has shrunk can't prove its larger sizes.
    const sizes = provenSizes(history, checkpoint.origin).filter((size) => size <= checkpoint.size);
    const { ranges } = sharedProof(sizes, checkpoint.size);
    return statementPart({
      entry,
      index: tree.size - 1,
      inclusion: joinHashes(tree.inclusionProof(tree.size - 1)),
      checkpoint: await this.cosigned(checkpoint, witnesses),
      consistency: joinHashes(tree.hashes(ranges)),
      publications: joinPublications(history.publications),
      successions,
    });
  }

  /** Signs, appends and publishes the next statement, a day after the last. */
  async publish(changes: Partial<Statement> = {}, ...more: DocumentSigner[]): Promise<StatementPart> {
    this.now += DAY;
    const entry = await this.sign(this.statement(changes), ...more);
    this.tree.append(new TextEncoder().encode(entry));
    const part = await this.part(entry);
    this.history = publishedUnder(this.history, leafHash(new TextEncoder().encode(entry)), this.checkpoint);
    return part;
  }
}

/** The last hash of a proof with one bit changed. */
export function withWrongHash(proof: string): string {
  return `${proof.slice(0, -5)}${proof.at(-5) === "A" ? "B" : "A"}${proof.slice(-4)}`;
}
