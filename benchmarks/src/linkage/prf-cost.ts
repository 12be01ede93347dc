import { resolveEntities, type ReadRecords, recordTokens, eachTerm, tokenRecords } from "@sedge/cli/record-resolution";
import { keyedTokens } from "./keyed-tokens.ts";

/** The cost of a data set's tokens, including both operators in this process. */
export interface PrfCost {
  readonly set: string;
  readonly records: number;
  readonly terms: number;
  readonly seconds: number;
  readonly msPerTerm: number;
  readonly msPerRecord: number;
  /** Whether the keyed hash of the other measurements gives the same profiles and confidences. */
  readonly isSameAsKeyed: boolean;
}

/** Evaluates a whole data set with the PRF: blinding, both operators, both proofs, record tokens. */
export async function prfCost(
  set: string,
  { people }: ReadRecords,
  progress: (share: number) => void,
): Promise<PrfCost> {
  const { tokenOf, terms, milliseconds } = await recordTokens(eachTerm(people, progress), { isBlinded: true });
  const link = (token: (term: string) => string) => resolveEntities(tokenRecords(people, token), () => undefined);
  return {
    set,
    records: people.length,
    terms,
    seconds: milliseconds / 1_000,
    msPerTerm: milliseconds / terms,
    msPerRecord: milliseconds / people.length,
    isSameAsKeyed: JSON.stringify(link(tokenOf)) === JSON.stringify(link(keyedTokens())),
  };
}
