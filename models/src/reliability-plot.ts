import type { ReliabilityBin } from "./reliability-bins.ts";

export interface ReliabilityPlot {
  /** A few words, such as `purchase, test part`. */
  readonly title: string;
  readonly bins: readonly ReliabilityBin[];
}

/** Sizes in SVG units: the square of the plot, what surrounds it, and the strip of counts below it. */
const SIDE = 280;
const LEFT = 52;
const TOP = 40;
const STRIP = 44;
const GAP = 12;
const WIDTH = LEFT + SIDE + 16;
const HEIGHT = TOP + SIDE + GAP + STRIP + 44;

const STYLE = [
  "text{font:12px system-ui,sans-serif;fill:#3d4451}",
  ".title{font-weight:600;fill:#12161d}",
  ".paper{fill:#fff}.grid{stroke:#d8dce3}.ideal{stroke:#6b7280;stroke-dasharray:5 4}",
  ".rows{fill:#a9b8d4}.line{stroke:#1d4ed8;stroke-width:2;fill:none}.dot{fill:#1d4ed8}",
  "@media (prefers-color-scheme:dark){text{fill:#b6bdc9}.title{fill:#f2f4f8}.paper{fill:#12161d}.grid{stroke:#333b48}",
  ".ideal{stroke:#8b93a1}.rows{fill:#46587d}.line{stroke:#8ab4ff}.dot{fill:#8ab4ff}}",
].join("");

const shown = (value: number) => String(Number(value.toFixed(2)));
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const acrossOf = (share: number) => shown(LEFT + share * SIDE);
const upOf = (share: number) => shown(TOP + (1 - share) * SIDE);

/** A title's size in SVG units: 14, or what lets it end within the picture at half an em and a little a letter. */
const titleSize = (title: string) => shown(Math.min(14, (WIDTH - LEFT) / (0.58 * Math.max(1, title.length))));

/**
 * A reliability diagram as an SVG document: predicted probability across, observed share upwards, the dashed diagonal where
 * the two agree, and below it how many rows each bin has (by square root, so that small bins stay visible). Follows
 * the reader's light or dark scheme. Throws RangeError for a share outside 0 to 1 or a plot without a bin.
 */
export function reliabilityPlot({ title, bins }: ReliabilityPlot): string {
  const isShare = (value: number) => value >= 0 && value <= 1;
  if (bins.length === 0 || !bins.every(({ predicted, observed }) => isShare(predicted) && isShare(observed))) {
    throw new RangeError("a reliability plot needs bins whose shares lie within 0 to 1");
  }
  const rows = bins.reduce((sum, { count }) => sum + count, 0);
  const descriptions = bins.map(
    ({ predicted, observed, count }) =>
      `predicted ${predicted.toFixed(2)}, observed ${observed.toFixed(2)} (${count} ${count === 1 ? "row" : "rows"})`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(`Reliability: ${title}`)}</title>`,
    `<desc id="desc">${escaped(`${rows} rows. ${descriptions.join("; ")}.`)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="${LEFT}" y="24" style="font-size:${titleSize(title)}px">${escaped(title)}</text>`,
    ...gridLines(),
    `<line class="ideal" x1="${acrossOf(0)}" y1="${upOf(0)}" x2="${acrossOf(1)}" y2="${upOf(1)}"/>`,
    `<polyline class="line" points="${bins.map(({ predicted, observed }) => `${acrossOf(predicted)},${upOf(observed)}`).join(" ")}"/>`,
    ...bins.map(
      ({ predicted, observed }) => `<circle class="dot" cx="${acrossOf(predicted)}" cy="${upOf(observed)}" r="3.5"/>`,
    ),
    ...countBars(bins),
    `<text x="${acrossOf(0.5)}" y="${HEIGHT - 8}" text-anchor="middle">predicted probability; bars: rows (${rows})</text>`,
    `<text transform="translate(14 ${upOf(0.5)}) rotate(-90)" text-anchor="middle">observed share</text>`,
    "</svg>\n",
  ].join("\n");
}

function gridLines(): string[] {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<line class="grid" x1="${acrossOf(0)}" y1="${upOf(share)}" x2="${acrossOf(1)}" y2="${upOf(share)}"/>`,
    `<line class="grid" x1="${acrossOf(share)}" y1="${upOf(0)}" x2="${acrossOf(share)}" y2="${upOf(1)}"/>`,
    `<text x="${LEFT - 6}" y="${shown(Number(upOf(share)) + 4)}" text-anchor="end">${share}</text>`,
    `<text x="${acrossOf(share)}" y="${TOP + SIDE + GAP + STRIP + 16}" text-anchor="middle">${share}</text>`,
  ]);
}

function countBars(bins: readonly ReliabilityBin[]): string[] {
  const most = Math.max(...bins.map(({ count }) => count));
  const bottom = TOP + SIDE + GAP + STRIP;
  return bins.map(({ predicted, count }) => {
    const height = Math.sqrt(count / most) * STRIP;
    return `<rect class="rows" x="${shown(Number(acrossOf(predicted)) - 6)}" y="${shown(bottom - height)}" width="12" height="${shown(height)}"/>`;
  });
}
