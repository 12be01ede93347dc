/**
 * Rows of comma-separated text with quoting (RFC 4180): a cell in double quotes may hold commas, line breaks and doubled
 * quotes. The header is the first row. A last line without cells is no row.
 */
export function quotedRows(content: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  for (let match = cell.exec(content); match; match = cell.exec(content)) {
    const [, quoted, plain = "", end] = match;
    if (end === "" && row.length === 0 && quoted === undefined && plain === "") break;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
    if (end === "") break;
  }
  return rows;
}
