import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

const secret = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

/** What both operators hold in secret: 32 random bytes each, base64url. */
export const OperatorSecrets = v.strictObject({
  edgePrfSeed: secret,
  aggregatorPrfSeed: secret,
  /** Known to both: the edge shows it to the aggregator. */
  operatorKey: secret,
});
export type OperatorSecrets = v.InferOutput<typeof OperatorSecrets>;

/**
 * The secrets kept in `folder/secrets.json`, made at random the first time, readable by the owner alone. They stay the
 * same as long as the data does, as tokens made under other keys would fit nobody.
 */
export async function operatorSecrets(folder: string): Promise<OperatorSecrets> {
  const path = join(folder, "secrets.json");
  try {
    return v.parse(OperatorSecrets, JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const random = () => randomBytes(32).toString("base64url");
  const secrets = { edgePrfSeed: random(), aggregatorPrfSeed: random(), operatorKey: random() };
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  return secrets;
}
