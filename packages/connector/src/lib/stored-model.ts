import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ModelManifest } from "@sedge/features/model-manifest";
import { TabularModelManifest } from "@sedge/features/tabular-model-manifest";
import { TextModelManifest } from "@sedge/features/text-model-manifest";
import * as v from "valibot";
import { CommandError } from "./command-error.ts";

/** A model in memory: its manifest and weights. */
export type StoredModel =
  | { readonly kind: "text"; readonly manifest: TextModelManifest; readonly weights: Uint8Array }
  | { readonly kind: "tabular"; readonly manifest: TabularModelManifest; readonly weights: Uint8Array }
  | { readonly kind: "session"; readonly manifest: ModelManifest; readonly weights: Uint8Array };

/** The manifest file in a model's folder. */
export const MANIFEST_FILE = "manifest.json";
/** Largest manifest, in bytes: at most 1,024 classes, 512 columns and some hundreds of knots. */
const MAX_MANIFEST_BYTES = 8_388_608;
/** Next to the built package, or in the repository's models folder when running from source. */
const MODEL_FOLDERS = [join(import.meta.dirname, "models"), join(import.meta.dirname, "../../../../models")];

/** The folder of a model that the connector ships. Throws CommandError `missing-file`. */
export function shippedModel(name: string): string {
  const folder = MODEL_FOLDERS.map((models) => join(models, name)).find((path) =>
    existsSync(join(path, MANIFEST_FILE)),
  );
  if (folder === undefined)
    throw new CommandError("missing-file", `this installation does not include the model ${name}.`);
  return folder;
}

const Kind = v.object({ kind: v.optional(v.string()) });

type ParsedManifest =
  | { readonly kind: "text"; readonly manifest: TextModelManifest }
  | { readonly kind: "tabular"; readonly manifest: TabularModelManifest }
  | { readonly kind: "session"; readonly manifest: ModelManifest };

function parseManifest(json: unknown): ParsedManifest {
  const { kind } = v.parse(Kind, json);
  if (kind === "text") return { kind, manifest: v.parse(TextModelManifest, json) };
  if (kind === "tabular") return { kind, manifest: v.parse(TabularModelManifest, json) };
  return { kind: "session", manifest: v.parse(ModelManifest, json) };
}

/** Reads the manifest in a model's folder. Throws CommandError `missing-file` or `not-a-model`. */
export function readManifest(folder: string): ParsedManifest {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat) throw new CommandError("missing-file", `there is no folder ${folder}.`);
  const file = join(folder, MANIFEST_FILE);
  const size = stat.isDirectory() ? statSync(file, { throwIfNoEntry: false }) : undefined;
  if (!size?.isFile() || size.size > MAX_MANIFEST_BYTES) {
    throw new CommandError("not-a-model", `${folder} is not a model: it has no readable ${MANIFEST_FILE}.`);
  }
  try {
    return parseManifest(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const why = error instanceof SyntaxError ? "it is not JSON" : reasonOf(error);
    throw new CommandError("not-a-model", `${file} is not a manifest that this command can read: ${why}.`);
  }
}

function reasonOf(error: unknown): string {
  if (!v.isValiError(error)) return "it cannot be read";
  const [issue] = error.issues;
  const path = v.getDotPath(issue);
  return path ? `${path} is not as it has to be` : issue.message;
}

/**
 * Reads a model and verifies its weights against the manifest's size and hash. Throws CommandError as `readManifest`,
 * or `wrong-weights`.
 */
export function readStoredModel(folder: string): StoredModel {
  const parsed = readManifest(folder);
  const { file, bytes, sha256 } = parsed.manifest.weights;
  const path = join(folder, file);
  if (!existsSync(path)) throw new CommandError("wrong-weights", `${folder} has no ${file}, which its manifest names.`);
  const size = statSync(path).size;
  if (size !== bytes) {
    throw new CommandError("wrong-weights", `${path} has ${size} bytes, but its manifest states ${bytes}.`);
  }
  const weights = new Uint8Array(readFileSync(path));
  if (createHash("sha256").update(weights).digest("hex") !== sha256) {
    throw new CommandError("wrong-weights", `${path} does not have the SHA-256 that its manifest states.`);
  }
  return { ...parsed, weights };
}
