import { createHash } from "node:crypto";
import { CommandError } from "@sedge/connector/command-line";
import {
  Codebook,
  type Generation,
  GenerationReport,
  GenerationSignature,
  GenerationSums,
  Manifest,
} from "@sedge/protocol";
import { EDGE_ROUTES, VERIFICATION_ROUTES } from "@sedge/protocol/routes";
import * as v from "valibot";

/** How long one answer may take, in milliseconds. */
const TIMEOUT_MS = 30_000;
/** Largest file that is read, in bytes: a codebook is below 640 KB. */
const MAX_BYTES = 2_097_152;

/** A file that its hash names. */
export interface NamedFile<Content> {
  readonly content: Content;
  readonly sha256: string;
  readonly text: string;
}

/** What an edge publishes of a site. @throws CommandError from every method */
export class EdgeFiles {
  readonly #url: string;
  readonly #site: string;

  constructor(url: string, site: string) {
    this.#url = url.replace(/\/+$/, "");
    this.#site = site;
  }

  async manifest(): Promise<Manifest> {
    return this.#parsed(EDGE_ROUTES.manifest.path, Manifest);
  }

  async codebook(sha256: string): Promise<NamedFile<Codebook>> {
    return this.#named(EDGE_ROUTES.codebook.path, sha256, Codebook);
  }

  async sums(sha256: string): Promise<NamedFile<GenerationSums>> {
    return this.#named(VERIFICATION_ROUTES.sums.path, sha256, GenerationSums);
  }

  async report(generation: Generation): Promise<GenerationReport> {
    return this.#parsed(EDGE_ROUTES.generation.path.replace(":generation", String(generation)), GenerationReport);
  }

  async signature(generation: Generation): Promise<GenerationSignature> {
    const path = VERIFICATION_ROUTES.generationSignature.path.replace(":generation", String(generation));
    return this.#parsed(path, GenerationSignature);
  }

  async #named<Schema extends v.GenericSchema>(
    path: string,
    sha256: string,
    schema: Schema,
  ): Promise<NamedFile<v.InferOutput<Schema>>> {
    const bytes = await this.#read(path.replace(":sha256", sha256));
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found !== sha256) throw new CommandError("generation-broken", `what the edge serves as ${sha256} is ${found}.`);
    const text = new TextDecoder().decode(bytes);
    return { content: this.#checked(text, path, schema), sha256, text };
  }

  async #parsed<Schema extends v.GenericSchema>(path: string, schema: Schema): Promise<v.InferOutput<Schema>> {
    return this.#checked(new TextDecoder().decode(await this.#read(path)), path, schema);
  }

  #checked<Schema extends v.GenericSchema>(text: string, path: string, schema: Schema): v.InferOutput<Schema> {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
    if (parsed.success) return parsed.output;
    throw new CommandError("generation-broken", `${this.#address(path)} is not as the protocol has it.`);
  }

  async #read(path: string): Promise<Uint8Array> {
    const url = this.#address(path);
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
    if (!answer?.ok || !answer.body) {
      const why = answer ? `answered ${answer.status}` : "cannot be reached";
      throw new CommandError("generation-unreadable", `${url} ${why}.`);
    }
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of answer.body) {
      bytes += part.length;
      if (bytes > MAX_BYTES) throw new CommandError("generation-broken", `${url} is larger than ${MAX_BYTES} bytes.`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  #address(path: string): string {
    return this.#url + path.replace(":site", encodeURIComponent(this.#site));
  }
}
