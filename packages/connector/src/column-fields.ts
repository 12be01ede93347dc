export { COLUMN_FIELDS, type ColumnField } from "./lib/rows/column-name.ts";
