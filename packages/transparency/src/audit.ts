export type { AuditFinding } from "./lib/audit/audit-finding.ts";
export { LogAudit } from "./lib/audit/log-audit.ts";
export type { SiteRecord } from "./lib/audit/site-record.ts";
export {
  type AddCheckpoint,
  addCheckpointBody,
  MAX_ADD_CHECKPOINT_CHARS,
  parseAddCheckpoint,
} from "./lib/witness/add-checkpoint.ts";
export { type WitnessRefusal, witnessCheckpoint } from "./lib/witness/witness-checkpoint.ts";
