export { AssignBody, Assignment, AssignmentRequest } from "./lib/assignment.ts";
export { base64url } from "./lib/base64url.ts";
export { Channel, CHANNELS } from "./lib/channel.ts";
export { Cell, Cluster, ClusterId, Codebook } from "./lib/codebook.ts";
export { CellPath, Codeword, Generation } from "./lib/codeword.ts";
export {
  CONNECTOR_SIGNATURE_CONTEXT,
  ConnectorEnvelope,
  ConnectorKey,
  ConnectorMessage,
  ConnectorScope,
} from "./lib/connector-message.ts";
export { ConnectorRegister, ConnectorRegistration } from "./lib/connector-registration.ts";
export { ConsentReceipt, Purpose, PURPOSES } from "./lib/consent-receipt.ts";
export * from "./lib/limits.ts";
export { EpochOrder, EpochState, KeyEpochs } from "./lib/key-epochs.ts";
export { LinkToken } from "./lib/link-token.ts";
export { EpochKeys, KeyEpoch, Manifest, Sha256Hex, TrustTier } from "./lib/manifest.ts";
export {
  elementsOf,
  Measurement,
  type MeasurementShape,
  MeasurementTerms,
  shapeOfMeasurement,
} from "./lib/measurement.ts";
export { PrfBudgetReport } from "./lib/prf-budget-report.ts";
export {
  ConnectorPrfResponse,
  ConnectorPrfShare,
  PrfPublicKey,
  PrfRequest,
  PrfResponse,
  PrfShare,
  PrfShareRequest,
} from "./lib/prf-evaluation.ts";
export { Problem, problem, ProblemCode, PROBLEMS } from "./lib/problem.ts";
export { EdgeKind, ErasureOutcome, LinkOutcome, ProfileExport, WaterfallStep } from "./lib/profile.ts";
export { PROMISE_ROWS, type PromiseRow } from "./lib/promise-row.ts";
export {
  RecordBatch,
  RecordBatchOutcome,
  RecordBody,
  RecordEnvelope,
  RecordFields,
  RecordMessage,
  RecordOutcome,
  RecordToken,
} from "./lib/record.ts";
export {
  Nonce,
  OperationId,
  SIGNATURE_CONTEXT,
  type SignedAction,
  SignedEnvelope,
  SignedMessage,
} from "./lib/signed-message.ts";
export { SiteId } from "./lib/site-id.ts";
export { TokenKind, TokenKinds } from "./lib/token-kinds.ts";
export { PROTOCOL_VERSION } from "./lib/version.ts";
