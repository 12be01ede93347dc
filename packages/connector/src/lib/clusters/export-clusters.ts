import { type ClusterLine, type LinkToken } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import { type ConnectorClient, posted } from "../operators/connector-client.ts";
import { OperatorsError } from "../operators/operators-error.ts";
import { answeredLines } from "./answered-lines.ts";

/** A person's cluster, with the token under which the channel registered the person. */
export type TokenCluster = Extract<ClusterLine, { token: unknown }>;

/** Consecutive responses that may break off without yielding a line before the export fails. */
const MAX_BREAKS = 4;

/**
 * Yields the cluster of every person that the channel registered. Resumes an interrupted response after the last token
 * received. The key needs the scope `read`.
 *
 * @throws OperatorsError
 */
export async function* exportClusters(client: ConnectorClient): AsyncGenerator<TokenCluster, undefined> {
  let after: LinkToken | null = null;
  for (let breaks = 0; breaks < MAX_BREAKS; breaks++) {
    try {
      for await (const line of answerAfter(client, after)) {
        if ("next" in line) {
          if (line.next === null) return undefined;
          after = line.next;
        } else {
          after = line.token;
          yield line;
        }
        breaks = -1;
      }
    } catch (error) {
      if (error instanceof OperatorsError) throw error;
    }
  }
  throw new OperatorsError("operators-unreachable", "The endpoint's response breaks off at every attempt.");
}

/** The lines of one response. */
async function* answerAfter(client: ConnectorClient, after: LinkToken | null): AsyncGenerator<ClusterLine> {
  const url = client.url(CONNECTOR_ROUTES.exportClusters.path);
  const body = await client.askStream(async () => ({
    url,
    init: posted(await client.envelope({ action: "export-clusters", body: { after } })),
  }));
  yield* answeredLines(body);
}
