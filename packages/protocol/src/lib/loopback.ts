const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Whether a URL's host name is this machine itself: plain HTTP to it is safe, and it serves no visitors. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.includes(hostname);
}
