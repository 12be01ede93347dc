import type { Capture } from "./capture-context.ts";
import { watchAnswers } from "./click-answers.ts";
import { ACTIVE } from "./click-target.ts";
import { type ElementPath, nearest, pathOf } from "./clicked-element.ts";
import { ENTRY, isUnseen } from "./unseen-answer.ts";

/**
 * How long something may take to happen after a click, in milliseconds. Nielsen's limit for a system to show that it is at
 * work is one second; a second more keeps slow devices from being counted as broken pages.
 */
export const DEAD_AFTER_MS = 2_000;

/** Whether the browser itself follows the link, however long the answer takes, so that silence means nothing. */
function isFollowed(event: MouseEvent, link: Element | undefined): boolean {
  const href = link?.getAttribute("href")?.trim() ?? "";
  return !event.defaultPrevented && href !== "" && !href.startsWith("#") && !/^javascript:/i.test(href);
}

/** What was pressed and not yet clicked, and whether the page has answered the press. */
interface Press {
  readonly active: Element;
  isAnswered: boolean;
}

/**
 * Dead clicks: a click on something that looks active, after which for two seconds the page does not change, nothing gets focus, is
 * selected, scrolls, opens, plays or loads. Watches the page only in these two seconds, and from the press of the pointer, at which
 * many menus open.
 */
export const captureDeadClicks: Capture = ({ window, now, emit, navigations, onClick, ignores }) => {
  const { document } = window;
  let stopWatch: (() => void) | undefined;
  let pressed: Press | undefined;
  /** What was clicked; undefined until then. */
  let clicked: MouseEvent | undefined;
  const stop = () => {
    stopWatch?.();
    stopWatch = pressed = clicked = undefined;
  };
  const watch = (active: Element) => {
    stop();
    const press: Press = { active, isAnswered: false };
    pressed = press;
    const stopAnswers = watchAnswers(window, ({ element }) => {
      if (clicked) stop();
      // Focus and selection belong to the press itself, as does what a button shows of being pressed.
      else if (element && element !== document.documentElement && element !== document.body)
        press.isAnswered ||= !active.contains(element);
    });
    const timer = setTimeout(() => {
      if (clicked && !isFollowed(clicked, active.closest("a[href],area[href]") ?? undefined))
        emit({ kind: "dead-click", at: now() });
      stop();
    }, DEAD_AFTER_MS);
    stopWatch = () => {
      stopAnswers();
      clearTimeout(timer);
    };
  };
  const judged = (path: ElementPath) => {
    const active = nearest(path, ACTIVE);
    return active?.matches(ENTRY) || isUnseen(path) || ignores(path, "dead") ? undefined : active;
  };
  const press = (event: Event) => {
    const active = judged(pathOf(event, window));
    if (active && event.isTrusted) watch(active);
  };
  const end = onClick(({ event, path }) => {
    const active = judged(path);
    if (!active) return;
    if (pressed?.active === active && pressed.isAnswered) return stop();
    watch(active);
    clicked = event;
  });
  const options = { capture: true, passive: true };
  document.addEventListener("pointerdown", press, options);
  navigations.onLeave(stop);
  return () => {
    stop();
    end();
    document.removeEventListener("pointerdown", press, options);
  };
};
