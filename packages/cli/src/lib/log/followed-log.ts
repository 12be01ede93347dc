import { LogAudit } from "@sedge/transparency/audit";
import { isSignedNote, type VerifierKey } from "@sedge/transparency/note";
import { consistencyFromTiles } from "@sedge/transparency/tiles";
import { bytesEqual, isConsistent } from "@sedge/transparency/tree";
import type { LogAddress, NotedCheckpoint } from "./log-address.ts";
import { verifySignature } from "./verify-signature.ts";

/** What is wrong with a log, in one line for people. */
export type Finding = string;

/** A log that is read from its first entry, and followed from then on. */
export class FollowedLog {
  readonly #address: LogAddress;
  readonly #audit: LogAudit;
  /** The key that the log began with, and those that its own entries have put in its place. */
  readonly #keys: VerifierKey[];

  constructor(address: LogAddress, key: VerifierKey) {
    this.#address = address;
    this.#audit = new LogAudit(key, verifySignature);
    this.#keys = [key];
  }

  /** Entries read so far. */
  get size(): number {
    return this.#audit.tree.size;
  }

  /** Sites that have statements in the log. */
  get sites(): number {
    return this.#audit.sites.size;
  }

  /** Reads up to a checkpoint of the log's own address, and says what is wrong with the entries and with it. */
  async follow(checkpoint: NotedCheckpoint): Promise<Finding[]> {
    const { size } = checkpoint;
    if (size < this.size) return [`the log shrank from ${this.size} to ${size} entries`];
    const findings: Finding[] = [];
    for await (const entry of this.#address.entries(this.size, size)) {
      const finding = await this.#audit.append(entry);
      if (finding) findings.push(`entry ${this.size - 1}: ${finding}`);
      if (this.#keys.at(-1) !== this.#audit.key) this.#keys.push(this.#audit.key);
    }
    if (!(await this.hasSigned(checkpoint)))
      findings.push(`the checkpoint at ${size} entries is not signed by the log`);
    return [...findings, ...this.compare(checkpoint)];
  }

  /** Whether the log has signed a checkpoint: with any key that it had so far. */
  async hasSigned({ origin, signed }: NotedCheckpoint): Promise<boolean> {
    for (const key of this.#keys) {
      if (origin === key.name && (await isSignedNote(signed, key, verifySignature))) return true;
    }
    return false;
  }

  /** Compares a checkpoint of up to this size with the entries read, wherever it was seen. */
  compare({ size, root }: NotedCheckpoint): Finding[] {
    return bytesEqual(this.#audit.tree.root(size), root) ? [] : [`the log forked: another root at ${size} entries`];
  }

  /** Compares a checkpoint that another address shows, of whatever size. */
  async compareView(view: LogAddress, checkpoint: NotedCheckpoint): Promise<Finding[]> {
    const { size, root } = checkpoint;
    if (size <= this.size) return this.compare(checkpoint);
    const proof = await consistencyFromTiles(this.size, size, (tile) => view.tile(tile));
    if (isConsistent(this.size, size, proof, this.#audit.tree.root(), root)) return [];
    return [`the log forked: the ${size} entries at ${view.url} do not continue these ${this.size}`];
  }
}
