import { fromBase64url } from "@sedge/privacy/base64url";
import { isVouchedFor } from "@sedge/privacy/voucher";
import { type Manifest, ROUND_VOUCHER_PURPOSE, type Round, vouchedText } from "@sedge/protocol";

/** Whether the aggregator that the manifest names, and the page may have pinned, vouches for the round and its own keys in it. */
export function isVouched(site: string, round: Round, { prf }: Manifest): boolean {
  const { voucher } = round;
  const text = vouchedText(site, round);
  const bytes = { evaluated: fromBase64url(voucher.evaluated), proof: fromBase64url(voucher.proof) };
  return [prf, prf.previous].some(
    (epoch) => epoch && isVouchedFor(fromBase64url(epoch.aggregatorKey), ROUND_VOUCHER_PURPOSE, text, bytes),
  );
}
