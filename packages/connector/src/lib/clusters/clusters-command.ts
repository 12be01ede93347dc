import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { checkOutput } from "../files/output-file.ts";
import { replaceFileByLines } from "../files/replace-file-by-lines.ts";
import { type Call, noPositional, textOption } from "../options.ts";
import { asCommandError } from "../operators/operators-error.ts";
import { ConnectorClient } from "../operators/connector-client.ts";
import { neededOperators } from "../operators/operator-options.ts";
import type { Terminal } from "../terminal.ts";
import { exportClusters, type TokenCluster } from "./export-clusters.ts";
import { readCluster } from "./read-cluster.ts";

/** Clock differences below this are not reported, in seconds. */
const NOTABLE_OFFSET_SECONDS = 60;

/** `sedge clusters --channel CHANNEL … (--token TOKEN | --output FILE)`. @throws CommandError */
export async function clustersCommand(call: Call, { out, note }: Terminal): Promise<void> {
  noPositional(call);
  const wanted = wantedOf(call);
  const client = await ConnectorClient.of({ ...neededOperators(call), fetch });
  try {
    await asCommandError(async () => {
      if ("token" in wanted) return out(JSON.stringify(await readCluster(client, wanted.token)));
      const count = await replaceFileByLines(wanted.output, linesOf(exportClusters(client)));
      out(`${count} ${count === 1 ? "person" : "people"}: ${wanted.output}`);
    });
  } finally {
    const { offsetSeconds } = client.clock;
    if (Math.abs(offsetSeconds) >= NOTABLE_OFFSET_SECONDS) note(offsetLine(offsetSeconds));
  }
}

async function* linesOf(people: AsyncIterable<TokenCluster>): AsyncGenerator<string> {
  for await (const person of people) yield JSON.stringify(person);
}

function offsetLine(seconds: number): string {
  const way = seconds > 0 ? "behind" : "ahead of";
  return `This machine's clock is ${Math.abs(seconds)} s ${way} the edge's; what was signed says the edge's time.`;
}

/** Reads one person's cluster, or everybody's. @throws CommandError `bad-option` */
function wantedOf(call: Call): { readonly token: LinkToken } | { readonly output: string } {
  const [token, output] = [textOption(call, "token"), textOption(call, "output")];
  if ((token === undefined) === (output === undefined)) {
    throw new CommandError("bad-option", "pass either --token or --output.");
  }
  if (output !== undefined) {
    checkOutput(output, []);
    return { output };
  }
  const parsed = v.safeParse(LinkToken, token);
  if (parsed.success) return { token: parsed.output };
  throw new CommandError("bad-option", "--token takes a link token, 43 characters of base64url.");
}
