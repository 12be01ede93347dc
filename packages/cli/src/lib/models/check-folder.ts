import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "@sedge/connector/command-line";
import { readManifest } from "@sedge/connector/stored-model";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";

/** The file of the prior codebook's folder, which has no manifest and no weights. */
const CODEBOOK_FILE = "codebook.json";
const OWN_FILES = /^(?:manifest\.json|codebook\.json|vectors\.json|MODEL_CARD\.md|[a-z0-9-]+\.svg)$/;

/**
 * The files of a model's folder; undefined if it is not one or contains other files. A missing or empty folder has no
 * files.
 */
export function ownFiles(folder: string): string[] | undefined {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return undefined;
  const names = readdirSync(folder);
  if (names.length === 0) return [];
  try {
    const weights = names.includes(CODEBOOK_FILE) ? checkCodebook(folder) : readManifest(folder).manifest.weights.file;
    return names.every((name) => OWN_FILES.test(name) || name === weights) ? names : undefined;
  } catch {
    return undefined;
  }
}

function checkCodebook(folder: string): undefined {
  v.parse(Codebook, JSON.parse(readFileSync(join(folder, CODEBOOK_FILE), "utf8")));
}

/** Rejects an output folder that contains anything but a model. Throws CommandError `foreign-folder`. */
export function checkFolder(folder: string): void {
  if (ownFiles(folder)) return;
  throw new CommandError("foreign-folder", `${folder} exists and is not a model; nothing in it was changed.`);
}
