import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { claimPort, nextFreePort, PortTakenError, releasedPort } from "./port.ts";

const server = createServer();
afterEach(() => new Promise((resolve) => server.close(resolve)));

test("refuses a taken port by its number, and finds the next free one", async () => {
  const port = await claimPort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await expect(claimPort(port)).rejects.toThrow(new PortTakenError(port));
  await expect(claimPort(port)).rejects.toThrow(String(port));
  expect(await nextFreePort(port)).toBeGreaterThan(port);
});

test("waits for a port that another program releases", async () => {
  const port = await claimPort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const released = releasedPort(port).then(() => server.listening);
  await expect(claimPort(port)).rejects.toThrow(PortTakenError);
  server.close();
  expect(await released).toBe(false);
});
