/** The rules of CSV files, for usage texts. */
export const CSV_RULES = `CSV: UTF-8, the first row names the columns, cells quoted as RFC 4180 says; comma, semicolon or tab. Files up to 256 MiB,
rows up to 1 MiB. Invalid input fails with one sentence, "code: file, row, column", with exit code 2; a row is
named by the line that it starts on. Nothing is written then.`;
