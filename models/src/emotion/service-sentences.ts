import type { EmotionComment } from "./goemotions.ts";

/** Things that go wrong between a customer and a business, put so that they fit the frames below. */
const PROBLEMS = [
  "my card was charged twice",
  "the parcel has not arrived",
  "the app keeps closing by itself",
  "I cannot log in to my account",
  "the refund has not been paid",
  "my order was cancelled",
  "the voucher code does not work",
  "the wrong size was sent",
  "the invoice is wrong",
  "the payment failed",
  "my booking has disappeared",
  "the delivery date was moved",
  "the screen stays blank",
  "my password reset mail never comes",
  "the new router does not connect",
  "the subscription was renewed",
  "the table arrived broken",
  "my flight was changed",
  "the transfer is still pending",
  "my contract was not ended",
] as const;

/** Frames of somebody who has had enough. */
const FRUSTRATED = [
  "{} and nobody answers!!!",
  "this is the third time that {}",
  "{} AGAIN",
  "I have been waiting for two weeks and {}",
  "how many times do I have to ask? {}",
  "no one replies to my messages and {}",
  "your support is useless, {}",
  "seriously?? {}",
  "{}, fix this now!!",
  "I am fed up, {}",
  "still no answer. {} and nobody cares",
  "what a waste of time, {}",
  "I already told you that {}!",
  "{}. I want to make a complaint, this is unacceptable",
  "no, that is not what I asked. {}",
  "WHY IS THIS SO HARD? {}",
] as const;

/** Frames of somebody who asks, with the same matter. */
const CALM = [
  "hello, {}. What should I do?",
  "{}, can you help me please?",
  "what can I do if {}?",
  "I think {}",
  "could you check whether {}?",
  "hi, it looks as if {}",
  "how do I report that {}?",
  "it seems that {}, is that right?",
] as const;

/** Sentences for a settled matter. */
const SETTLED = [
  "thank you, that solved it",
  "great, it works now",
  "perfect, thanks for the quick help",
  "thanks, that was all I needed",
  "wonderful, the refund is here",
  "that fixed it, thank you so much!",
  "brilliant service, thanks!",
  "you have been very helpful, thank you",
] as const;

function comment(text: string, original: string, ekman: string, group: string): EmotionComment {
  return { text, labels: { original: [original], ekman: [ekman], group: [group] } };
}

/** What the example shop proposes to type: kept out, so that what a newcomer tries was never seen in training. */
const UNSEEN = "my card was charged twice and nobody answers!!!";

const framed = (frames: readonly string[]) =>
  frames.flatMap((frame) => PROBLEMS.map((problem) => frame.replace("{}", problem))).filter((text) => text !== UNSEEN);

/**
 * Sentences written for this project in the style of a chat with a business, which GoEmotions' comments hardly cover:
 * the same matters with and without frustration, so that the model learns the tone and not the matter.
 */
export function serviceSentences(): EmotionComment[] {
  return [
    ...framed(FRUSTRATED).map((text) => comment(text, "annoyance", "anger", "negative")),
    ...framed(CALM).map((text) => comment(text, "neutral", "neutral", "neutral")),
    ...SETTLED.flatMap((text) => [text, text.toLowerCase().replaceAll(/[!,]/g, "")]).map((text) =>
      comment(text, "gratitude", "joy", "positive"),
    ),
  ];
}
