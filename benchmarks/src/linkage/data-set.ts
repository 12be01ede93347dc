/** A public data set of people with errors and known matches. Used for measurement, never for training. */
export interface DataSet {
  readonly name: string;
  /** Inputs of `sedge resolve`, relative to the folder `linkage`. */
  readonly inputs: readonly string[];
  /** Column with the known person. */
  readonly truth: string;
  /** The person in the column's value. */
  readonly person: (truth: string) => string;
}

const itself = (truth: string) => truth;
/** For `rec-223-dup-0`: 223. */
const febrlPerson = (id: string) => /^rec-(\d+)-/.exec(id)?.[1] ?? id;
const febrl = (name: string, ...inputs: readonly string[]): DataSet => ({
  name,
  inputs,
  truth: "rec_id",
  person: febrlPerson,
});

export const DATA_SETS: readonly DataSet[] = [
  {
    name: "historical_50k",
    inputs: ["historical_figures_with_errors_50k.parquet"],
    truth: "cluster",
    person: itself,
  },
  febrl("febrl3", "febrl/febrl3.csv"),
  febrl("febrl4", "a=febrl/febrl4a.csv", "b=febrl/febrl4b.csv"),
  { name: "fake_1000", inputs: ["fake_1000.csv"], truth: "cluster", person: itself },
  {
    name: "channels 1–5",
    inputs: [1, 2, 3, 4, 5].map((channel) => `channel-${channel}=channels/channel-${channel}.csv`),
    truth: "id",
    person: itself,
  },
];
