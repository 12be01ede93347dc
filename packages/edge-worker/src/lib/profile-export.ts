import type { ProfileExport } from "@sedge/protocol";
import type { StoredProfile } from "./identity/outcome.ts";
import type { StoredRecord } from "./identity/record-rows.ts";

/** What is stored of a profile, in the shape that the wire has. */
export function exportOf(
  { members, edges, observations, history, rounds }: StoredProfile,
  records: readonly StoredRecord[],
): Omit<ProfileExport, "receipts" | "assignment"> {
  return {
    tokens: [...members],
    edges: edges.flatMap(({ operations: [first, ...others], ...edge }) =>
      first === undefined ? [] : [{ ...edge, operationId: first, operations: [first, ...others] }],
    ),
    observations: observations.map(({ token, channel, codeword }) => ({ token, channel, codeword })),
    history: history.map(({ deed, holds }) => ({
      operationId: deed.operationId,
      action: deed.action,
      tokens: deed.tokens,
      at: deed.at,
      holds,
      declined: deed.action === "record" ? deed.declined : [],
    })),
    rounds: [...rounds],
    records: records.map(({ token, channel, fields }) => ({ token, channel, fields })),
  };
}
