export { codesOf, TAXONOMY, taxonomyTable, type TaxonomyEntry } from "./lib/taxonomy/taxonomy.ts";
