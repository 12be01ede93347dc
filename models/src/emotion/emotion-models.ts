import { EKMAN, FRUSTRATION, SENTIMENT } from "./emotion-outputs.ts";
import type { EmotionPlan } from "./train-emotion.ts";

const grams = { pairs: true, skips: false, charactersFrom: 4, charactersTo: 5 };
const bag = {
  hidden: [],
  answer: "sigmoid",
  epochs: 4,
  batch: 64,
  rate: 4e-3,
  decay: 0.003,
  featureDropout: 0.3,
  inputDropout: 0.1,
  hiddenDropout: 0,
} as const;

/** Ekman's emotions, and frustration as a score of its own. A table of 41,900 rows of 24 values and a gate is 1 MB. */
export const EMOTION: EmotionPlan = {
  name: "emotion",
  version: "1.0.0",
  seed: 20_261_123,
  outputs: [...EKMAN, FRUSTRATION],
  scores: [FRUSTRATION.code],
  grams,
  bag: { ...bag, shape: { buckets: 41_900, dimensions: 24, parts: 1 } },
};

/** Sentiment. Four answers need fewer values a row. */
export const SENTIMENT_MODEL: EmotionPlan = {
  name: "sentiment",
  version: "1.0.0",
  seed: 20_261_124,
  outputs: SENTIMENT,
  scores: [],
  grams,
  bag: { ...bag, shape: { buckets: 41_900, dimensions: 16, parts: 1 } },
};

/** The models of feeling in `models/`. */
export const EMOTION_MODELS: readonly EmotionPlan[] = [EMOTION, SENTIMENT_MODEL];
