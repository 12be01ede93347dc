export { isVouchedFor, vouch, type Voucher } from "./lib/voucher/voucher.ts";
