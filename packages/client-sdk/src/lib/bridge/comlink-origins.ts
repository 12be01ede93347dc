import { expose, type TransferHandler, transferHandlers, wrap } from "comlink";

/** Origin of a message from a dedicated worker or a port: the empty string (HTML standard, message events). */
export const NO_ORIGIN = "";

/**
 * Comlink exposes a callback with origin `*`; this names the one origin that a port's messages have, so that a change of the
 * endpoint to one that others can post to is refused instead of obeyed.
 */
export function nameCallbackOrigins(): void {
  const standard = transferHandlers.get("proxy");
  if (!standard) return;
  const named: TransferHandler<object, MessagePort> = {
    canHandle: (value): value is object => standard.canHandle(value),
    serialize(value) {
      const { port1, port2 } = new MessageChannel();
      expose(value, port1, [NO_ORIGIN]);
      return [port2, [port2]];
    },
    deserialize(port) {
      port.start();
      return wrap(port);
    },
  };
  transferHandlers.set("proxy", named);
}
