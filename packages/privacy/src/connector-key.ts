export { type ConnectorSigner, connectorSigner, verifyConnectorMessage } from "./lib/connector-key.ts";
