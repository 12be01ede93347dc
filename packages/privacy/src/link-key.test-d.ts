import { deriveLinkKeys, type LinkKeys, signMessage, verifyMessage } from "./link-key.ts";
import { normaliseIdentifier, prfInput } from "./identifier.ts";

declare const keys: LinkKeys;

// @ts-expect-error A token is parsed at the border, not any string.
void verifyMessage("token", "message", "signature");
// @ts-expect-error The token alone signs nothing.
void signMessage({ token: keys.token }, "message");
// @ts-expect-error Keys come from a PRF output, never from the identifier itself.
void deriveLinkKeys("jane@example.com", "demo", 1);
// @ts-expect-error Only strong identifiers have keys.
normaliseIdentifier("name", "Jane Doe");
// @ts-expect-error The kind comes before the value.
prfInput("demo", "jane@example.com", "email");
