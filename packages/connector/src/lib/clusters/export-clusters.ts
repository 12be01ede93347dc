import { type ClusterLine, type LinkToken } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import { type ConnectorVoice, posted } from "../operators/connector-voice.ts";
import { OperatorsError } from "../operators/operators-error.ts";
import { answeredLines } from "./answered-lines.ts";

/** A person's cluster, by the token by which the channel has registered them. */
export type TokenCluster = Extract<ClusterLine, { token: unknown }>;

/** How often in a row an answer may break off without a line. */
const MAX_BREAKS = 4;

/**
 * The clusters of everybody whom the channel itself has registered, one at a time as they arrive. An answer that breaks off is
 * gone on with after the last token that came. The key needs the scope `read`.
 *
 * @throws OperatorsError
 */
export async function* exportClusters(voice: ConnectorVoice): AsyncGenerator<TokenCluster, undefined> {
  let after: LinkToken | null = null;
  for (let breaks = 0; breaks < MAX_BREAKS; breaks++) {
    try {
      for await (const line of answerAfter(voice, after)) {
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
  throw new OperatorsError("operators-unreachable", "The endpoint's answer breaks off each time.");
}

/** The lines of one answer. */
async function* answerAfter(voice: ConnectorVoice, after: LinkToken | null): AsyncGenerator<ClusterLine> {
  const url = voice.url(CONNECTOR_ROUTES.exportClusters.path);
  const body = await voice.askStream(async () => ({
    url,
    init: posted(await voice.envelope({ action: "export-clusters", body: { after } })),
  }));
  yield* answeredLines(body);
}
