import { addTouch } from "@sedge/features/profile";
import { mapTerms } from "@sedge/linkage/record";
import { distinctTerms, type RecordTerms } from "@sedge/linkage/terms";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { deriveRecordToken, termInput } from "@sedge/privacy/record-token";
import { type ConsentReceipt, MAX_RECORD_SIGNATURES } from "@sedge/protocol";
import { migrated, forNewEpoch, fromOtherEpoch } from "./migrated-identifiers.ts";
import { addCounts, type IntakeCounts, noCounts } from "./intake-counts.ts";
import { prfOutputs } from "../prf/blinded-batch.ts";
import type { ChannelRecord } from "./record/channel-record.ts";
import { consentDecision, newerReceipt } from "./record/consent-decision.ts";
import { ConversationReader } from "./record/conversation-reader.ts";
import { type KnownIdentifier, knownIdentifiers, recordName } from "./record/known-identifier.ts";
import { personTerms } from "./record/person-terms.ts";
import { previousEpochHash } from "./state/identifier-rows.ts";
import type { Person } from "./state/people-rows.ts";
import type { PushDeps } from "./push-deps.ts";
import { withdraw } from "./withdraw.ts";

/** A record with consent, and its person's identifiers. */
interface Consented {
  readonly record: ChannelRecord;
  readonly receipt: ConsentReceipt;
  readonly known: readonly KnownIdentifier[];
  /** Terms of the person's description; undefined if the record has none. */
  readonly terms: RecordTerms | undefined;
}

type Judged =
  | { readonly kind: "count"; readonly as: keyof IntakeCounts }
  | { readonly kind: "withdraw" | "refuse"; readonly record: ChannelRecord; readonly known: readonly KnownIdentifier[] }
  | ({ readonly kind: "use" } & Consented);

/** PRF outputs by the hashes of their inputs. */
type Outputs = ReadonlyMap<string, Uint8Array>;

/** Ingests records into the state: resolves their people, updates tallies, and queues the messages that follow. */
export class Intake {
  readonly #deps: PushDeps;
  readonly #conversations = new ConversationReader();
  /** People of the current batch; each is written once. */
  readonly #pending = new Map<string, Person>();

  constructor(deps: PushDeps) {
    this.#deps = deps;
  }

  /**
   * Ingests records in one transaction. Asks the operators to evaluate new identifiers and terms, blinded.
   *
   * @param also - Further writes in the same transaction, such as the position in a file.
   * @throws PrfError, OperatorsError; nothing is stored then.
   */
  async ingest(records: readonly ChannelRecord[], also: () => void = () => undefined): Promise<IntakeCounts> {
    const counts = noCounts();
    const judged = records.map((record) => this.#judge(record, counts));
    const outputs = await this.#evaluate(judged);
    this.#pending.clear();
    this.#deps.state.atomically(() => {
      const made = noCounts();
      for (const one of judged) {
        if (one.kind === "count") made[one.as] += 1;
        else if (one.kind === "use") this.#use(one, outputs, made);
        // The same record had consent before and has none now: a withdrawal.
        else if (one.kind === "withdraw" || this.#isSeen(one.record)) this.#withdraw(one.record, one.known, made);
        else made.withoutConsent += 1;
      }
      for (const person of this.#pending.values()) this.#deps.state.people.write(person);
      also();
      addCounts(counts, made);
    });
    return counts;
  }

  #judge(record: ChannelRecord, counts: IntakeCounts): Judged {
    const { state, channel, operators, policyVersion, now } = this.#deps;
    const { site } = operators;
    const decision = consentDecision(record, policyVersion, now());
    if (decision.verdict === "unstated") return { kind: "count", as: "unstatedConsent" };
    if (decision.verdict === "policy-outdated") return { kind: "count", as: "outdatedConsent" };
    const given = record.identifiers ?? {};
    const known = knownIdentifiers(given, { site, country: record.country, key: state.key });
    if (decision.verdict === "withdrawn") return { kind: "withdraw", record, known };
    if (decision.verdict !== "yes") return { kind: "refuse", record, known };
    counts.unreadableIdentifiers +=
      Object.values(given).filter((raw) => raw !== undefined && raw !== "").length - known.length;
    const terms = personTerms(record);
    if (known.length === 0 && !terms) return { kind: "count", as: "unidentified" };
    const own = terms && recordName(known[0]?.name ?? `id:${record.id}`, site, channel, state.key);
    return { kind: "use", record, receipt: decision.receipt, known: own ? [...known, own] : known, terms };
  }

