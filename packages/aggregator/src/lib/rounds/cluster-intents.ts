import { IntentModel } from "@sedge/clustering/card";
import * as v from "valibot";
import weights from "../../../../../models/cluster-intents/weights.json";

/** What visitors do next by where their visit stands, as Sedge ships it. */
export const CLUSTER_INTENTS = v.parse(IntentModel, weights);
