/** `npm run hostile`: attacks both Workers for any length of time, while people who do nothing wrong use them. */
import { usageOf } from "@sedge/connector/command-line";
import { progressLine } from "@sedge/connector/progress";
import { hostileOptions, USAGE } from "./hostile/hostile-options.ts";
import { type PartResult, playPart } from "./hostile/suite.ts";

async function main(): Promise<number> {
  let options: ReturnType<typeof hostileOptions>;
  try {
    options = hostileOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`sedge: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  if (options === "help") {
    console.log(usageOf("npm run hostile --", USAGE));
    return 0;
  }
  const results: PartResult[] = [];
  for (const part of options.parts) {
    const startedAt = Date.now();
    const show = (share: number) => {
      if (process.stderr.isTTY)
        process.stderr.write(`\r${progressLine(part, share, (Date.now() - startedAt) / 1_000)}`);
    };
    const result = await playPart(part, options, show);
    if (process.stderr.isTTY) process.stderr.write("\n");
    results.push(result);
    if (options.json) continue;
    console.log(
      `${part}: ${result.attacks} attacks, ${result.kills} kills, ${result.steps} steps of people, ${result.faults.length} faults`,
    );
    for (const fault of result.faults.slice(0, 20)) console.log(`  ${fault}`);
  }
  console.log(JSON.stringify({ hostile: { seed: options.seed, parts: results } }));
  return results.some(({ faults }) => faults.length > 0) ? 1 : 0;
}

process.exit(await main());
