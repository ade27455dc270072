import { latency } from "../measurement.ts";
import { execExperiment } from "../methods/exec.ts";
import { SYSCALL } from "../methods/families.ts";
import { latencyMetric, tailMetric } from "../metrics.ts";
import { hackbench, parseHackbench } from "../tools/hackbench.ts";
import { parsePayload } from "../tools/payload.ts";

type P = { readonly milliseconds: number; readonly wakeUps: number };

/** Many processes that talk to each other, and one that sleeps and must be woken in time. */
export const experiment = execExperiment<P>({
  id: "syscall.sched",
  version: 1,
  title:
    "Scheduling: hackbench, 40 processes over sockets; how late a thread that sleeps for 1 ms wakes",
  family: SYSCALL,
  tools: ["hackbench", "node", "payload", "busybox"],
  notes: {
    shows:
      "the scheduler under load (time of a message), and the lateness of a timer (median and p99), as cyclictest measures it",
    hides:
      "real-time scheduling: the sleeper has the ordinary class, whose timers may be 50 us late by design (timer slack). cyclictest itself wants CAP_SYS_NICE, which containers lack",
    published: "none to compare with: cyclictest's published figures are for real-time kernels",
  },
  noise: 0.15,
  scratchMiB: 0,
  params: {
    smoke: { milliseconds: 30, wakeUps: 50 },
    quick: { milliseconds: 300, wakeUps: 300 },
    standard: { milliseconds: 1000, wakeUps: 1000 },
    thorough: { milliseconds: 4000, wakeUps: 8000 },
  },
  seconds: (p) => p.milliseconds / 1000 + p.wakeUps / 1000 + 0.1,
  steps: (p) => [
    {
      name: "message",
      metrics: [latencyMetric("message")],
      command: hackbench(p.milliseconds, 1),
      parse: (stdout) => {
        const { ns, messages } = parseHackbench(stdout);
        return { measurements: [latency("message", ns)], work: messages };
      },
    },
    {
      name: "wake-up",
      metrics: [latencyMetric("wake-up"), tailMetric("wake-up.p99", "wake-up")],
      command: { argv: [{ tool: "node" }, { tool: "payload" }, "timer", String(p.wakeUps)] },
      parse: (stdout) => parsePayload("timer", ["wake-up", "wake-up.p99"], stdout),
    },
  ],
});
