import {
  resolveEntities,
  type ReadRecords,
  type ResolveFigures,
  resolveFigures,
  eachTerm,
  tokenRecords,
} from "@sedge/cli/record-resolution";
import { linkClear } from "@sedge/research/clear-arm";
import { distinctTerms, recordTerms } from "@sedge/linkage/terms";
import { keyedTokens } from "./keyed-tokens.ts";

/** The result of one way to link a data set. `seconds`: from texts to profiles, without the PRF. */
export type ArmResult = ResolveFigures & { readonly profiles: number };

/** Figures of a data set, linked with tokens and with clear text. */
export interface SetResult {
  readonly set: string;
  readonly records: number;
  readonly distinctTerms: number;
  readonly termsPerRecord: number;
  readonly private: ArmResult;
  readonly clear: ArmResult;
}

/** Links a data set with tokens and with clear text. */
export function linkBothWays(set: string, read: ReadRecords, progress: (share: number) => void): SetResult {
  const { people } = read;
  const terms = people.reduce((sum, person) => sum + distinctTerms(recordTerms(person)).length, 0);
  const half = (from: number) => (_: string, share: number) => progress(from + share / 2);
  return {
    set,
    records: people.length,
    distinctTerms: new Set(eachTerm(people)).size,
    termsPerRecord: terms / people.length,
    private: privateArm(read, half(0)),
    clear: clearArm(read, half(0.5)),
  };
}

type Progress = (stage: string, share: number) => void;

function privateArm({ people, truths }: ReadRecords, progress: Progress): ArmResult {
  const start = performance.now();
  const { memberships } = resolveEntities(tokenRecords(people, keyedTokens()), progress);
  return judged(
    memberships.map(({ profile }) => profile),
    truths,
    start,
  );
}

function clearArm({ people, truths }: ReadRecords, progress: Progress): ArmResult {
  const start = performance.now();
  const { profiles } = linkClear(people, {}, progress);
  return judged([...profiles], truths, start);
}

function judged(profiles: readonly number[], truths: readonly string[], start: number): ArmResult {
  const figures = resolveFigures(profiles, truths, (performance.now() - start) / 1_000);
  return { ...figures, profiles: new Set(profiles).size };
}
