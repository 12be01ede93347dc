import type { Capture } from "./capture-context.ts";

const SEARCH_FORM = "[role=search],search,[data-sedge-action=search]";

/** Searches: a search form is sent, or a search field without a form is filled. What was typed is never read. */
export const captureSearches: Capture = ({ window, now, emit, noteSearch }) => {
  const searched = () => emit({ kind: "search", at: now(), repeated: noteSearch() });
  const submitted = ({ target }: Event) => {
    if (!(target instanceof window.Element)) return;
    if (target.closest(SEARCH_FORM) || target.querySelector("input[type=search]")) searched();
  };
  const changed = ({ target }: Event) => {
    if (target instanceof window.Element && target.matches("input[type=search]") && !target.closest("form")) searched();
  };
  const clicked = ({ target }: Event) => {
    const button = target instanceof window.Element && target.closest("[data-sedge-action=search]");
    if (button && button.localName !== "form" && !button.closest("form")) searched();
  };
  const end = new AbortController();
  const options = { capture: true, passive: true, signal: end.signal };
  window.document.addEventListener("submit", submitted, options);
  window.document.addEventListener("change", changed, options);
  window.document.addEventListener("click", clicked, options);
  return () => end.abort();
};
