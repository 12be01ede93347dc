import type { ShippedTabular } from "./shipped-tabular.ts";
import { TABULAR_PLAN } from "./tabular-plan.ts";

/** Customers of a telephone company who left (UCI 563). */
export const CHURN: ShippedTabular = {
  file: ["churn", "iranian_churn.csv"],
  separator: ",",
  labelColumn: "Churn",
  positive: "1",
  isDistinct: true,
  plan: {
    ...TABULAR_PLAN,
    name: "churn",
    hints: {
      "Call Failure": { label: "failed calls" },
      Complains: { label: "has complained" },
      "Subscription Length": { label: "months subscribed" },
      "Charge Amount": { label: "band of charges" },
      "Seconds of Use": { label: "seconds of calls" },
      "Frequency of use": { label: "calls" },
      "Frequency of SMS": { label: "text messages" },
      "Distinct Called Numbers": { label: "numbers called" },
      "Age Group": { label: "age group" },
      "Tariff Plan": { label: "kind of tariff" },
      Status: { label: "active or not" },
      Age: { label: "age" },
      "Customer Value": { label: "customer value" },
    },
    classLabels: { "0": "will stay", "1": "will leave" },
    studentRows: 16_000,
    student: { ...TABULAR_PLAN.student, epochs: 16 },
  },
};
