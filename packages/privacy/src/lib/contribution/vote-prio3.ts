import { FlpGeneric } from "@divviup/prio3/dist/genericFlp.js";
import { Prio3 } from "@divviup/prio3/dist/prio3.js";
import { domainBytes } from "../domain.ts";
import type { CellSumCircuit, CellVote } from "./cell-sum-circuit.ts";
import { voteXof } from "./vote-xof.ts";

/** The edge and the aggregator. */
export const OPERATORS = 2;
/** Proofs a vote: with a field of 64 bits the draft asks for three (draft-irtf-cfrg-vdaf, section 9.6). */
export const PROOFS = 3;
/** In the range that the draft leaves to private use. */
const ALGORITHM_ID = 0xffff5ed6;

/** Prio3 (draft-irtf-cfrg-vdaf, by `@divviup/prio3`) over a vote's circuit, for the votes of one round of one site. */
export function votePrio3(circuit: CellSumCircuit, site: string, round: string) {
  const { cells, coordinates, bits } = circuit.layout;
  const xof = voteXof(domainBytes("vote", site, round, cells, coordinates, bits));
  const flp = new FlpGeneric(circuit);
  return { xof, flp, prio3: new Prio3<CellVote, bigint[]>(xof, flp, OPERATORS, PROOFS, ALGORITHM_ID) };
}
