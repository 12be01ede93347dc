import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { entryBundle } from "@sedge/transparency/tiles";
import { appendedTiles, bundlePath, tilePath } from "@sedge/transparency/tiles";
import { statementEntry } from "@sedge/transparency/device";
import type { Operators } from "../../transparency/test/operators.ts";

/** A log as files under their paths, of the entries that its operators have published. */
export class TiledLog {
  readonly operators: Operators;
  readonly entries: Uint8Array[] = [];
  readonly files = new Map<string, Uint8Array>();

  constructor(operators: Operators) {
    this.operators = operators;
  }

  /** Publishes the next statements, a day apart. */
  async publish(count: number): Promise<void> {
    for (let number = 0; number < count; number++) {
      const entry = statementEntry(await this.operators.publish());
      this.entries.push(new TextEncoder().encode(entry));
    }
    await this.write();
  }

  /** Adds an entry as it is. */
  async add(entry: string): Promise<void> {
    this.entries.push(new TextEncoder().encode(entry));
    this.operators.tree.append(new TextEncoder().encode(entry));
    await this.write();
  }

  /** Writes the checkpoint, and the tiles and bundles of its size. */
  async write(): Promise<void> {
    const { tree, checkpoint } = this.operators;
    this.files.set("checkpoint", new TextEncoder().encode(await this.operators.cosigned(checkpoint)));
    for (const tile of appendedTiles(0, tree.size)) {
      const { level, index, width } = tile;
      const hashes = Array.from({ length: width }, (_, at) => tree.node({ level: 8 * level, index: index * 256 + at }));
      this.files.set(tilePath(tile), Buffer.concat(hashes));
      if (level === 0)
        this.files.set(bundlePath(tile), entryBundle(this.entries.slice(index * 256, index * 256 + width)));
    }
  }

  /** Serves the files; `url` is the log's address. */
  async serve(): Promise<{ readonly url: string; readonly server: Server }> {
    const server = createServer((request, response) => {
      const file = this.files.get((request.url ?? "").slice(1));
      response.writeHead(file ? 200 : 404).end(file);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
  }
}
