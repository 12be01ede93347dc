import {
  type Call,
  CommandError,
  neededOption,
  onlyPositional,
  type Terminal,
  textOption,
  wholeOption,
} from "@sedge/connector/command-line";
import { EdgeFiles } from "./edge-files.ts";
import { generationsDownTo, type ReadGeneration, verifiedGeneration } from "./verified-history.ts";

/** Runs `sedge verify generation`. @throws CommandError */
export async function generationCommand(call: Call, terminal: Terminal): Promise<void> {
  const site = neededOption(call, "site");
  const files = new EdgeFiles(onlyPositional(call, "the address of the edge"), site);
  const only =
    textOption(call, "generation") === undefined ? undefined : wholeOption(call, "generation", [0, 1_000_000], 0);
  const { codebook, prf } = await files.manifest();
  if (only !== undefined && only > codebook.generation) {
    throw new CommandError(
      "bad-option",
      `--generation ${only} is not there yet; the newest is ${codebook.generation}.`,
    );
  }
  const pinned = textOption(call, "aggregator-key");
  const keys =
    pinned === undefined ? [prf.aggregatorKey, ...(prf.previous ? [prf.previous.aggregatorKey] : [])] : [pinned];
  const read: ReadGeneration[] = [];
  for await (const one of generationsDownTo(files, codebook.sha256, Math.max(0, (only ?? 0) - 1))) read.unshift(one);
  const newest = read.at(-1);
  if (newest?.codebook.content.generation !== codebook.generation) {
    throw new CommandError(
      "generation-broken",
      `the codebook that the manifest names is not generation ${codebook.generation}.`,
    );
  }
  for (const [index, one] of read.entries()) {
    const { generation } = one.codebook.content;
    if (only !== undefined && generation !== only) continue;
    terminal.out(await verifiedGeneration(site, files, one, read[index - 1], keys));
  }
}
