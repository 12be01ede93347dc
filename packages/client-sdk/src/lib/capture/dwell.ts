import type { Capture } from "./capture-context.ts";
import { VisibleTime } from "./visible-time.ts";

/** Longest stay that an event can hold, in seconds: a day. */
const MAX_SECONDS = 86_400;

/** How long each page was visible, told when it is left. */
export const captureDwell: Capture = ({ window, now, emit, turns }) => {
  const { document, performance } = window;
  const isVisible = () => document.visibilityState === "visible";
  const time = new VisibleTime(isVisible(), performance.now());
  const changed = () => time.change(isVisible(), performance.now());
  document.addEventListener("visibilitychange", changed);
  turns.onLeave(() => {
    const seconds = Math.min(MAX_SECONDS, time.takeSeconds(performance.now()));
    emit({ kind: "dwell", at: now(), seconds });
  });
  return () => document.removeEventListener("visibilitychange", changed);
};
