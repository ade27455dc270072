/** Servers and their clients, with a session that misbehaves as it is told. */
import { describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { APP } from "../../bench/methods/families.ts";
import { serveExperiment } from "../../bench/methods/serve.ts";
import { rateMetric } from "../../bench/metrics.ts";
import type { CpuTime, Image, LoadResult, Session, Target } from "../../bench/types.ts";

const never = new AbortController().signal;

const workload = serveExperiment<{ readonly seconds: number }>({
  id: "app.fake",
  version: 1,
  title: "",
  family: APP,
  tools: [],
  clients: [],
  protocol: "http",
  scratchMiB: 0,
  notes: { shows: "", hides: "", published: "" },
  params: {
    smoke: { seconds: 1 },
    quick: { seconds: 1 },
    standard: { seconds: 1 },
    thorough: { seconds: 1 },
  },
  seconds: (p) => p.seconds,
  server: () => ({ argv: ["server"] }),
  steps: () => [
    {
      name: "most",
      metrics: [rateMetric("rate")],
      command: { argv: ["client"] },
      parse: (stdout) => ({
        measurements: [{ metric: "rate", unit: "ops/s", clock: "guest", values: [+stdout] }],
        work: 4,
      }),
    },
  ],
});

const ok = (stdout: string): LoadResult => ({ stdout, stderr: "", exitCode: 0, hostNs: 1000 });

interface Behaviour {
  readonly serve?: () => void;
  readonly answer?: LoadResult;
  readonly client?: LoadResult;
}

function sessionOf({ serve, answer, client = ok("7") }: Behaviour) {
  const state = { stopped: 0, aborted: false, deadlinesMs: [] as number[] };
  let spent = 0;
  const session: Session = {
    ...{ facts: {}, lifecycle: [], stderrTail: () => "last words", footprint: () => undefined },
    ...{ exec: async () => ({ stdout: "", exitCode: 0, hostNs: 1 }) },
    ...{
      roundTripNs: async () => 1,
      clock: async () => ({ insideNs: 0, askedNs: 0, answeredNs: 0 }),
      close: async () => {},
      [Symbol.asyncDispose]: async () => {},
    },
    usage: () => undefined,
    hostCpu: (): CpuTime => {
      spent += 1000;
      return { usageNs: spent, userNs: 0, systemNs: 0 };
    },
    serve: async () => serve?.(),
    stopServing: async () => {
      state.stopped++;
    },
    load: (command, signal, { deadlineMs, onOutput }) => {
      state.deadlinesMs.push(deadlineMs);
      if (!command.argv.includes("await")) return Promise.resolve(client);
      onOutput?.();
      if (answer !== undefined) return Promise.resolve(answer);
      return new Promise((resolve, reject) => {
        const answered = () => {
          const atNs = process.hrtime.bigint();
          resolve(ok(`asking\n${JSON.stringify({ answeredNs: String(atNs) })}\n`));
        };
        const timer = setTimeout(answered, 30);
        signal.addEventListener("abort", () => {
          state.aborted = true;
          clearTimeout(timer);
          reject(new Error("interrupted"));
        });
      });
    },
  };
  return { session, state };
}

async function measure(session: Session) {
  const target = { id: "fake", open: async () => session } as unknown as Target;
  const subject = { id: "fake", roles: { target: "fake" }, at: {} };
  const bench = { image: {} as Image, cpus: [0], memoryMiB: 64, signal: never };
  const lab = new CellLab(bench, subject, new Map([["fake", target]]));
  const observed = await workload.run(lab, subject, workload.params.smoke);
  return observed.flatMap((one) => ("check" in one ? [] : [one]));
}

describe("a server and its clients", () => {
  it("give the time to the first answer, what clients found, and what it cost", async () => {
    const { session, state } = sessionOf({});
    const observed = await measure(session);
    const found = new Map(observed.map((one) => [one.metric, one]));
    expect([...found.keys()]).toEqual(["first-answer", "rate", "most.host-cpu"]);
    expect(found.get("first-answer")?.values[0]).toBeGreaterThan(20e6);
    // By the clients' clock, which is the host's.
    expect(found.get("rate")).toMatchObject({ values: [7], clock: "host" });
    expect(found.get("most.host-cpu")).toMatchObject({ values: [1000], at: { work: 4 } });
    // A server that fell silent must not hold a run up for minutes: these clients take a second.
    expect(state).toEqual({ stopped: 1, aborted: false, deadlinesMs: [90_000, 70_000] });
  });

  it("do not ask on when the server could not be started", async () => {
    const serve = () => {
      throw new Error("the instance died");
    };
    const { session, state } = sessionOf({ serve });
    await expect(measure(session)).rejects.toThrow("the instance died");
    expect(state.aborted).toBe(true);
  });

  it("fail, with their last words, when a client does", async () => {
    const client = { ...ok(""), exitCode: 1, stderr: "connection reset" };
    const { session, state } = sessionOf({ client });
    const failure = await measure(session).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "CLIENT_FAILED" });
    expect((failure as { stderrTail: string }).stderrTail).toMatch(
      /connection reset[\s\S]*last words/,
    );
    expect(state.stopped).toBe(1);
  });

  it("fail when there is no answer, or none that says when", async () => {
    const none = sessionOf({ answer: { ...ok("asking\n"), exitCode: 1 } });
    await expect(measure(none.session)).rejects.toMatchObject({ code: "NO_ANSWER" });
    const other = sessionOf({ answer: ok('asking\n{"answeredNs":12}\n') });
    await expect(measure(other.session)).rejects.toMatchObject({ code: "UNEXPECTED_OUTPUT" });
  });
});
