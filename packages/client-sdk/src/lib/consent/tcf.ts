import type { Purpose } from "@sedge/protocol";
import { either, isFlag, isNumber, isText, maybe, oneOf, shape } from "../form.ts";

/** The part of a CMP's TCData that is read (IAB Tech Lab, CMP API v2 with TCF 2.3). */
interface TcData {
  readonly tcString?: string;
  readonly eventStatus?: string | null;
  readonly gdprApplies?: boolean | null;
  readonly listenerId?: number | null;
  readonly purpose?: { readonly consents?: object };
  readonly vendor?: { readonly consents?: object; readonly disclosedVendors?: object };
}

const consents = maybe(shape({}));
const isTcData = shape<TcData>({
  tcString: maybe(isText),
  eventStatus: either(isText, oneOf(null, undefined)),
  gdprApplies: either(isFlag, oneOf(null, undefined)),
  listenerId: either(isNumber, oneOf(null, undefined)),
  purpose: maybe(shape<NonNullable<TcData["purpose"]>>({ consents })),
  vendor: maybe(shape<NonNullable<TcData["vendor"]>>({ consents, disclosedVendors: consents })),
});

/** Events after which the consent string contains a decision. */
const DECIDED = ["tcloaded", "useractioncomplete"];

/**
 * Decision on Sedge's purposes in a CMP's callback; null if it contains none: the dialogue is still open, there is no
 * string, or the GDPR does not apply, which is no consent.
 *
 * - `classify`: TCF purpose 1 (store and access information on a device).
 * - `link`: also purposes 5 and 6 (create and use profiles to personalise content).
 * - `learn`: also purpose 9 (understand audiences through statistics).
 *
 * With a vendor ID, all purposes require consent for that vendor, and that the vendor was shown to the visitor
 * (`disclosedVendors`, mandatory since TCF 2.3). Without one, no recipient of data is named, so `link` and `learn` are
 * refused. Legitimate interest counts for nothing.
 */
export function tcfPurposes(data: unknown, vendorId: number | undefined): Purpose[] | null {
  if (!isTcData(data)) return null;
  const { tcString, eventStatus, gdprApplies, purpose, vendor } = data;
  if (!tcString || gdprApplies === false || !eventStatus || !DECIDED.includes(eventStatus)) return null;
  const has = (record: object = {}, id: number): boolean => Reflect.get(record, id) === true;
  const given = (...ids: number[]) => ids.every((id) => has(purpose?.consents, id));
  const isVendorGiven =
    vendorId !== undefined && has(vendor?.consents, vendorId) && has(vendor?.disclosedVendors, vendorId);
  if (!given(1) || (vendorId !== undefined && !isVendorGiven)) return [];
  const purposes: Purpose[] = ["classify"];
  if (isVendorGiven && given(5, 6)) purposes.push("link");
  if (isVendorGiven && given(9)) purposes.push("learn");
  return purposes;
}

/** Listens to the page's TCF platform. Returns the function that ends it. */
export function listenToTcf(
  window: Window & { readonly __tcfapi?: unknown },
  vendorId: number | undefined,
  seen: (purposes: Purpose[]) => void,
): () => void {
  let listenerId: number | undefined;
  const callback = (data: unknown) => {
    if (isTcData(data)) listenerId = data.listenerId ?? listenerId;
    const purposes = tcfPurposes(data, vendorId);
    if (purposes) seen(purposes);
  };
  const { __tcfapi: api } = window;
  if (typeof api === "function") api("addEventListener", 2, callback);
  return () => {
    if (listenerId !== undefined && typeof api === "function")
      api("removeEventListener", 2, () => undefined, listenerId);
  };
}
