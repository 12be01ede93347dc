import { sha256Hex } from "@sedge/operator";
import type { LinkToken, OperationId } from "@sedge/protocol";
import * as v from "valibot";

/** Keeps an operation's outcome apart from every other token's: SHA-256 of token and operation ID, which names neither. */
export const OperationKey = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.brand("OperationKey"));
export type OperationKey = v.InferOutput<typeof OperationKey>;

/** The key of an operation that `token` signed first. */
export async function operationKey(token: LinkToken, operationId: OperationId): Promise<OperationKey> {
  return v.parse(OperationKey, await sha256Hex(new TextEncoder().encode(`${token}\n${operationId}`)));
}
