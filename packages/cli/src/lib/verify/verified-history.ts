import { IntentModel } from "@sedge/clustering/card";
import { checkGeneration, firstDifference, type GenerationBase, repeatedGeneration } from "@sedge/clustering/repeat";
import { CommandError } from "@sedge/connector/command-line";
import { fromBase64url } from "@sedge/privacy/base64url";
import { isSignedBy } from "@sedge/privacy/signed-terms";
import { type Codebook, GENERATION_PURPOSE, type GenerationSums, generationText } from "@sedge/protocol";
import * as v from "valibot";
import weights from "../../../../../models/cluster-intents/weights.json" with { type: "json" };
import type { EdgeFiles, NamedFile } from "./edge-files.ts";
import { priorDifference } from "./shipped-prior.ts";

const INTENTS = v.parse(IntentModel, weights);

/** A generation with what it was made of; `sums`: undefined for the prior. */
export interface ReadGeneration {
  readonly codebook: NamedFile<Codebook>;
  readonly sums: NamedFile<GenerationSums> | undefined;
}

/**
 * Reads generations from the newest down to `oldest`, each by the hash that the next one names.
 *
 * @throws CommandError
 */
export async function* generationsDownTo(
  files: EdgeFiles,
  newest: string,
  oldest: number,
): AsyncGenerator<ReadGeneration> {
  for (let sha256 = newest; ;) {
    const codebook = await files.codebook(sha256);
    const { generation, sums: name } = codebook.content;
    if (name === undefined && generation > 0) {
      throw new CommandError("generation-broken", `generation ${generation} names no sums, so nobody can repeat it.`);
    }
    const sums = name === undefined ? undefined : await files.sums(name);
    yield { codebook, sums };
    if (!sums || generation <= oldest) return;
    sha256 = sums.content.previous.codebook;
  }
}

/** Checks everything of a generation, and describes it in a line. @throws CommandError `generation-broken` */
export async function verifiedGeneration(
  site: string,
  files: EdgeFiles,
  { codebook, sums }: ReadGeneration,
  before: ReadGeneration | undefined,
  keys: readonly string[],
): Promise<string> {
  const { generation, cells } = codebook.content;
  const broken = (what: string) => new CommandError("generation-broken", `generation ${generation}: ${what}.`);
  if (!sums || !before) {
    const difference = generation === 0 ? priorDifference(codebook.content) : "what it was made of is missing";
    if (difference !== undefined) throw broken(difference);
    return `generation 0: ${cells.length} cells, the prior that Sedge ships`;
  }
  const base: GenerationBase = {
    codebook: before.codebook.content,
    sha256: before.codebook.sha256,
    sums: before.sums?.content,
  };
  const document = { document: sums.content, sha256: sums.sha256 };
  const fault = checkGeneration(site, { codebook: codebook.content, text: codebook.text }, document, base);
  if (fault) throw broken(fault.detail);
  const repeated = repeatedGeneration(sums.content, sums.sha256, base, INTENTS);
  const report = repeated.result === "published" ? plain(repeated.report) : undefined;
  const difference = firstDifference(plain(await files.report(generation)), report);
  if (difference !== undefined) throw broken(`its report differs in ${difference}`);
  await checkSignature(site, files, { codebook, sums }, keys, broken);
  return `generation ${generation}: ${cells.length} cells of ${sums.content.people} votes, exactly what its sums give, signed (${codebook.sha256})`;
}

/** As JSON has it: without what is undefined, and with one zero. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

async function checkSignature(
  site: string,
  files: EdgeFiles,
  { codebook, sums }: Required<ReadGeneration>,
  keys: readonly string[],
  broken: (what: string) => CommandError,
): Promise<void> {
  const signed = await files.signature(codebook.content.generation);
  if (!keys.includes(signed.aggregatorKey)) throw broken(`signed with another key, ${signed.aggregatorKey}`);
  const text = generationText(site, {
    generation: codebook.content.generation,
    codebook: codebook.sha256,
    sums: sums?.sha256 ?? "",
  });
  const [evaluated, proof] = [fromBase64url(signed.signature.evaluated), fromBase64url(signed.signature.proof)];
  if (!isSignedBy(fromBase64url(signed.aggregatorKey), GENERATION_PURPOSE, text, { evaluated, proof })) {
    throw broken("the aggregator has not signed this codebook and these sums");
  }
}
