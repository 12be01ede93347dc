/** `npm run bench -- channels`: other channels' records pushed through both operators. */
import { channelsOptions, USAGE } from "./channels/channels-options.ts";
import { PARTS } from "./channels/parts.ts";
import type { BenchPart } from "./clustering/bench-part.ts";
import { aimLine, isMet } from "./report/aim.ts";
import { conditions, conditionsLine } from "./report/conditions.ts";
import { jsonLine } from "./report/json-line.ts";

const options = channelsOptions(process.argv.slice(2));
if (options === "help") {
  console.log(USAGE);
} else {
  const before = conditions();
  const found: BenchPart[] = [];
  for (const part of PARTS) {
    if (options.only !== undefined && options.only !== part.name) continue;
    found.push(await part.run(options, (line) => process.stderr.write(`${part.name}: ${line}\n`)));
  }
  const aims = found.flatMap((part) => part.aims);
  const line = jsonLine({
    bench: "channels",
    conditions: { ...before },
    ...Object.assign({}, ...found.map(({ json }) => json)),
    aims: aims.map((aim) => ({ ...aim, isMet: isMet(aim) })),
  });
  const texts = found.flatMap(({ title, lines }) => [title, ...lines, ""]);
  console.log(options.json ? line : [conditionsLine(before), "", ...texts, ...aims.map(aimLine), "", line].join("\n"));
}
