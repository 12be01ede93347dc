import * as v from "valibot";

const micros = v.number();
const CallFrame = v.object({ url: v.optional(v.string(), "") });
const Node = v.object({ id: v.number(), parent: v.optional(v.number()), callFrame: CallFrame });
const Data = v.object({
  url: v.optional(v.string()),
  isMainFrame: v.optional(v.boolean()),
  startTime: v.optional(micros),
  timeDeltas: v.optional(v.array(micros)),
  cpuProfile: v.optional(
    v.object({ nodes: v.optional(v.array(Node), []), samples: v.optional(v.array(v.number()), []) }),
  ),
});

/** The used fields of a Chromium trace event. Times are in microseconds of one clock. */
export const TraceEvent = v.object({
  name: v.string(),
  ph: v.string(),
  pid: v.number(),
  tid: v.number(),
  ts: v.optional(micros, 0),
  /** Wall-clock and thread time. */
  dur: v.optional(micros, 0),
  tdur: v.optional(micros, 0),
  id: v.optional(v.string()),
  args: v.optional(v.object({ data: v.fallback(v.optional(Data), undefined), fileName: v.optional(v.string()) }), {}),
});
export type TraceEvent = v.InferOutput<typeof TraceEvent>;

/** A trace file. Events of other forms (there are hundreds) are ignored. */
export const Trace = v.pipe(
  v.object({ traceEvents: v.array(v.unknown()) }),
  v.transform(({ traceEvents }) =>
    traceEvents.flatMap((raw) => {
      const event = v.safeParse(TraceEvent, raw);
      return event.success ? [event.output] : [];
    }),
  ),
);

/** Trace categories that `mainThreadTasks` needs. */
export const TRACE_CATEGORIES = [
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "v8",
  "v8.execute",
  "disabled-by-default-v8.cpu_profiler",
  "__metadata",
];

/** A main-thread task of the page with the SDK's part, in milliseconds. */
export interface Task {
  /** Wall-clock duration. */
  readonly ms: number;
  /** Thread time, without time taken by other processes. */
  readonly ownMs: number;
  /** The SDK's part of each. */
  readonly sdkMs: number;
  readonly sdkOwnMs: number;
}

/** Work for a script outside its functions, such as compilation, which no sample contains. */
const COMPILING = new Set(["v8.compile", "v8.compileModule", "v8.produceCache", "v8.produceModuleCache"]);

interface Sample {
  readonly at: number;
  readonly isSdk: boolean;
}

/** Whether the running code, or the nearest calling code, is the SDK's. */
function samplesOf(events: readonly TraceEvent[], pid: number, tid: number, isSdk: (url: string) => boolean): Sample[] {
  const profiles = events.filter(({ name, ...event }) => name === "Profile" && event.pid === pid && event.tid === tid);
  return profiles.flatMap(({ id, args, ts }) => {
    const nodes = new Map<number, { readonly parent: number | undefined; readonly url: string }>();
    const ownerOf = (leaf: number): boolean => {
      for (let node = nodes.get(leaf); node; node = node.parent === undefined ? undefined : nodes.get(node.parent)) {
        if (node.url !== "") return isSdk(node.url);
      }
      return false;
    };
    let at = args.data?.startTime ?? ts;
    const chunks = events.filter((event) => event.name === "ProfileChunk" && event.pid === pid && event.id === id);
    return chunks.flatMap(({ args: { data } }) => {
      for (const node of data?.cpuProfile?.nodes ?? []) {
        nodes.set(node.id, { parent: node.parent, url: node.callFrame.url });
      }
      return (data?.cpuProfile?.samples ?? []).map((leaf, index) => {
        at += data?.timeDeltas?.[index] ?? 0;
        return { at, isSdk: ownerOf(leaf) };
      });
    });
  });
}

/** Index of the first entry of `sorted` that is not before `at`. */
function firstFrom<Item>(sorted: readonly Item[], at: number, timeOf: (item: Item) => number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = sorted[middle];
    if (item !== undefined && timeOf(item) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The main-thread tasks of every page of `origin`. The SDK's share of a task is the share of profiler samples whose nearest
 * script is the SDK's, so a page's callback that the SDK calls counts for the page. Compiling the SDK's scripts is added.
 */
export function mainThreadTasks(
  events: readonly TraceEvent[],
  origin: string,
  isSdk: (url: string) => boolean,
): Task[] {
  const isPage = ({ name, args }: TraceEvent) =>
    name === "CommitLoad" && args.data?.isMainFrame === true && args.data.url?.startsWith(origin) === true;
  const threads = new Map(events.filter(isPage).map(({ pid, tid }) => [`${pid} ${tid}`, { pid, tid }]));
  return [...threads.values()].flatMap(({ pid, tid }) => {
    const byTime = (a: TraceEvent, b: TraceEvent) => a.ts - b.ts;
    const own = events.filter((event) => event.pid === pid && event.tid === tid && event.ph === "X").sort(byTime);
    const compiling = own.filter(
      ({ name, args }) => COMPILING.has(name) && isSdk(args.data?.url ?? args.fileName ?? ""),
    );
    const samples = samplesOf(events, pid, tid, isSdk).sort((a, b) => a.at - b.at);
    return own.filter(({ name }) => name === "RunTask").map((task) => taskOf(task, samples, outermost(compiling)));
  });
}

/** Removes events inside other events, which would count twice. */
function outermost(sorted: readonly TraceEvent[]): TraceEvent[] {
  let end = Number.NEGATIVE_INFINITY;
  return sorted.filter(({ ts, dur }) => {
    if (ts + dur <= end) return false;
    end = ts + dur;
    return true;
  });
}

function taskOf({ ts, dur, tdur }: TraceEvent, samples: readonly Sample[], compiling: readonly TraceEvent[]): Task {
  const end = ts + dur;
  const within = samples.slice(
    firstFrom(samples, ts, ({ at }) => at),
    firstFrom(samples, end, ({ at }) => at),
  );
  const share = within.length === 0 ? 0 : within.filter(({ isSdk }) => isSdk).length / within.length;
  const compiled = compiling.slice(
    firstFrom(compiling, ts, (event) => event.ts),
    firstFrom(compiling, end, (event) => event.ts),
  );
  const sum = (time: (event: TraceEvent) => number) => compiled.reduce((total, event) => total + time(event), 0);
  return {
    ms: dur / 1_000,
    ownMs: tdur / 1_000,
    sdkMs: Math.min(dur, dur * share + sum((event) => event.dur)) / 1_000,
    sdkOwnMs: Math.min(tdur, tdur * share + sum((event) => event.tdur)) / 1_000,
  };
}
