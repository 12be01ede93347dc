import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Call, CommandError, type Terminal, textOption } from "@sedge/connector/command-line";
import { type FolderContent, replaceFolder } from "./replace-folder.ts";
import { checkFolder, ownFiles } from "./check-folder.ts";
import { MODELS_FOLDER } from "./models-usage.ts";
import { trainShipped } from "./shipped-training.ts";

const CARD = "MODEL_CARD.md";
/** Files that identify a model: any changed byte changes its predictions. */
const ESSENCE = ["weights.bin", "codebook.json"];

/** Trains a shipped model again, into `--out` or its own folder. */
export async function trainShippedCommand(name: string, call: Call, { out }: Terminal): Promise<void> {
  for (const option of [
    "train",
    "valid",
    "test",
    "text",
    "label",
    "merge-labels",
    "skip-bad",
    "refuse-share",
    "seed",
  ]) {
    if (call.options[option] !== undefined) {
      throw new CommandError("bad-option", `--${option} is for text and tabular; ${name} has its own data and seed.`);
    }
  }
  const shipped = join(MODELS_FOLDER, name);
  const folder = textOption(call, "out") ?? shipped;
  checkFolder(folder);
  const made = await trainShipped(name);
  checkFolder(folder);
  const isSame = ESSENCE.every((file) => isAlike(file, made[file], fileOf(shipped, file)));
  const isInPlace = textOption(call, "out") === undefined;
  const kept = isSame || isInPlace ? othersOf(shipped) : { [CARD]: cardOf(name) };
  const news = Object.entries(made).filter(([file, content]) => !isAlike(file, content, kept[file]));
  replaceFolder(folder, { ...kept, ...Object.fromEntries(news) });
  const verdict = isSame ? "the same model that ships" : "not the model that ships";
  out(`${folder}: ${verdict}${!isSame && isInPlace ? "; its card and plots describe the earlier ones" : ""}.`);
}

function othersOf(shipped: string): FolderContent {
  return Object.fromEntries((ownFiles(shipped) ?? []).map((file) => [file, fileOf(shipped, file) ?? ""]));
}

function fileOf(folder: string, file: string): Uint8Array | undefined {
  const path = join(folder, file);
  return existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined;
}

/**
 * Whether two files are equal: byte for byte, or for JSON by value, because a formatter may have changed the layout.
 */
function isAlike(file: string, a: Uint8Array | string | undefined, b: Uint8Array | string | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const textOf = (content: Uint8Array | string) => Buffer.from(content).toString("latin1");
  const valueOf = (content: Uint8Array | string) => JSON.stringify(JSON.parse(textOf(content)));
  return file.endsWith(".json") ? valueOf(a) === valueOf(b) : textOf(a) === textOf(b);
}

/** A card for weights that the shipped card's figures do not describe. */
function cardOf(name: string): string {
  return `# ${name}, made again

Made by \`sedge models train ${name}\` from its public data. The weights differ from those that ship, as other data, another
plan or another version of the code gives; the shipped model's card has the data, their licence and the limits, but its
figures are not of these weights. \`sedge models eval\` measures them.
`;
}
