/** How often a request looks again for a profile that other requests are moving. Each look finishes a move it meets. */
export const MAX_LOOKS = 10;
const FIRST_PAUSE_MS = 4;

/**
 * Waits before a look that follows one which came too late, a random while that doubles: of several operations that take each other's
 * profiles along, such as a family's whose phone they share, one then has the time to come through. All looks together wait a second
 * on average.
 *
 * @param look - 0 for the first, which waits for nothing.
 */
export async function lookPause(look: number): Promise<void> {
  if (look > 0) await scheduler.wait(Math.random() * FIRST_PAUSE_MS * 2 ** (look - 1));
}
