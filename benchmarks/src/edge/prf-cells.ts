import { randomBytes } from "node:crypto";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { type Blinding, blind, finalize } from "@sedge/privacy/prf";
import { PrfResponse } from "@sedge/protocol";
import { jsonCheck } from "./answer-check.ts";
import type { BenchSite } from "./bench-site.ts";
import type { Cell } from "./cell.ts";

const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
/** Different requests in a batch. A Worker cannot detect repeats, because every blinded element is random. */
const VARIETY = 8;

/** Verifies both operators' proofs with the keys in the manifest. Takes about 10 ms. */
function isProven({ manifest }: BenchSite, blindings: readonly Blinding[], { edge, aggregator }: PrfResponse): boolean {
  const share = (publicKey: string, { evaluated, proof }: PrfResponse["edge"]) => ({
    publicKey: fromBase64url(publicKey),
    evaluated: evaluated.map(fromBase64url),
    proof: fromBase64url(proof),
  });
  const { edgeKey, aggregatorKey } = manifest.prf;
  return finalize(blindings, [share(edgeKey, edge), share(aggregatorKey, aggregator)]).length === blindings.length;
}

/** The PRF for `elements` identifiers in one request. The proofs in the first answer of each batch are verified. */
function prfCell(site: BenchSite, elements: number): Cell {
  const { paths, manifest, receipt } = site;
  const batch: Cell["batch"] = async () => {
    const blindings = Array.from({ length: VARIETY }, () =>
      Array.from({ length: elements }, () => blind(random(16), random)),
    );
    let isChecked = false;
    const check = jsonCheck(PrfResponse, (answer, { index }) => {
      const asked = blindings[index] ?? [];
      if (isChecked) return answer.edge.evaluated.length === asked.length;
      isChecked = true;
      return isProven(site, asked, answer);
    });
    const bodyOf = (one: readonly Blinding[]) => {
      const blinded = one.map((blinding) => toBase64url(blinding.blinded));
      return JSON.stringify({ epoch: manifest.prf.epoch, blinded, receipt });
    };
    return { requests: blindings.map((one) => ({ method: "POST", path: paths.prf, body: bodyOf(one) })), check };
  };
  const name = `prf, ${elements === 1 ? "one element" : `${elements} elements`}`;
  return { name, about: "both operators' evaluations and proofs", repeat: true, batch };
}

/** Names of the two cells whose difference gives the cost of an element. */
export const ONE_ELEMENT = "prf, one element";
export const FOUR_ELEMENTS = "prf, 4 elements";

export function prfCells(site: BenchSite): readonly Cell[] {
  return [prfCell(site, 1), prfCell(site, 4)];
}
