import { Codebook, type Codeword, type ConsentReceipt, type LinkToken, Manifest } from "@sedge/protocol";
import { EDGE_ROUTES, type EdgeRouteName } from "@sedge/protocol/routes";
import { proofOfControl } from "@sedge/testbed";
import * as v from "valibot";

/** The site of the benchmark, with its manifest data and codewords. */
export interface BenchSite {
  readonly site: string;
  readonly port: number;
  readonly paths: Readonly<Record<EdgeRouteName, string>>;
  readonly manifest: Manifest;
  /** Every codeword that a device may send: its cell and all cells above it have at least k people. */
  readonly codewords: readonly Codeword[];
  readonly receipt: ConsentReceipt;
  /** A proof of the site's login that the tokens are of the person who is signed in. */
  readonly prove: (purpose: "read" | "erase", tokens: readonly LinkToken[]) => string;
}

/** The codewords of a codebook shared by `minPeople` people, without the root. */
export function sharedCodewords({ generation, cells }: Codebook, minPeople: number): Codeword[] {
  const withEnoughPeople = new Set<string>(cells.filter(({ count }) => count >= minPeople).map(({ path }) => path));
  const lineage = (path: string) => path.split(".").map((_, depth, steps) => steps.slice(0, depth + 1).join("."));
  return cells
    .filter(({ path }) => path !== "" && lineage(path).every((above) => withEnoughPeople.has(above)))
    .map(({ path }) => ({ generation, path }));
}

/** Reads the site's manifest and codebook from the edge at `edgeUrl`, as a device does first. */
export async function readSite(edgeUrl: string, site: string, loginKey: string): Promise<BenchSite> {
  const pathOf = (name: EdgeRouteName, sha256 = "") =>
    EDGE_ROUTES[name].path.replace(":site", site).replace(":sha256", sha256);
  const json = async (path: string): Promise<unknown> => {
    const response = await fetch(`${edgeUrl}${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const manifest = v.parse(Manifest, await json(pathOf("manifest")));
  const codebookPath = pathOf("codebook", manifest.codebook.sha256);
  const codebook = v.parse(Codebook, await json(codebookPath));
  const names = Object.keys(EDGE_ROUTES) as EdgeRouteName[];
  const paths = Object.fromEntries(names.map((name) => [name, pathOf(name)])) as Record<EdgeRouteName, string>;
  return {
    site,
    port: Number(new URL(edgeUrl).port),
    paths: { ...paths, codebook: codebookPath },
    manifest,
    codewords: sharedCodewords(codebook, manifest.minPeople),
    receipt: {
      purposes: ["classify", "link"],
      policyVersion: manifest.policyVersion,
      day: new Date().toISOString().slice(0, 10),
    },
    prove: (purpose, tokens) => proofOfControl(loginKey, site, purpose, tokens),
  };
}
