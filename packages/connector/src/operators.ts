export { exportClusters, type TokenCluster } from "./lib/clusters/export-clusters.ts";
export { readCluster } from "./lib/clusters/read-cluster.ts";
export { type ConnectedOperators, connectPrf } from "./lib/operators/connect-prf.ts";
export { type ConnectOptions, ConnectorClient } from "./lib/operators/connector-client.ts";
export { deliver } from "./lib/operators/deliver.ts";
export { OperatorsError, type OperatorsErrorCode } from "./lib/operators/operators-error.ts";
export { type KeyMigrationResult, migrateKeys, type KnownPerson } from "./lib/operators/key-migration.ts";
