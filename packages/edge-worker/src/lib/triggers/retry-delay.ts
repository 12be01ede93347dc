/** Each wait is four times the one before: with the usual first wait of 5 seconds the eighth ends after some 20 hours. */
const FACTOR = 4;
/** Cloudflare Queues delays a message by 12 hours at most (https://developers.cloudflare.com/queues/platform/limits/). */
const MAX_SECONDS = 43_200;

/** How long a webhook waits before it is tried again. @param attempts - Tries so far, from 1. @param first - Seconds. */
export function retryAfterSeconds(attempts: number, first: number): number {
  return Math.min(first * FACTOR ** (attempts - 1), MAX_SECONDS);
}
