import { hash, randomBytes } from "node:crypto";
import { resolveEntities, resolveFigures, tokenRecords } from "@sedge/cli/record-resolution";
import type { TokenFields } from "@sedge/linkage/record";
import { type PersonRecord, recordTerms } from "@sedge/linkage/terms";
import { generatedPeople } from "./generated-people.ts";

/** The time to link generated people, end to end without the PRF. */
export interface BatchSpeed {
  readonly records: number;
  /** Seconds from texts to profiles, without the PRF's stand-in. */
  readonly seconds: number;
  /** Part of it for terms and token records. */
  readonly termSeconds: number;
  readonly termsPerRecord: number;
  readonly pairF1: number | null;
  readonly b3F1: number | null;
  /** Peak memory of the process, in MB. */
  readonly peakMegabytes: number;
}

/** Links `records` generated records. `progress` receives the completed share. */
export function batchSpeed(records: number, progress: (share: number) => void): BatchSpeed {
  const people: PersonRecord[] = [];
  const truths: string[] = [];
  for (const { person, who } of generatedPeople(records, 1)) {
    people.push(person);
    truths.push(String(who));
  }
  const key = randomBytes(32).toString("latin1");
  let [tokenMs, terms] = [0, 0];
  const token = (term: string) => {
    terms += 1;
    return hash("sha256", key + term, "base64url").slice(0, 22);
  };
  // The keyed hash replaces the PRF. Its time is measured separately, on a sample.
  const sample = people.slice(0, 2_000).flatMap((person) => Object.values(recordTerms(person).fields));
  const sampled = sample.flatMap((kinds) => Object.values(kinds).flat());
  const sampleStart = performance.now();
  for (const term of sampled) token(term);
  const msPerToken = (performance.now() - sampleStart) / sampled.length;
  terms = 0;
  function* timed(): Generator<{ readonly fields: TokenFields }> {
    const made = tokenRecords(people, token);
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
  const { memberships } = resolveEntities(timed(), (stage, share) => {
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
