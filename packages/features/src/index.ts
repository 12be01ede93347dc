export { CLICK_TARGETS, ClickTarget, type EventKind, PAGE_KINDS, PageKind, SedgeEvent } from "./lib/event.ts";