  #isSeen(record: ChannelRecord): boolean {
    return this.#deps.state.seen.digest(this.#seenHash(record)) !== undefined;
  }

  #seenHash({ id }: ChannelRecord): string {
    return this.#deps.state.key.hash("seen", id);
  }

  /**
   * The record's person: that of the most reliable identifier, or else of the next known one. A phone number decides
   * only if it is the record's only identifier.
   */
  #personOf(known: readonly KnownIdentifier[], record: ChannelRecord): string {
    const { state } = this.#deps;
    const [surest] = known;
    if (!surest) return state.key.hash("record", `id:${record.id}`);
    for (const one of known) {
      if (one.kind === "phone" && one !== surest) continue;
      const row = state.identifiers.read(one.hash);
      if (row) return row.person;
    }
    return surest.hash;
  }

  /** Evaluates every identifier and term that the state does not have in the current epoch. */
  async #evaluate(judged: readonly Judged[]): Promise<Outputs> {
    const { state, operators } = this.#deps;
    const wanted = new Map<string, Uint8Array>();
    for (const one of judged) {
      if (one.kind !== "use") continue;
      for (const { hash, input } of one.known) {
        if (state.identifiers.read(hash)?.epoch !== operators.epoch) wanted.set(hash, input);
      }
      for (const term of one.terms ? distinctTerms(one.terms) : []) {
        const hash = state.key.hash("term", term);
        if (!state.terms.read(hash, operators.epoch)) wanted.set(hash, termInput(operators.site, term));
      }
    }
    const outputs = await prfOutputs(operators, [...wanted.values()]);
    return new Map([...wanted.keys()].map((hash, index) => [hash, outputs[index] ?? new Uint8Array()]));
  }

  #withdraw(record: ChannelRecord, known: readonly KnownIdentifier[], counts: IntakeCounts): void {
    counts.withdrawals += 1;
    const person = this.#personOf(known, record);
    const pending = this.#pending.get(person);
    if (pending) this.#deps.state.people.write(pending);
    this.#pending.delete(person);
    withdraw(this.#deps, person, known);
  }

  #use({ record, receipt, known, terms }: Consented, outputs: Outputs, counts: IntakeCounts): void {
    const { state } = this.#deps;
    const hash = this.#personOf(known, record);
    const days = [hash, ...known.map((one) => one.hash)].map((one) => state.withdrawn.day(one) ?? "");
    if (days.some((day) => day >= receipt.day)) {
      counts.withdrawnSince += 1;
      return;
    }
    const seenHash = this.#seenHash(record);
    const digest = state.key.hash("said", JSON.stringify([known.map((one) => one.hash), record.person, receipt]));
    const digestBefore = state.seen.digest(seenHash);
    counts[digestBefore === undefined ? "accepted" : "repeated"] += 1;
    const changed = fromOtherEpoch(this.#deps, hash, known);
    const isAgain = digestBefore === digest;
    const isNothingNew = isAgain && changed.length === 0;
    if (isNothingNew && !terms) return;
    const person = this.#pending.get(hash) ?? state.people.read(hash) ?? newPerson(hash, receipt);
    if (isNothingNew && !isOwed(person, terms, known)) return;
    state.seen.write(seenHash, digest);
    for (const one of [hash, ...known.map((each) => each.hash)]) state.withdrawn.drop(one);
    const touched = this.#touched(person, record, digestBefore === undefined);
    const renewed = { ...touched, receipt: newerReceipt(touched.receipt, receipt, record.learn === undefined) };
    const fresh = changed.length > 0 ? forNewEpoch(this.#deps, renewed) : renewed;
    this.#register(known, hash, outputs);
    const isCorrection = digestBefore !== undefined && !isAgain;
    const described = terms && this.#described(fresh, known, terms, outputs, isCorrection);
    const all =
      changed.length > 0
        ? migrated(this.#deps, described ?? fresh, changed, this.#ownName(hash))
        : (described ?? fresh);
    this.#pending.set(hash, described ? all : this.#linked(all, known));
  }

  #touched(person: Person, { touch, turns }: ChannelRecord, isFirst: boolean): Person {
    if (!touch || !isFirst) return person;
    // The system's own fields override those read from the conversation.
    const merged = turns ? { ...this.#conversations.read(turns), ...touch } : touch;
    return { ...person, tally: addTouch(person.tally ?? undefined, merged), isDirty: true };
  }

  /** Stores evaluated identifiers. */
  #register(known: readonly KnownIdentifier[], person: string, outputs: Outputs): void {
    const { state, operators, previousEpoch } = this.#deps;
    const { epoch } = operators;
    for (const { hash, kind } of known) {
      const row = state.identifiers.read(hash);
      const output = outputs.get(hash);
      if (row?.epoch === epoch || !output) continue;
      // A person's record keeps its first name, even when a more reliable identifier is added.
      if (kind === "record" && !row && this.#ownName(person)) continue;
      if (row && row.epoch === previousEpoch) {
        // Keeps the previous key to sign together with the new one, which migrates the profile.
        const [old, opened] = [previousEpochHash(hash, row.epoch), state.key.open(hash, row.sealed)];
        if (opened) state.identifiers.write({ ...row, hash: old, sealed: state.key.seal(old, opened) });
      }
      state.identifiers.write({
        hash,
        kind,
        person: row?.person ?? person,
        epoch,
        sealed: state.key.seal(hash, output),
      });
    }
  }

  /** Queues a link of the person's identifiers, unless they are linked already. A single identifier needs no link. */
  #linked(person: Person, known: readonly KnownIdentifier[]): Person {
    const { state } = this.#deps;
    const hashes = known.filter(({ kind }) => kind !== "record").map(({ hash }) => hash);
    const linked = [...new Set([...hashes, ...person.linked])];
    const isLinked = hashes.every((hash) => person.linked.includes(hash)) || linked.length < 2;
    if (!isLinked) {
      state.outbox.write({
        person: person.hash,
        action: "link",
        // Added to a queued link of other identifiers if one message cannot contain them all.
        part: linked.length > MAX_RECORD_SIGNATURES ? (hashes[0] ?? "") : "",
        operation: state.nextOperation(),
        // A message can state the kinds of this many identifiers at most.
        signers: linked.slice(0, MAX_RECORD_SIGNATURES),
        receipt: person.receipt,
      });
    }
    return { ...person, linked };
  }

  /**
   * Queues the person's description. It replaces the previous one, so a description with fewer fields is not sent,
   * unless it corrects the same record; returns undefined then.
   */
  #described(
    person: Person,
    known: readonly KnownIdentifier[],
    terms: RecordTerms,
    outputs: Outputs,
    isCorrection: boolean,
  ): Person | undefined {
    const { state } = this.#deps;
    const others = known.filter(({ kind }) => kind !== "record");
    const digest = state.key.hash("fields", JSON.stringify(terms), ...others.map(({ hash }) => hash));
    const kinds = kindsOf(terms, known);
    if (person.fields?.digest === digest) return person;
    if (!isCorrection && person.fields?.kinds.some((kind) => !kinds.includes(kind)) === true) return undefined;
    const body = mapTerms(terms, (term) => this.#termToken(term, outputs)).fields;
    // The record's own name first: it signs the record.
    const own = this.#ownName(person.hash) ?? known.at(-1)?.hash ?? "";
    const signers = [own, ...others.map(({ hash }) => hash)].slice(0, MAX_RECORD_SIGNATURES);
    state.outbox.write({
      person: person.hash,
      action: "record",
      operation: state.nextOperation(),
      body,
      signers,
      receipt: person.receipt,
    });
    const isDue = person.fields?.owed?.some((kind) => !kinds.includes(kind)) === true;
    const fields = { digest, kinds, ...(isDue && { owed: person.fields?.owed }) };
    return { ...person, fields, linked: [...new Set([...person.linked, ...signers])] };
  }

  /** Hash of the name that signs a person's record; undefined if there is none. */
  #ownName(person: string): string | undefined {
    const { state, operators } = this.#deps;
    const rows = state.identifiers.ofPerson(person);
    return rows.find(({ kind, epoch }) => kind === "record" && epoch === operators.epoch)?.hash;
  }

  #termToken(term: string, outputs: Outputs): string {
    const { state, operators } = this.#deps;
    const { site, epoch } = operators;
    const hash = state.key.hash("term", term);
    const sealed = state.terms.read(hash, epoch);
    const kept = sealed && state.key.open(hash, sealed);
    if (kept) return toBase64url(kept);
    const token = deriveRecordToken(outputs.get(hash) ?? new Uint8Array(), site, epoch);
    state.terms.write(hash, epoch, state.key.seal(hash, fromBase64url(token)));
    return token;
  }
}

function newPerson(hash: string, receipt: ConsentReceipt): Person {
  return { hash, tally: null, receipt, codeword: null, fields: null, linked: [], isDirty: true };
}

/** The fields and identifiers in a description. */
function kindsOf(terms: RecordTerms, known: readonly KnownIdentifier[]): string[] {
  const identifiers = known.filter(({ kind }) => kind !== "record").map(({ kind }) => kind);
  return [...Object.keys(terms.fields), ...identifiers].toSorted();
}

/** Whether a known record has the description that was sent before the key rotation and not since. */
function isOwed({ fields }: Person, terms: RecordTerms | undefined, known: readonly KnownIdentifier[]): boolean {
  if (!fields?.owed || !terms) return false;
  const kinds = kindsOf(terms, known);
  return fields.owed.every((kind) => kinds.includes(kind));
}
