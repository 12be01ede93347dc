export { AssignBody, Assignment, AssignmentRequest } from "./lib/assignment.ts";
export { BallotBody, BallotRequest, BallotResponse, BallotShare, BallotShareRequest } from "./lib/ballot.ts";
export { base64url, base64urlUpTo } from "./lib/base64url.ts";
export { Channel, CHANNELS } from "./lib/channel.ts";
export { ClusterLine } from "./lib/cluster-line.ts";
export { ClusterCard, ClusterDifference } from "./lib/cluster-card.ts";
export { Cell, Cluster, ClusterId, Codebook } from "./lib/codebook.ts";
export { CellPath, Codeword, Generation } from "./lib/codeword.ts";
export {
  CONNECTOR_SIGNATURE_CONTEXT,
  CONNECTOR_HEADER,
  type ConnectorAction,
  ConnectorEnvelope,
  ConnectorKey,
  ConnectorMessage,
} from "./lib/connector-message.ts";
export { CONNECTOR_SCOPES, ConnectorScope } from "./lib/connector-scope.ts";
export { ConnectorRegister, ConnectorRegistration } from "./lib/connector-registration.ts";
export { PublishedStatement, StatementRequest } from "./lib/site-statement.ts";
export {
  CONSENT_SOURCES,
  ConsentReceipt,
  MAX_RECEIPTS_AT_ONCE,
  PolicyVersion,
  ReceiptExport,
  receiptText,
  SignedReceipt,
  VoteReceipt,
} from "./lib/consent-receipt.ts";
export {
  CLUSTER_ALGORITHMS,
  ClusterAlgorithm,
  ClusterChanges,
  Drift,
  GenerationReport,
} from "./lib/generation-report.ts";
export { GENERATION_PURPOSE, generationText, GenerationSignature, GenerationSums } from "./lib/generation-sums.ts";
export * from "./lib/limits.ts";
export { isLoopback } from "./lib/loopback.ts";
export { Contribution, ContributionResult, ReportNonce, SpentBallot } from "./lib/contribution.ts";
export {
  DeliveredEnvelope,
  DeliveredMessage,
  Delivery,
  DeliveryResult,
  DeliveryResults,
  deliveryText,
} from "./lib/delivery.ts";
export { LANDING_LINK_PARAMETER, LandingLinkSecret, LandingLinkUntil } from "./lib/landing-link.ts";
export { ChannelTransition, MAX_TRANSITIONS } from "./lib/channel-transition.ts";
export { JOURNEY_STAGES, JourneyStage } from "./lib/journey-stage.ts";
export { EpochOrder, EpochState, KeyEpochs } from "./lib/key-epochs.ts";
export { LinkToken } from "./lib/link-token.ts";
export { EpochKeys, KeyEpoch, Manifest, TrustTier } from "./lib/manifest.ts";
export { Purpose, PURPOSES } from "./lib/purpose.ts";
export { Sha256Hex } from "./lib/sha256-hex.ts";
export {
  elementsOf,
  Measurement,
  type MeasurementShape,
  MeasurementTerms,
  shapeOfMeasurement,
} from "./lib/measurement.ts";
export { PrfBudgetReport } from "./lib/prf-budget-report.ts";
export {
  ConnectorOperatorShare,
  ConnectorPrfResponse,
  ConnectorPrfShare,
  OperatorShare,
  PrfPublicKey,
  PrfRequest,
  PrfResponse,
  PrfShare,
  PrfShareRequest,
} from "./lib/prf-evaluation.ts";
export { Problem, problem, ProblemCode, type ProblemDetails, PROBLEMS } from "./lib/problem.ts";
export { EdgeKind, ErasureResult, LinkResult, ProfileExport, WaterfallStep } from "./lib/profile.ts";
export { PROMISE_ROWS, type PromiseRow } from "./lib/promise-row.ts";
export { RecordBody, RecordFields, RecordMessage, RecordToken } from "./lib/record.ts";
export {
  Nonce,
  OperationId,
  ProofOfControl,
  SIGNATURE_CONTEXT,
  SignedEnvelope,
  SignedMessage,
  type SignedAction,
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
export { ROUND_TERMS_PURPOSE, RoundSignature, WINDOW_TERMS_PURPOSE } from "./lib/round-signature.ts";
export { termsText, termsTextOfVersion5 } from "./lib/terms-text.ts";
export {
  ErasureAnswer,
  ErasureRequests,
  LoginKey,
  LoginKeys,
  MAX_LOGIN_KEYS,
  MAX_PROOF_SECONDS,
  ProofClaims,
  ProofHeader,
  ProofPurpose,
} from "./lib/proof-of-control.ts";
export {
  outOfBounds,
  Retention,
  RETENTION_PERIOD_NAMES,
  RETENTION_PERIODS,
  RetentionOrder,
  type RetentionPeriod,
  USUAL_RETENTION,
} from "./lib/retention.ts";
export { SiteId } from "./lib/site-id.ts";
export { TokenKind, TokenKinds } from "./lib/token-kinds.ts";
export { parseTriggerCondition } from "./lib/condition/trigger-condition.ts";
export { TriggerName } from "./lib/trigger-name.ts";
export { SagaReport } from "./lib/saga-report.ts";
export { DeadWebhooks, TriggerFindings, TriggerNotice } from "./lib/trigger-notice.ts";
export {
  TriggerOrder,
  TriggerRule,
  TriggerSecrets,
  TriggerSettings,
  TriggerTarget,
  WebhookDestination,
} from "./lib/trigger-rule.ts";
export {
  isSupportedVersion,
  MIN_SUPPORTED_VERSION,
  PROTOCOL_VERSION,
  SUPPORTED_VERSIONS,
  VersionRange,
} from "./lib/version.ts";
export {
  CollectingWindow,
  CollectingWindows,
  ExtensionRequest,
  isOfWindow,
  TaskEnd,
  TaskOrder,
  TaskRequest,
  TaskStanding,
  TaskTerms,
  type VotedTask,
  WindowEnd,
  WindowMeasure,
  WindowOrder,
  WindowRequest,
  WindowTerms,
  windowText,
} from "./lib/window.ts";
