/** What `read` gave, for a time; an answer that failed is asked for again. */
export function remembered<Value>(read: () => Promise<Value>, milliseconds: number): () => Promise<Value> {
  let known: { readonly value: Value; readonly until: number } | undefined;
  return async () => {
    if (!known || known.until <= Date.now()) known = { value: await read(), until: Date.now() + milliseconds };
    return known.value;
  };
}
