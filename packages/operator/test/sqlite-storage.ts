import { DatabaseSync, type SQLInputValue } from "node:sqlite";

type Binding = SqlStorageValue | Uint8Array;

function input(value: Binding): SQLInputValue {
  return value instanceof ArrayBuffer ? new Uint8Array(value) : value;
}

/** As a Durable Object gives it: a BLOB is an ArrayBuffer. */
function output(value: unknown): unknown {
  return value instanceof Uint8Array ? new Uint8Array(value).buffer : value;
}

/** Splits at semicolons: the tests' statements have none inside text. */
function statementsOf(query: string): string[] {
  return query.split(";").filter((one) => one.trim() !== "");
}

/**
 * A Durable Object's synchronous storage on Node's built-in SQLite, in memory or a file: SQL, nested transactions and the alarm,
 * to the extent that this package uses them. The edge's and the aggregator's tests run the same code on workerd.
 */
export function sqliteStorage(location = ":memory:"): DurableObjectStorage {
  const database = new DatabaseSync(location);
  let depth = 0;
  let alarm: number | null = null;

  function exec(query: string, ...bindings: Binding[]) {
    const statements = statementsOf(query);
    const last = statements.pop() ?? "";
    for (const statement of statements) database.exec(statement);
    const before = changes();
    const found = database.prepare(last).all(...bindings.map(input));
    const rows = found.map((row) => Object.fromEntries(Object.entries(row).map(([name, one]) => [name, output(one)])));
    return {
      rowsWritten: changes() - before,
      toArray: () => rows,
      one: () => {
        if (rows.length !== 1) throw new Error(`Expected exactly one result, but got ${rows.length}`);
        return rows[0];
      },
    };
  }

  function changes(): number {
    return Number(database.prepare("SELECT total_changes() AS changes").get()?.["changes"]);
  }

  function transactionSync<Result>(work: () => Result): Result {
    const name = `nested_${depth++}`;
    database.exec(`SAVEPOINT ${name}`);
    try {
      return work();
    } catch (error) {
      database.exec(`ROLLBACK TO ${name}`);
      throw error;
    } finally {
      database.exec(`RELEASE ${name}`);
      depth -= 1;
    }
  }

  const storage = {
    sql: { exec },
    transactionSync,
    getAlarm: async () => alarm,
    setAlarm: async (at: number) => {
      alarm = at;
    },
  };
  return storage as unknown as DurableObjectStorage;
}
