import { clusterCommand } from "./cluster-command.ts";
import { codebook } from "./codebook.ts";
import { conditions } from "./conditions.ts";
import { connector } from "./connector.ts";
import { consent } from "./consent.ts";
import { containment } from "./containment.ts";
import { device } from "./device.ts";
import { deviceLimits } from "./device-limits.ts";
import { generations } from "./generations.ts";
import { identity } from "./identity.ts";
import { privacyOfNoise } from "./noise.ts";
import { linkage } from "./linkage.ts";
import { metrics } from "./metrics.ts";
import { operator } from "./operator.ts";
import { operatorHttp } from "./operator-http.ts";
import { operatorState } from "./operator-state.ts";
import { privacy } from "./privacy.ts";
import { roundNoise } from "./round-noise.ts";
import { rounds } from "./rounds.ts";
import { state } from "./state.ts";
import { threatAddresses } from "./threat-addresses.ts";
import { threatFaults } from "./threat-faults.ts";
import { threatOperators } from "./threat-operators.ts";
import { threatRetention } from "./threat-retention.ts";
import { threatRounds } from "./threat-rounds.ts";
import { threatStorage } from "./threat-storage.ts";
import { threatThief } from "./threat-thief.ts";
import { threatVisitor } from "./threat-visitor.ts";
import { transparency } from "./transparency.ts";
import { wire } from "./wire.ts";
import type { Mutant } from "./mutant.ts";

/** Every mutant of every area. */
export const MUTANTS: readonly Mutant[] = [
  ...clusterCommand,
  ...codebook,
  ...conditions,
  ...connector,
  ...consent,
  ...containment,
  ...device,
  ...deviceLimits,
  ...generations,
  ...identity,
  ...privacyOfNoise,
  ...linkage,
  ...metrics,
  ...operator,
  ...operatorHttp,
  ...operatorState,
  ...privacy,
  ...roundNoise,
  ...rounds,
  ...state,
  ...threatRetention,
  ...threatStorage,
  ...threatThief,
  ...threatAddresses,
  ...threatFaults,
  ...threatOperators,
  ...threatVisitor,
  ...threatRounds,
  ...transparency,
  ...wire,
];
