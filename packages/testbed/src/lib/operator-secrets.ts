import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

const secret = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

/** The operators' secrets: 32 random bytes each, base64url. */
export const OperatorSecrets = v.strictObject({
  edgePrfSeed: secret,
  aggregatorPrfSeed: secret,
  /** Ed25519 seeds of site statements and their log. */
  edgeLogSeed: secret,
  aggregatorLogSeed: secret,
  /** Shared: the edge authenticates to the aggregator with it. */
  operatorKey: secret,
  /** Shared: both check votes with it. */
  verifyKey: secret,
  /** Admin key of each operator's console. */
  edgeAdminKey: secret,
  aggregatorAdminKey: secret,
  /** Secret of the demo site's login key (docs/proof-of-control.md). */
  loginKey: secret,
});
export type OperatorSecrets = v.InferOutput<typeof OperatorSecrets>;

async function keptSecrets(path: string): Promise<object | undefined> {
  try {
    return v.parse(v.partial(OperatorSecrets), JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * The secrets in `folder/secrets.json`, created at random the first time and readable only by the owner. They stay the same
 * as long as the data, because tokens from other keys would match no stored profile.
 */
export async function operatorSecrets(folder: string): Promise<OperatorSecrets> {
  const path = join(folder, "secrets.json");
  const kept = await keptSecrets(path);
  if (v.is(OperatorSecrets, kept)) return kept;
  const random = () => randomBytes(32).toString("base64url");
  // Keeps stored secrets and creates missing ones, such as those that a newer version adds.
  const secrets = v.parse(OperatorSecrets, {
    edgePrfSeed: random(),
    aggregatorPrfSeed: random(),
    edgeLogSeed: random(),
    aggregatorLogSeed: random(),
    operatorKey: random(),
    verifyKey: random(),
    edgeAdminKey: random(),
    aggregatorAdminKey: random(),
    loginKey: random(),
    ...kept,
  });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  return secrets;
}
