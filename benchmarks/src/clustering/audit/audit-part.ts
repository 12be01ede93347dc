import { ACCOUNTANT, noiseFor, rhoOf } from "@sedge/privacy/accountant";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { figure } from "../../report/figure.ts";
import { textTable } from "../../report/text-table.ts";
import type { BenchPart } from "../../report/bench-part.ts";
import { AUDITED_SHAPE, auditedScores } from "./audited-round.ts";
import { type EmpiricalEpsilon, empiricalEpsilon } from "./empirical-epsilon.ts";

const DELTA = 1e-6;
const EPSILONS = [0.5, 1, 4];
const RUNS = 10_000;
const QUICK_RUNS = 2000;
const COUNT_SHARE = 0.3;
/** The share of the noise that remains with the planted fault. */
const HALF = 0.5;

interface AuditRow {
  readonly epsilon: number;
  readonly honest: EmpiricalEpsilon;
  readonly planted: EmpiricalEpsilon;
}

async function auditAt(epsilon: number, runs: number): Promise<AuditRow> {
  const noise = noiseFor(rhoOf(epsilon, DELTA), AUDITED_SHAPE.bits, COUNT_SHARE);
  const audited = async (share: number) => {
    const random = seededRandom(`audit ${epsilon} ${share}`);
    return empiricalEpsilon(await auditedScores(noise, share, runs, random), DELTA);
  };
  return { epsilon, honest: await audited(1), planted: await audited(HALF) };
}

/** Empirical lower bounds on ε of the real round code, and of the same code with half the noise. */
export async function auditPart({ quick }: { readonly quick: boolean }): Promise<BenchPart> {
  const runs = quick ? QUICK_RUNS : RUNS;
  const rows: AuditRow[] = [];
  for (const epsilon of EPSILONS) rows.push(await auditAt(epsilon, runs));
  const isCaught = ({ epsilon, planted }: AuditRow) => planted.gaussian > epsilon;
  return {
    title: `Privacy audit: ${runs} runs with a person and ${runs} without, as one of the two operators sees them`,
    lines: [
      textTable(
        ["stated ε", "at least, full noise", "… for any noise", "at least, half the noise", "detected"],
        rows.map((row) => [
          figure(row.epsilon),
          figure(row.honest.gaussian),
          figure(row.honest.anyMechanism),
          figure(row.planted.gaussian),
          isCaught(row) ? "yes" : "NO",
        ]),
        ["right", "right", "right", "right", "left"],
      ),
      `δ ${DELTA}, 97.5 % confidence; accountant: ${ACCOUNTANT}`,
    ],
    aims: rows.flatMap((row) => [
      {
        name: `empirical ε of the round at a stated ${row.epsilon}`,
        value: row.honest.gaussian,
        most: row.epsilon,
        unit: "",
      },
      {
        name: `stated ε ${row.epsilon} over what half the noise shows`,
        value: row.epsilon / row.planted.gaussian,
        most: 1,
        unit: "",
      },
    ]),
    json: {
      runs,
      delta: DELTA,
      audit: rows.map(({ epsilon, honest, planted }) => ({
        epsilon,
        honest: honest.gaussian,
        honestAnyMechanism: honest.anyMechanism,
        halfNoise: planted.gaussian,
      })),
    },
  };
}
