/**
 * Drawings of the garments, as SVG symbols in a 120 × 150 box. The cloth uses the picture's `color`, and seams are drawn
 * over it, so that one drawing works in every colour.
 */
const SEAM = 'fill="none" stroke="#000" stroke-opacity=".28" stroke-width="1.2" stroke-linecap="round"';
const SHADE = 'fill="#000" fill-opacity=".12"';
const cloth = (path: string) => `<path fill="currentColor" d="${path}"/>`;
const shade = (path: string) => `<path ${SHADE} d="${path}"/>`;
const seam = (path: string) => `<path ${SEAM} d="${path}"/>`;
const buttons = (x: number, ys: readonly number[]) =>
  ys.map((y) => `<circle cx="${x}" cy="${y}" r="1.5" fill="#000" fill-opacity=".4"/>`).join("");

const SLEEVED = "M47 25 30 33 12 88l15 6 10-27v56h46V67l10 27 15-6-18-55-17-8c-5 8-21 8-26 0Z";
const CUFFS = "M14 82l15 6-2 6-15-6ZM106 82l-15 6 2 6 15-6Z";

export const GARMENTS = {
  "straight trousers":
    cloth("M41 18h38l7 115H65l-5-72-5 72H34Z") +
    shade("M41 18h38v8H41Z") +
    seam("M60 26v33M48 34c0 6-4 9-8 9M72 34c0 6 4 9 8 9M45 60l-2 66M75 60l2 66"),
  "wide-leg trousers":
    cloth("M43 18h34l20 115H65l-5-74-5 74H23Z") +
    shade("M43 18h34v8H43Z") +
    seam("M60 26v31M49 34c0 7-4 9-7 9M71 34c0 7 4 9 7 9M46 58 36 126M74 58l10 68"),
  "tapered trousers":
    cloth("M41 18h38c9 42 3 82-4 115H62l-2-72-2 72H45c-7-33-13-73-4-115Z") +
    shade("M41 18h38l1 8H40ZM45 127h13v6H46ZM62 127h13l-1 6H62Z") +
    seam("M60 26v34M50 30l-2 28M70 30l2 28"),
  "cropped trousers":
    cloth("M41 24h38l11 86H65l-5-48-5 48H30Z") +
    shade("M41 24h38v8H41ZM31 104h25l-1 6H30ZM64 104h25l1 6H65Z") +
    seam("M60 32v28M49 40c0 6-4 8-8 8M71 40c0 6 4 8 8 8"),
  "A-line skirt":
    cloth("M44 32h32l22 82c-20 8-56 8-76 0Z") +
    shade("M44 32h32l2 8H42Z") +
    seam("M52 46 42 112M68 46l10 66M25 108c22 8 48 8 70 0"),
  "pencil skirt":
    cloth("M43 28h34c10 28 7 64 3 92H40c-4-28-7-64 3-92Z") +
    shade("M43 28h34l3 8H40Z") +
    seam("M60 36v60M60 96l-3 24M50 40l-2 12M70 40l2 12"),
  "pleated skirt":
    cloth("M43 32h34l24 80-11 4-9-4-10 5-11-5-11 5-10-5-9 4-11-4Z") +
    shade("M43 32h34l3 8H40ZM46 40l-7 71 9 4 5-75ZM60 40v71l11 5-4-76Z") +
    seam("M50 40 38 112M56 40l-6 75M64 40l6 75M70 40l12 72"),
  "maxi skirt":
    cloth("M45 20h30l18 114c-18 7-48 7-66 0Z") +
    shade("M45 20h30l1 7H44Z") +
    seam("M53 32 44 134M67 32l9 102M32 112c18 6 38 6 56 0M35 92c16 5 34 5 50 0"),
  "button blouse":
    cloth(SLEEVED) +
    shade(`${CUFFS}M47 25c5 8 21 8 26 0l4 3-17 12-17-12Z`) +
    seam("M60 40v83M37 67l3-22M83 67l-3-22") +
    buttons(63, [50, 64, 78, 92, 106]),
  "wrap blouse":
    cloth(SLEEVED) +
    shade(`${CUFFS}M37 98h46v7H37Z`) +
    seam("M47 25 72 98M73 25 52 86M72 105l8 16M70 105l2 14M37 67l3-22M83 67l-3-22"),
  "bow blouse":
    cloth(SLEEVED) +
    shade(`${CUFFS}M60 37 44 30v15ZM60 37l16-7v15ZM57 38l-7 26 6 1 4-24ZM63 38l7 26-6 1-4-24Z`) +
    seam("M60 66v57M37 67l3-22M83 67l-3-22"),
  "sleeveless top":
    cloth("M46 26c-1 16-6 22-13 26l5 70h44l5-70c-7-4-12-10-13-26-6 12-22 12-28 0Z") +
    shade("M46 26c6 12 22 12 28 0l2 6c-8 12-24 12-32 0Z") +
    seam("M40 116h40M50 62c-4 4-8 5-12 5M70 62c4 4 8 5 12 5"),
  "shirt dress":
    cloth("M47 16 32 24 20 62l12 5 8-20 2 26-14 62c18 7 46 7 64 0L78 73l2-26 8 20 12-5-12-38-15-8c-5 7-21 7-26 0Z") +
    shade("M41 70h38l1 7H40ZM47 16c5 7 21 7 26 0l4 3-17 11-17-11Z") +
    seam("M60 30v108") +
    buttons(63, [42, 56, 86, 102, 118]),
  cardigan:
    cloth(SLEEVED) +
    shade(`${CUFFS}M37 116h46v7H37ZM47 25l13 48 13-48 4 3-13 58v29h-8V86L43 28Z`) +
    seam("M60 74v49M37 67l3-22M83 67l-3-22") +
    buttons(60, [84, 96, 108]),
} as const;
export type Garment = keyof typeof GARMENTS;

/** The ID of a garment's symbol. */
export function garmentId(garment: Garment): string {
  return `garment-${garment.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`;
}

/** All symbols, included once per page. */
export function garmentSheet(): string {
  const symbols = Object.entries(GARMENTS).map(
    ([name, drawing]) => `<symbol id="${garmentId(name as Garment)}" viewBox="0 0 120 150">${drawing}</symbol>`,
  );
  return `<svg class="sheet" width="0" height="0" aria-hidden="true" focusable="false">${symbols.join("")}</svg>`;
}
