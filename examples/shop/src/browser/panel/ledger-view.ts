import type { LedgerEntry } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { epsilonInWords } from "./learning-section.ts";
import { facts } from "./section.ts";

/** The rows of the promise (DESIGN.md §1), as text. */
const ROWS: Readonly<Record<LedgerEntry["rows"][number], string>> = {
  1: "a blinded identifier",
  2: "a link token with its signature",
  3: "a codeword that many people share",
  4: "a blinded ballot, or the two shares of one contribution",
  5: "a consent receipt",
};

const sorted = (rows: LedgerEntry["rows"]) => rows.toSorted((a, b) => a - b);

/** The size of a request's body in bytes. */
export function bodyBytes({ body }: Pick<LedgerEntry, "body">): number {
  return new TextEncoder().encode(body).length;
}

/** The rows that a request contains, as text. */
export function rowsInWords({ rows }: Pick<LedgerEntry, "rows">): string {
  return rows.length === 0
    ? "none: a public file, the same for everyone"
    : sorted(rows)
        .map((row) => `${row}, ${ROWS[row]}`)
        .join("; ");
}

/** A short name of a request: the edge's route, or the name of one of Sedge's files. */
export function shortPath(url: string): string {
  const steps = new URL(url).pathname.split("/").slice(1);
  return (steps[0] === "v1" ? steps.slice(3).join("/") : steps.at(-1)) ?? "";
}

function statusInWords(status: number): string {
  if (status === 0) return "no answer yet";
  return status === -1 ? "failed" : String(status);
}

/** Indents a JSON body and any JSON text in it, such as a signed message. Returns other bodies unchanged. */
export function pretty(body: string): string {
  try {
    const opened = (_: string, value: unknown): unknown => {
      if (typeof value !== "string" || !value.startsWith("{")) return value;
      return { "(signed text, parsed for reading)": JSON.parse(value) };
    };
    return JSON.stringify(JSON.parse(body, opened), undefined, 2);
  } catch {
    return body;
  }
}

function drawBody({ body }: LedgerEntry): HTMLElement {
  const text = element("pre", { tabindex: 0, "aria-label": "Body of the request" }, body);
  const look = element("button", { type: "button", "aria-pressed": "false" }, "Indent");
  look.addEventListener("click", () => {
    const isPretty = look.getAttribute("aria-pressed") === "true";
    look.setAttribute("aria-pressed", String(!isPretty));
    text.textContent = isPretty ? body : pretty(body);
  });
  const copy = element("button", { type: "button" }, "Copy");
  copy.addEventListener("click", () => {
    navigator.clipboard.writeText(body).then(
      () => (copy.textContent = "Copied"),
      () => (copy.textContent = "Copying is not allowed"),
    );
  });
  return element("div", {}, text, element("div", { class: "buttons" }, look, copy));
}

/** One message that opens with a click. Its details are drawn when it opens. */
export function drawEntry(entry: LedgerEntry): HTMLElement {
  const { method, url, rows, purpose, status, at, microEpsilon } = entry;
  const spent = microEpsilon > 0 ? epsilonInWords(microEpsilon) : undefined;
  const size = bodyBytes(entry);
  const summary = element(
    "summary",
    {},
    element("span", { class: "method" }, method),
    element("span", { class: "path" }, shortPath(url)),
    element("span", { class: "tag" }, rows.length > 0 ? `rows ${sorted(rows).join(", ")}` : "public file"),
    element("span", { class: "quiet" }, [`${size} B`, statusInWords(status), ...(spent ? [spent] : [])].join(" · ")),
  );
  const details = element("details", { class: "entry" }, summary);
  details.addEventListener(
    "toggle",
    () =>
      details.append(
        facts([
          ["Sent to", url],
          ["When", new Date(at).toLocaleTimeString("en-GB")],
          ["Contains", rowsInWords(entry)],
          ["Consent", purpose],
          ...(spent ? ([["Privacy budget", `spends ${spent} of this device's budget`]] as const) : []),
          ["Answer", statusInWords(status)],
          ["Body", `${size} bytes`],
        ]),
        ...(size > 0 ? [drawBody(entry)] : []),
      ),
    { once: true },
  );
  return details;
}
