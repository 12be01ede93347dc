import type { ConsentPurpose } from "../public/consent.ts";
import type { Codeword, EdgeData, LedgerEntry, MyData } from "../public/my-data.ts";
import type { PrivacyBudget } from "../public/privacy-budget.ts";
import { isConsentState, isPurpose } from "../consent/consent-record.ts";
import { either, isAnything, isFlag, isNumber, isText, listOf, oneOf, shape } from "../form.ts";
import { clusterForms } from "./cluster-forms.ts";

const isCodeword = shape<Codeword>({ generation: isNumber, path: isText });
const isEdgeData = shape<EdgeData>({
  tokens: listOf(isText),
  edges: listOf(
    shape({
      a: isText,
      b: isText,
      kind: oneOf("strong", "fuzzy", "household"),
      weight: isNumber,
      operationId: isText,
      operations: listOf(isText),
      waterfall: listOf(shape({ field: isText, level: isText, weight: isNumber })),
    }),
  ),
  history: listOf(
    shape({
      operationId: isText,
      action: oneOf("link", "record", "unlink", "undo"),
      tokens: listOf(isText),
      at: isNumber,
      holds: isFlag,
      declined: listOf(shape({ weight: isNumber, reason: isText })),
    }),
  ),
  records: listOf(shape({ token: isText, channel: isText, fields: isAnything })),
  observations: listOf(shape({ token: isText, channel: isText, codeword: isCodeword })),
  knownBy: listOf(shape({ token: isText, channel: isText })),
  landingLinks: listOf(shape({ token: isText, until: isNumber })),
  receipts: listOf(
    shape({
      token: isText,
      receipt: shape<{ purposes: readonly ConsentPurpose[]; policyVersion: string; day: string }>({
        purposes: listOf(isPurpose),
        policyVersion: isText,
        day: isText,
      }),
    }),
  ),
  rounds: listOf(isText),
  journey: shape<EdgeData["journey"]>({
    seen: listOf(shape({ token: isText, channel: isText, at: isNumber })),
    transitions: listOf(shape({ from: isText, to: isText, times: isNumber })),
    fired: listOf(shape({ rule: isText, at: isNumber })),
    webhooks: listOf(shape({ token: isText, channel: isText, rule: isText })),
  }),
  assignment: either(shape(clusterForms), oneOf(null)),
});

const isLedger = listOf(
  shape<LedgerEntry>({
    id: isNumber,
    at: isNumber,
    method: oneOf("GET", "POST"),
    url: isText,
    body: isText,
    rows: listOf(oneOf(1, 2, 3, 4, 5)),
    purpose: isPurpose,
    microEpsilon: isNumber,
    status: isNumber,
  }),
);

/** Forms of the answers that a visitor or an auditor asks for. Loaded with the first such question: most pages hear none. */
export const DATA_REPLIES = {
  privacyBudget: shape<PrivacyBudget>({
    device: shape<PrivacyBudget["device"]>({
      limitMicroEpsilon: isNumber,
      spentMicroEpsilon: isNumber,
      leftMicroEpsilon: isNumber,
      periodSeconds: isNumber,
    }),
    site: either(
      shape<NonNullable<PrivacyBudget["site"]>>({
        accountant: isText,
        rounds: isNumber,
        epsilon: isNumber,
        delta: isNumber,
      }),
      oneOf(null),
    ),
    contribution: either(
      shape<NonNullable<PrivacyBudget["contribution"]>>({
        round: isText,
        state: oneOf("preparing", "sending", "received", "not-sent"),
        reason: either(isText, oneOf(null)),
        microEpsilon: isNumber,
      }),
      oneOf(null),
    ),
  }),
  ledger: isLedger,
  exportMyData: shape<MyData>({
    device: shape<MyData["device"]>({
      consent: isConsentState,
      session: isAnything,
      ledger: isLedger,
      outbox: listOf(isAnything),
      tokens: listOf(isText),
      learning: isAnything,
      journey: isAnything,
      remembered: isAnything,
    }),
    edge: either(isEdgeData, oneOf(null, "unavailable")),
  }),
};
