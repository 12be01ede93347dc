import { hash, randomBytes } from "node:crypto";
import { linkPersons, resolveFigures, tokenRecords } from "@sedge/cli/record-resolution";
import type { TokenFields } from "@sedge/linkage/record";
import { type PersonRecord, recordTerms } from "@sedge/linkage/terms";
import { generatedCrowd } from "./generated-crowd.ts";

/** How fast generated people are linked, end to end but for the PRF. */
export interface BatchSpeed {
  readonly records: number;
  /** From texts to profiles, without what stands in for the PRF. */
  readonly seconds: number;
  /** Of these: making terms and records of tokens. */
  readonly termSeconds: number;
  readonly termsPerRecord: number;
  readonly pairF1: number | null;
  readonly b3F1: number | null;
  /** Most memory that the process held, in MB. */
  readonly peakMegabytes: number;
}

/** Links `records` generated records. `progress` is told the share that is done. */
export function batchSpeed(records: number, progress: (share: number) => void): BatchSpeed {
  const persons: PersonRecord[] = [];
  const truths: string[] = [];
  for (const { person, who } of generatedCrowd(records, 1)) {
    persons.push(person);
    truths.push(String(who));
  }
  const key = randomBytes(32).toString("latin1");
  let [tokenMs, terms] = [0, 0];
  const token = (term: string) => {
    terms += 1;
    return hash("sha256", key + term, "base64url").slice(0, 22);
  };
  // What the keyed hash takes is the PRF's time, and measured on records of its own.
  const sample = persons.slice(0, 2_000).flatMap((person) => Object.values(recordTerms(person).fields));
  const sampled = sample.flatMap((kinds) => Object.values(kinds).flat());
  const sampleStart = performance.now();
  for (const term of sampled) token(term);
  const msPerToken = (performance.now() - sampleStart) / sampled.length;
  terms = 0;
  function* timed(): Generator<{ readonly fields: TokenFields }> {
    const made = tokenRecords(persons, token);
    for (let count = 1; ; count += 1) {
      const start = performance.now();
      const { value, done } = made.next();
      tokenMs += performance.now() - start;
      if (done) return;
      if (count % 10_000 === 0) progress((count / records) * 0.3);
      yield value;
    }
  }
  const start = performance.now();
  const memberships = linkPersons(timed(), (stage, share) => {
    if (stage === "score") progress(0.4 + 0.5 * share);
    if (stage === "cluster") progress(0.9 + 0.1 * share);
  });
  const prfMs = terms * msPerToken;
  const seconds = (performance.now() - start - prfMs) / 1_000;
  const { pairF1, b3F1 } = resolveFigures(
    memberships.map(({ profile }) => profile),
    truths,
    seconds,
  );
  return {
    records,
    seconds,
    termSeconds: Math.max(0, tokenMs - prfMs) / 1_000,
    termsPerRecord: terms / records,
    pairF1,
    b3F1,
    peakMegabytes: process.resourceUsage().maxRSS / 1_000,
  };
}
