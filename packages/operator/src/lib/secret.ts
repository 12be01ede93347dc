import { fromBase64url } from "@sedge/privacy/base64url";
import { base64url } from "@sedge/protocol";
import * as v from "valibot";

/** A secret of the deployment: 32 random bytes in base64url, as `openssl rand -base64 32 | tr '+/' '-_' | tr -d =` makes. */
export const Secret = v.pipe(base64url(32), v.brand("Secret"));
export type Secret = v.InferOutput<typeof Secret>;

export function secretBytes(secret: Secret): Uint8Array {
  return fromBase64url(secret);
}

/** A setting is missing or invalid, so nothing is served. Names the settings, never their values. */
export class MisconfiguredError extends Error {
  override readonly name = "MisconfiguredError";
  readonly settings: readonly string[];

  constructor(settings: readonly string[]) {
    super(`Settings are missing or invalid: ${settings.join(", ")}`);
    this.settings = settings;
  }
}

/** Parses the Worker's environment; bindings that the schema does not name are left out. @throws {MisconfiguredError} */
export function readSettings<Schema extends v.GenericSchema>(schema: Schema, env: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, env);
  if (result.success) return result.output;
  throw new MisconfiguredError([...new Set(result.issues.map((issue) => v.getDotPath(issue) ?? "settings"))]);
}
