import type { DeviceErrorCode } from "./sedge-error-code.ts";
import { type DeviceErrorAdvice, ENVIRONMENT_ADVICE } from "./environment-advice.ts";

/** Every code of the device, for docs/errors.md. No product code imports this table: it costs a page no bytes. */
export const DEVICE_ERROR_ADVICE: Readonly<Record<DeviceErrorCode, DeviceErrorAdvice>> = {
  ...ENVIRONMENT_ADVICE,
  "aggregator-key-mismatch": {
    meaning: "The edge names another aggregator key than the one in the tag; nothing is linked.",
    cause: "The aggregator's keys rotated and the tag was not updated, or the edge is compromised.",
    fix: "Ask the aggregator's operator for its key, not the edge's, and update `data-aggregator-key`.",
  },
  "already-identified": {
    meaning: "The landing link was not used, because the visitor has signed in on this device.",
    cause: "A signed-in visitor opened a link from an e-mail.",
    fix: "Nothing to do: the sign-in is the stronger evidence.",
  },
  "already-started": {
    meaning: "The worker was started a second time.",
    cause: "Code other than the SDK's calls the worker.",
    fix: "Use `createClassifier` or the script tag only.",
  },
  "assignment-failed": {
    meaning: "Sedge could not ask the edge for the cluster; it uses the device's own cluster.",
    cause: "An unexpected failure inside Sedge.",
    fix: "Sedge tries again with the next event. If the error persists, report it.",
  },
  "bad-account": {
    meaning: "`account` is empty, too long, or contains control characters.",
    cause: "The page passed a placeholder or a whole record.",
    fix: "Pass the account's id as the site's other systems write it.",
  },
  "bad-answer": {
    meaning: "A response of the edge does not match the protocol.",
    cause: "A proxy or a captive portal answered, or the edge is of an incompatible version.",
    fix: "Check `data-endpoint`. The SDK retries on its own.",
  },
  "bad-consent": {
    meaning: "`consent.set` was called with an invalid choice.",
    cause: 'A value other than `"all"`, `"none"` or an object of booleans.',
    fix: "Pass `{ classify, link, learn }` with true or false.",
  },
  "bad-email": {
    meaning: "`email` is not an e-mail address.",
    cause: "An empty or half-typed field.",
    fix: "Pass the address after the form has been validated.",
  },
  "bad-event": {
    meaning: "A call of `track` or `page` has an invalid name or property; it was dropped.",
    cause: "A name with capitals or spaces, or a price that is not a number.",
    fix: "Use lower case, digits and hyphens, and pass numbers as numbers.",
  },
  "bad-landing-link": {
    meaning: "The landing link's token is not 22 characters of base64url, or was passed with other identifiers.",
    cause: "The mail system shortened or rewrote the link.",
    fix: "Keep the fragment of links unchanged, and pass the token alone.",
  },
  "bad-identifier": {
    meaning: "An identifier is not text of 1 to 320 characters.",
    cause: "A number, an object or an empty string was passed.",
    fix: "Pass text, or leave the field out.",
  },
  "bad-loyalty": {
    meaning: "`loyalty` is empty, too long, or contains control characters.",
    cause: "The page passed a placeholder or a whole record.",
    fix: "Pass the number as it is printed on the card.",
  },
  "bad-message": {
    meaning: "The app sent a bridge message that does not match its documented form.",
    cause: "A field is missing or of another type.",
    fix: "Compare the message with docs/webviews.md.",
  },
  "bad-option": {
    meaning: "An option of `createClassifier` or an attribute of the tag is missing or invalid; the message names it.",
    cause: "A misspelt value, or an endpoint without `https:`.",
    fix: "Correct the option; packages/client-sdk/README.md lists them all.",
  },
  "bad-phone": {
    meaning: "`phone` is not a phone number.",
    cause: "A national number without `data-country`, or a half-typed field.",
    fix: "Pass the number with its country code, or set `data-country`.",
  },
  "bad-proof": {
    meaning: "An operator's proof does not verify; its answer was discarded and nothing was linked.",
    cause: "The operator used another key than the one it published.",
    fix: "Ask both operators to compare the keys of the epoch in their consoles. The check cannot be switched off.",
  },
  "bad-rule": {
    meaning: "A rule of `personalize` or a `data-sedge-*` condition cannot be parsed; the message quotes it.",
    cause: "A misspelt subject, name or operator, a subject that only the edge knows, or an invalid selector.",
    fix: "Correct the rule; docs/conditions.md has the grammar.",
  },
  "bad-text": {
    meaning: "`classifyText` was called with an invalid text or option.",
    cause: "Something other than a string, or an unknown question.",
    fix: "Pass a string, and only documented options.",
  },
  "bridge-failed": {
    meaning: "The webview's bridge failed inside Sedge.",
    cause: "A bug.",
    fix: "Report it. The page continues without the app.",
  },
  "bridge-taken": {
    meaning: "A script of the page has connected to the app's bridge before Sedge.",
    cause: "Another script, possibly hostile, calls `sedgeHost`.",
    fix: "Find the script. Sedge continues without the app.",
  },
  "bridge-version": {
    meaning: "The app speaks another version of the bridge.",
    cause: "An old app, or an old page.",
    fix: "Update the app's `sedge-host.js`.",
  },
  "build-mismatch": {
    meaning: "sdk.js and worker.js or page-reader.js are of two builds; nothing is classified on this page.",
    cause: "Files of two builds are served together, for example from a cache or while a deployment is under way.",
    fix: "Deploy `dist/script` as a whole, clear the cache in front of it, and reload the page.",
  },
  "classification-failed": {
    meaning: "The visit could not be classified.",
    cause: "No model could be loaded, or an unexpected failure inside Sedge.",
    fix: "Sedge tries again with the next event. Check that the assets folder is complete.",
  },
  "code-unavailable": {
    meaning: "A part of Sedge that is loaded on demand could not be fetched.",
    cause: "No network, or an incomplete assets folder.",
    fix: "Serve all files of `dist/script`. The SDK tries again at the next use.",
  },
  "codebook-hash-mismatch": {
    meaning: "The site's codebook does not have the hash that the manifest names; it was refused.",
    cause: "A proxy altered the file, or the edge served another one.",
    fix: "Remove what alters the file. Sedge uses the last valid codebook until then.",
  },
  "codebook-refused": {
    meaning: "The site's codebook breaks a limit of the device, which the message names; it was refused.",
    cause: "The edge serves a codebook with too many leaves, or with counts that do not add up.",
    fix: "Serve a codebook that Sedge made. Sedge uses the last valid codebook until then.",
  },
  "contribution-failed": {
    meaning: "The device could not create its vote; the round continues without it.",
    cause: "The signed terms ask for a vote that the ballot does not fit.",
    fix: "Nothing to do. If it happens in every round, report it.",
  },
  "edge-unavailable": {
    meaning: "The edge's manifest cannot be read; Sedge uses the device's own cluster.",
    cause: "No network, a wrong `data-endpoint`, or a Content Security Policy without the edge in `connect-src`.",
    fix: "Correct the address or the policy. The SDK tries again on its own.",
  },
  "measurement-failed": {
    meaning: "Sedge could not measure the compute backends; the current one stays in use.",
    cause: "The GPU process ended, or the tab ran out of memory.",
    fix: "Nothing to do: Sedge tries again with the next event.",
  },
  "model-failed": {
    meaning: "A model could not answer; the others continue.",
    cause: "The backend failed while the model ran.",
    fix: "Exclude the backend with `data-without-backends` if it persists.",
  },
  "model-hash-mismatch": {
    meaning: "A model's file does not have the hash of its manifest; it was refused.",
    cause: "Files of two builds, or an altered file.",
    fix: "Deploy `dist/script` as a whole. Sedge uses the last valid model until then.",
  },
  "model-unavailable": {
    meaning: "A model's file could not be fetched.",
    cause: "No network, or an incomplete assets folder.",
    fix: "Serve all files of `dist/script`.",
  },
  "model-unreadable": {
    meaning: "The site's own intent model is not a text model of this version.",
    cause: "`data-intents` names another kind of model, or one trained by an older version.",
    fix: "Train it again with `sedge models train text` and update the hash.",
  },
  "network-failed": {
    meaning: "A request got no answer.",
    cause: "The device is offline, or a policy or extension blocks the request.",
    fix: "The SDK retries with growing delays.",
  },
  "no-codebook": {
    meaning: "There is no codebook, so there is no cluster.",
    cause: "The prior codebook is missing from the assets, or none could be fetched.",
    fix: "Serve all files of `dist/script`.",
  },
  "no-identifier": {
    meaning: "`identify` was called without an identifier.",
    cause: "All fields are undefined.",
    fix: "Pass `email`, `phone`, `loyalty` or `account`.",
  },
  "not-deleted": {
    meaning: "Local data could not be deleted.",
    cause: "Another tab of the site has the database open.",
    fix: "Close the other tabs and call `eraseMyData` again.",
  },
  "not-started": {
    meaning: "The worker was called before it was started.",
    cause: "Code other than the SDK's calls the worker.",
    fix: "Use `createClassifier` or the script tag only.",
  },
  "policy-unnamed": {
    meaning: "The page does not name its privacy text, so `link` and `learn` are refused.",
    cause: "The tag has no `data-policy`, or the options no `consent.policyVersion`.",
    fix: "Name the text that the visitor is shown, by the same name as the site has at the edge.",
  },
  "proof-unavailable": {
    meaning: "The page's function for proofs of control failed; Sedge continues without a proof.",
    cause: "It rejected, took longer than ten seconds, or gave something else than a JWT or null.",
    fix: "Answer with the JWT that your server signs (docs/proof-of-control.md), or with null for a visitor who is not signed in.",
  },
  "round-changed": {
    meaning: "The round's signed terms changed between ballot and vote; the device does not vote.",
    cause: "An operator changed the terms of a running round.",
    fix: "Ask both operators to compare the round in their consoles, to abandon it and to open another.",
  },
  "round-too-small": {
    meaning: "The round would open the sum of fewer than 500 people; the device does not vote.",
    cause: "The site's rules for rounds state a smaller `minPeople`.",
    fix: "Raise `minPeople` in the site's rules.",
  },
  "round-not-signed": {
    meaning: "The aggregator did not sign the round's terms; the device does not vote.",
    cause: "The edge altered the terms, or the two operators store different terms.",
    fix: "Ask both operators to compare the round in their consoles.",
  },
  "stale-consent": {
    meaning: "The app's decision is about another policy text than the page's.",
    cause:
      "`policyVersion` differs between app and page, or a `hello` repeats a decision after the page's text has changed.",
    fix: "Ask again in the app, with the page's policy version, and send `consent`.",
  },
  "statement-differs": {
    meaning:
      "The manifest says something else than the statement that it carries; it was refused, and the last good one is used.",
    cause:
      "The edge shows this device what it does not state to everybody: another key, codebook, k, tier or policy version.",
    fix: "Ask the edge's operator. To a device, a fault and an attack look the same.",
  },
  "statement-missing": {
    meaning: "The page pins the log's key, and the manifest carries no statement; nothing is linked.",
    cause:
      "An operator has no `LOG_SEED`, the aggregator has not signed a first statement yet, or the edge withholds it.",
    fix: "Set `LOG_SEED` at both operators (docs/log.md), or remove the log's key from `data-aggregator-key`.",
  },
  "statement-not-proven": {
    meaning:
      "The manifest's statement is not proven: the message names what fails. It was refused, and the last good one is used.",
    cause:
      "It is not signed by both operators, not in the log, or the log shrinks, forks or changes more than four times a day.",
    fix: "Run `sedge log verify` against the log. Where the log was lost or its key changed, the operators publish a succession (docs/log.md).",
  },
  stopped: {
    meaning: "The classifier was stopped.",
    cause: "The page called `stop()`.",
    fix: "Load the page again to start another.",
  },
  "storage-failed": {
    meaning: "The session could not be stored; it stays in memory until the page is left.",
    cause: "The disk is full, or the browser has blocked IndexedDB.",
    fix: "Nothing to do.",
  },
  "unknown-measurement": {
    meaning: "The round measures features that this version does not know; the device does not vote.",
    cause: "The SDK's files are older than the site's codebook.",
    fix: "Deploy the current `dist/script`.",
  },
  "unknown-method": {
    meaning: "`sedge(...)` was called with a method that does not exist.",
    cause: "A misspelt name.",
    fix: "Use a method that packages/client-sdk/README.md lists.",
  },
  "update-needed": {
    meaning: "This page runs older code than the edge or another tab. Queued operations are kept.",
    cause: "The page was open while a new version of Sedge was deployed, or its files come from an old cache.",
    fix: "Reload the page: the new code sends the queued operations. If the error persists, deploy the SDK's files; see docs/upgrading.md.",
  },
  "worker-blocked": {
    meaning: "The worker's address was refused by Trusted Types; Sedge runs on the page instead.",
    cause: "The page's `trusted-types` directive does not list the policy `sedge`.",
    fix: "Add `sedge` to `trusted-types`.",
  },
  "worker-failed": {
    meaning: "The worker could not be started, or ended.",
    cause:
      "A Content Security Policy without `worker-src`, a browser without module workers, or the browser ended the worker.",
    fix: "Allow the worker's origin in `worker-src`. The SDK starts it again where it can.",
  },
  "worker-unavailable": {
    meaning: "The classifier could not be loaded, neither in a worker nor on the page.",
    cause: "The files are there, and the page's policy or a blocker stops them.",
    fix: "Allow the files' origin in `script-src` and `worker-src`.",
  },
};
