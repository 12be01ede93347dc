import { Assignment, CONNECTOR_HEADER, type LinkToken } from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import type { ConnectorClient } from "../operators/connector-client.ts";

/**
 * Reads the cluster of a person that the channel registered under this token. The key needs the scope `read`.
 *
 * @throws OperatorsError; `unknown-profile` for any other person, `no-cluster` if the person has none yet.
 */
export function readCluster(client: ConnectorClient, token: LinkToken): Promise<Assignment> {
  const url = client.url(CONNECTOR_ROUTES.readCluster.path.replace(":token", token));
  return client.ask(Assignment, async () => {
    const envelope = JSON.stringify(await client.envelope({ action: "read", body: { token } }));
    return { url, init: { headers: { [CONNECTOR_HEADER]: Buffer.from(envelope).toString("base64url") } } };
  });
}
