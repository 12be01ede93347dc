import { describeError, writeLog } from "@sedge/operator";
import { KeyEpoch, type LinkToken, type OperationId } from "@sedge/protocol";
import * as v from "valibot";
import type { Identity } from "./identity/client/identity.ts";
import type { SiteShards } from "./identity/client/site-shards.ts";
import { provenPart } from "./identity/graph/proven-part.ts";
import { followingOperation } from "./identity/operations/operation.ts";
import type { StoredProfile } from "./identity/operations/results.ts";

function operationOf(step: string, epoch: KeyEpoch, tokens: readonly LinkToken[]): Promise<OperationId> {
  return followingOperation("retire", step, epoch, ...tokens);
}

/**
 * Drops a token of a retired epoch. Its edges go to its successor unchanged, so that what it held together stays together, a guest
 * device stays a guest, and a likeness stays a likeness. A token of a newer epoch gets its codewords. A profile that has
 * no such token is erased, as nobody could ever speak for it again.
 *
 * @param now - Seconds since 1970.
 */
export async function dropToken(identity: Identity, token: LinkToken, epoch: KeyEpoch, now: number): Promise<void> {
  const profile = await identity.read(token);
  const members = profile?.members ?? [];
  const next = v.parse(KeyEpoch, epoch + 1);
  const epochs = await Promise.all(members.map((member) => identity.shards.ownOf(member).noteEpoch(member, next)));
  const newer = members.filter((_, index) => epochs[index] === next);
  if (profile) {
    await identity.carry(token, { newer, at: now });
    if (newer.length > 0) {
      await inherit(identity, profile, token, newer, epoch, now);
      await identity.unlink(token, { operationId: await operationOf("part", epoch, [token]), at: now });
    }
  }
  await identity.erase(token, { operationId: await operationOf("drop", epoch, [token]), at: now }, { kind: "none" });
}

/** Gives a token's codewords to a newer token of its profile. What a guest device reported is not the recipient's. */
async function inherit(
  identity: Identity,
  profile: StoredProfile,
  token: LinkToken,
  newer: readonly LinkToken[],
  epoch: KeyEpoch,
  now: number,
): Promise<void> {
  const { observations, guests } = profile;
  // A key that has joined the token by itself may be a stranger's.
  const part = provenPart(profile, new Set([token]));
  const heirs = newer.filter((member) => part.has(member) && !guests.includes(member));
  const [heir] = heirs;
  if (heir === undefined || guests.includes(token)) return;
  const theirs = observations.filter((one) => heirs.includes(one.token)).map(({ channel }) => channel);
  for (const { channel, codeword, token: source } of observations) {
    if (source !== token || theirs.includes(channel)) continue;
    const operationId = await operationOf(`inherit ${channel}`, epoch, [token]);
    await identity.assign(heir, channel, codeword, { operationId, at: now });
  }
}

/**
 * Drops at most `limit` tokens of a retired epoch, one at a time: a failure is logged and skipped. The first shard asked changes with
 * the minute, so that tokens that fail in one shard delay no other shard's. Killed at any point, it is simply called again.
 * @param now - Seconds since 1970.
 * @returns True if none is left.
 */
export async function dropTokens(
  shards: Pick<SiteShards, "tokensOf">,
  epoch: KeyEpoch,
  limit: number,
  now: number,
  drop: (token: LinkToken) => Promise<void>,
): Promise<boolean> {
  const tokens = await shards.tokensOf(epoch, limit, Math.floor(now / 60));
  let failed = 0;
  for (const token of tokens) {
    await drop(token).catch((error: unknown) => {
      failed += 1;
      writeLog({ event: "retirement-failed", ...describeError(error) });
    });
  }
  return tokens.length < limit && failed === 0;
}

const RetirementRow = v.strictObject({ site: v.string(), epoch: KeyEpoch });

/** The retired epochs whose tokens are still being dropped, kept in D1 until that is done. */
export class Retirements {
  readonly #database: D1Database;

  constructor(database: D1Database) {
    this.#database = database;
  }

  async all(): Promise<v.InferOutput<typeof RetirementRow>[]> {
    const { results } = await this.#database.prepare("SELECT site, epoch FROM retirements ORDER BY site, epoch").all();
    return results.map((row) => v.parse(RetirementRow, row));
  }

  async add(site: string, epoch: KeyEpoch): Promise<void> {
    await this.#database
      .prepare("INSERT INTO retirements VALUES (?, ?) ON CONFLICT DO NOTHING")
      .bind(site, epoch)
      .run();
  }

  async finish(site: string, epoch: KeyEpoch): Promise<void> {
    await this.#database.prepare("DELETE FROM retirements WHERE site = ? AND epoch = ?").bind(site, epoch).run();
  }
}
