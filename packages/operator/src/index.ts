export { type AdminParts, serveAdmin } from "./lib/admin-routes.ts";
export { hasCredentials } from "./lib/credentials.ts";
export { boundedBody, utf8Text } from "./lib/bounded-body.ts";
export { checkConnector, type ConnectorRequest, readConnector, readConnectorHeader } from "./lib/connector-request.ts";
export { operatorApp, type AppVariables, refusalOf, refuseOtherMethods } from "./lib/operator-app.ts";
export { parse, parseJson, readJson } from "./lib/json-body.ts";
export { MAX_SUMS_BYTES, publishedSums, type PublishedSums } from "./lib/published-sums.ts";
export { MAX_CODEBOOK_BYTES, publishedCodebook, type PublishedCodebook } from "./lib/published-codebook.ts";
export { describeError, type LogEntry, writeLog } from "./lib/log.ts";
export { keyShare, publishedEpochs } from "./lib/key-share.ts";
export { NONCE_MEMORY_SECONDS, NonceMemory } from "./lib/nonce-memory.ts";
export { openApiDocument, servedDocument } from "./lib/openapi.ts";
export { addressDigests, type CountedDigest, countedNetworks, roundAddressDigests } from "./lib/prf/address-digest.ts";
export {
  CONNECTOR_BUDGET_SETTINGS,
  connectorLimits,
  type ConnectorLimits,
  type ConnectorSpending,
} from "./lib/prf/connector-limits.ts";
export { connectorRefusal, type Evaluator, grantedShare } from "./lib/prf/evaluation.ts";
export type { Epoch } from "./lib/prf/key-ring.ts";
export type { Caller, PrfKeeper } from "./lib/prf/prf-keeper.ts";
export {
  ADDRESS_BUDGET_SETTINGS,
  addressLimits,
  REGISTRATION_SETTINGS,
  registrationLimits,
  PRF_BUDGET_SETTINGS,
  prfLimits,
  type PrfLimits,
} from "./lib/prf/prf-limits.ts";
export { Refusal } from "./lib/refusal.ts";
export { MisconfiguredError, readSettings, Secret, secretBytes } from "./lib/secret.ts";
export { secureRandom } from "./lib/secure-random.ts";
export { checkClock, messageOf } from "./lib/signed-text.ts";
export { sha256Hex, sha256OfText } from "./lib/sha256.ts";
export {
  migrateSchema,
  type SchemaStep,
  type SchemaStorage,
  SchemaVersionError,
} from "./lib/storage/schema-migrations.ts";
export { isStorageUnavailable, StorageUnavailableError } from "./lib/storage/storage-unavailable.ts";
export { StoredBytes } from "./lib/stored-bytes.ts";
export { Mutex, KeyedMutex } from "./lib/mutex.ts";
export { AlarmScheduler } from "./lib/alarm-scheduler.ts";
