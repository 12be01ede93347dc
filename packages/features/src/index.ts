export { abstentionOf, type Abstention, showsShop } from "./lib/abstention.ts";
export { Arrival, type ArrivalChannel } from "./lib/arrival.ts";
export { calibrate, modelInput, type ModelInputs } from "./lib/model-input.ts";
export { carriedCodeword } from "./lib/carried-codeword.ts";
export { type ClusterFound, clusterOf } from "./lib/cell-tree.ts";
export { squaredDistance } from "./lib/distance.ts";
export { codebookFault } from "./lib/codebook-fault.ts";
export { codewordAt, codewordOf } from "./lib/codeword-of.ts";
export {
  CLICK_TARGETS,
  ClickTarget,
  EVENT_KINDS,
  type EventKind,
  PAGE_KINDS,
  PageKind,
  SedgeEvent,
} from "./lib/event.ts";
export {
  FEATURE_NAMES,
  FEATURE_SCHEMA,
  featureNamed,
  type FeatureName,
  type FeatureRecord,
  featureRecord,
} from "./lib/feature-record.ts";
export { fuse, type Observation } from "./lib/fuse.ts";
export { heldCluster, type HeldCluster, refreshWeeks } from "./lib/held-cluster.ts";
export { isTracked, type TrackedKind } from "./lib/tracked-events.ts";
export { advance, emptySession, isOver, Session, SESSION_TIMEOUT_MS } from "./lib/session.ts";
