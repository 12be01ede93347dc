import { brotliCompressSync } from "node:zlib";
import { checkStatement } from "@sedge/transparency/device";
import { Operators, signerOf, verifySignature } from "../../../packages/transparency/test/operators.ts";
import type { BenchPart } from "../report/bench-part.ts";
import { figure } from "../report/figure.ts";
import { textTable } from "../report/text-table.ts";

/** Checks of one statement, of which the median counts. */
const CHECKS = 101;

interface Measured {
  readonly name: string;
  readonly jsonBytes: number;
  readonly brotliBytes: number;
  readonly newMs: number;
  readonly knownMs: number;
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < CHECKS; run++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(CHECKS / 2)] ?? Number.NaN;
}

/** Fills a log with other sites' entries, and measures one site's statements in it. */
export async function statementPartPart(
  { quick }: { readonly quick: boolean },
  note: (line: string) => void,
): Promise<BenchPart> {
  const size = quick ? 10_000 : 100_000;
  const operators = new Operators();
  const epochs = operators.statement().epochs.slice(-1);
  for (let number = 1; number <= 5; number++) await operators.publish({ epochs });
  const began = performance.now();
  const filler = Math.floor(size / 2);
  operators.fill(filler);
  const appendUs = ((performance.now() - began) / filler) * 1_000;
  let stored = await accepted(operators, await operators.publish({ epochs }));
  const measured: Measured[] = [];
  const measure = async (name: string, at: number) => {
    operators.fill(at - operators.tree.size - 1);
    const part = await operators.publish({ epochs });
    const deps = { nowSeconds: operators.now, verify: verifySignature };
    const before = stored;
    stored = await accepted(operators, part, before);
    const json = JSON.stringify(part);
    measured.push({
      name,
      jsonBytes: Buffer.byteLength(json),
      brotliBytes: brotliCompressSync(json).length,
      newMs: await medianMs(() => checkStatement(part, operators.pins, before, deps)),
      knownMs: await medianMs(() => checkStatement(part, operators.pins, stored, deps)),
    });
    note(name);
  };
  // 3 · 2^k leaves: the size below `size` whose proofs are the longest.
  const longest = 3 * 2 ** Math.floor(Math.log2(size / 3));
  await measure(`${figure(longest)} statements, the longest proofs`, longest);
  await measure(`${figure(size)} statements`, size);
  operators.witnesses = [signerOf("auditor.example/sedge", 4)];
  await measure("the same with a further witness", size + 1);
  const rows = measured.map((one) => [
    one.name,
    ...[one.jsonBytes, one.brotliBytes, one.newMs, one.knownMs].map((value) => figure(value)),
  ]);
  const [most] = measured.slice(0, 2).toSorted((a, b) => b.brotliBytes - a.brotliBytes);
  return {
    title: `The manifest's part in a log of ${figure(size)} statements`,
    lines: [
      textTable(["", "bytes of JSON", "brotli", "check, ms", "known, ms"], rows, [
        "left",
        "right",
        "right",
        "right",
        "right",
      ]),
      `appending a statement: ${figure(appendUs)} µs`,
    ],
    aims: [
      {
        name: "the part as sent, without a further witness",
        value: (most?.brotliBytes ?? Number.NaN) / 1_024,
        most: 3,
        unit: "KiB",
      },
    ],
    json: { size, appendUs, parts: measured.map((one) => ({ ...one })) },
  };
}

async function accepted(
  operators: Operators,
  ...[part, stored]: [Parameters<typeof checkStatement>[0], Parameters<typeof checkStatement>[2]?]
) {
  const checked = await checkStatement(part, operators.pins, stored, {
    nowSeconds: operators.now,
    verify: verifySignature,
  });
  if ("refusal" in checked) throw new Error(`the statement was refused: ${checked.refusal}`);
  return checked.state;
}
