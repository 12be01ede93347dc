import { createHash } from "node:crypto";
import { Assignment, Codebook, Manifest, PROTOCOL_VERSION } from "@sedge/protocol";
import * as v from "valibot";
import { expectStatus, jsonCheck } from "./answer-check.ts";
import type { Cell } from "./cell.ts";
import type { BenchSite } from "./bench-site.ts";

/** An idempotent request: a few different ones are repeated. */
const always = (name: string, about: string, batch: Cell["batch"]): Cell => ({ name, about, repeat: true, batch });

const Healthy = v.object({
  status: v.literal("ok"),
  protocolVersion: v.literal(PROTOCOL_VERSION),
  aggregator: v.literal("ok"),
});

/** Endpoints without signature or change, except the PRF. */
export function publicCells({ paths, manifest, receipt, codewords }: BenchSite): readonly Cell[] {
  const { sha256 } = manifest.codebook;
  const isNamed = (body: Buffer) => createHash("sha256").update(body).digest("hex") === sha256;
  let verified: Buffer | undefined;
  return [
    always("healthz", "also calls the aggregator", async () => ({
      requests: [{ method: "GET", path: "/healthz" }],
      check: jsonCheck(Healthy),
    })),
    always("manifest", "", async () => ({
      requests: [{ method: "GET", path: paths.manifest }],
      check: jsonCheck(Manifest, ({ codebook }) => codebook.sha256 === sha256),
    })),
    always("codebook, 200", "all of it", async () => ({
      requests: [{ method: "GET", path: paths.codebook }],
      check: jsonCheck(Codebook, (_, { body }) => {
        if (body === verified) return true;
        verified = body;
        return isNamed(body);
      }),
    })),
    always("codebook, 304", "cached by the visitor", async () => ({
      requests: [{ method: "GET", path: paths.codebook, headers: { "if-none-match": `"${sha256}"` } }],
      check: (exchange) => expectStatus(exchange, 304),
    })),
    always("assignment, unsigned", "nothing is stored", async () => ({
      requests: codewords.map((codeword) => ({
        method: "POST",
        path: paths.assignment,
        body: JSON.stringify({ channel: "web", codeword, receipt }),
      })),
      check: jsonCheck(Assignment, ({ generation }) => generation === manifest.codebook.generation),
    })),
  ];
}
