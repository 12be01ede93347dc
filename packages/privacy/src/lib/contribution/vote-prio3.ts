import type { Circuit } from "@divviup/prio3/dist/circuit.js";
import { FlpGeneric } from "@divviup/prio3/dist/genericFlp.js";
import { Prio3 } from "@divviup/prio3/dist/prio3.js";
import { domainBytes } from "../domain.ts";
import type { CellSumCircuit } from "./cell-sum-circuit.ts";
import type { MetricCircuit } from "./metric-circuit.ts";
import type { VoteField } from "./vote-field.ts";
import { voteXof } from "./vote-xof.ts";

/** The edge and the aggregator. */
export const OPERATORS = 2;
/** Proofs a vote: with a field of 64 bits the draft asks for three (draft-irtf-cfrg-vdaf, section 9.6). */
export const PROOFS = 3;
/** In the range that the draft leaves to private use. */
const CELL_SUM_ID = 0xffff5ed6;
const METRICS_ID = 0xffff5ed7;

function prio3Of<Vote>(
  circuit: Circuit<Vote, bigint[]> & { readonly field: VoteField },
  algorithm: number,
  context: Uint8Array,
) {
  const xof = voteXof(context);
  const flp = new FlpGeneric(circuit);
  const prio3 = new Prio3<Vote, bigint[]>(xof, flp, OPERATORS, PROOFS, algorithm);
  return { field: circuit.field, xof, flp, prio3 };
}

/** Prio3 over the circuit of one task's votes. */
export type VotePrio3<Vote> = ReturnType<typeof prio3Of<Vote>>;

/** Prio3 (draft-irtf-cfrg-vdaf, by `@divviup/prio3`) over a vote's circuit, for the votes of one round of one site. */
export function votePrio3(circuit: CellSumCircuit, site: string, round: string) {
  const { cells, coordinates, bits } = circuit.layout;
  return prio3Of(circuit, CELL_SUM_ID, domainBytes("vote", site, round, cells, coordinates, bits));
}

/** The same over the circuit of a metric vote, for the votes of one window of one site. */
export function metricPrio3(circuit: MetricCircuit, site: string, task: string) {
  const { blocks, maxFilled } = circuit.layout;
  return prio3Of(circuit, METRICS_ID, domainBytes("metric-vote", site, task, maxFilled, ...blocks));
}
