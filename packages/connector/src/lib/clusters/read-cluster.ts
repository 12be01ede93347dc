import { Assignment, CONNECTOR_HEADER, type LinkToken } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import type { ConnectorVoice } from "../operators/connector-voice.ts";

/**
 * The cluster of a person whom the channel itself has registered by this token. The key needs the scope `read`.
 *
 * @throws OperatorsError; `unknown-profile` for everybody else, `no-cluster` for who has none yet.
 */
export function readCluster(voice: ConnectorVoice, token: LinkToken): Promise<Assignment> {
  const url = voice.url(CONNECTOR_ROUTES.readCluster.path.replace(":token", token));
  return voice.ask(Assignment, async () => {
    const envelope = JSON.stringify(await voice.envelope({ action: "read", body: { token } }));
    return { url, init: { headers: { [CONNECTOR_HEADER]: Buffer.from(envelope).toString("base64url") } } };
  });
}
