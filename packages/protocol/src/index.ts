export { AssignBody, Assignment, AssignmentRequest } from "./lib/assignment.ts";
export { BallotBody, BallotRequest, BallotResponse, BallotShare, BallotShareRequest } from "./lib/ballot.ts";
export { base64url, base64urlUpTo } from "./lib/base64url.ts";
export { Channel, CHANNELS } from "./lib/channel.ts";
export { ClusterCard, ClusterDifference } from "./lib/cluster-card.ts";
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
export {
  CLUSTER_ALGORITHMS,
  ClusterAlgorithm,
  ClusterChanges,
  Drift,
  GenerationReport,
} from "./lib/generation-report.ts";
export * from "./lib/limits.ts";
export { Contribution, ContributionOutcome, ReportNonce, SpentBallot } from "./lib/contribution.ts";
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
export { AcceptedDigest, BatchId, BatchVerdicts, ReportBatch, ReportFault, ReportVerdict } from "./lib/report-batch.ts";
export { AbandonReason, PrivacySpent, Round, RoundId, RoundNoise, RoundState, RoundTerms } from "./lib/round.ts";
export {
  AbandonRequest,
  AcceptedSet,
  OpeningRequest,
  RoundEnd,
  RoundOrder,
  RoundReport,
  RoundRequest,
  RoundStanding,
} from "./lib/round-order.ts";
export { ROUND_VOUCHER_PURPOSE, RoundVoucher, vouchedText } from "./lib/round-voucher.ts";
export { SiteId } from "./lib/site-id.ts";
export { TokenKind, TokenKinds } from "./lib/token-kinds.ts";
export { PROTOCOL_VERSION } from "./lib/version.ts";
