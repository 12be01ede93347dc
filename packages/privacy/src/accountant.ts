export {
  ACCOUNTANT,
  EMPTY_LEDGER,
  ledgerEpsilon,
  type PrivacyLedger,
  type PrivacySpending,
  spend,
} from "./lib/accountant/privacy-ledger.ts";
export {
  noiseFor,
  type RoundNoise,
  roundRho,
  squaredNormBound,
  type VoteSensitivity,
} from "./lib/accountant/round-privacy.ts";
export { epsilonOf, epsilonOfDevices, rhoOf } from "./lib/accountant/zcdp-epsilon.ts";
