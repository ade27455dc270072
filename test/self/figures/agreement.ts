/** What isotax says of native, against the same command typed into a shell in the same control group, on the same CPUs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CellLab } from "../../../bench/campaign/lab.ts";
import { experiment as nginx } from "../../../bench/experiments/app.nginx.ts";
import { experiment as postgresql } from "../../../bench/experiments/app.postgresql.ts";
import { experiment as redis } from "../../../bench/experiments/app.redis.ts";
import { experiment as sysbench } from "../../../bench/experiments/cpu.sysbench.ts";
import { experiment as fio } from "../../../bench/experiments/disk.fio.ts";
import { experiment as iperf3 } from "../../../bench/experiments/network.iperf3.ts";
import { type ExecSpec, execExperiment } from "../../../bench/methods/exec.ts";
import { type ServeSpec, serveExperiment } from "../../../bench/methods/serve.ts";
import type { Steps } from "../../../bench/methods/steps.ts";
import { medianOf } from "../../../bench/stats/summary.ts";
import { type Experiment, type Params, SERVICE_PORT } from "../../../bench/types.ts";
import { run } from "../../../runners/host/process.ts";
import { sh } from "../../../runners/host/shell.ts";
import { locateServer, serverByName } from "../../../runners/images/servers.ts";
import { joinLines } from "../../../runners/kernel/cgroups.ts";
import { Launcher } from "../../../runners/launch/launcher.ts";
import { hostOutlet, type Outlet } from "../../../runners/network/lab.ts";
import { loadTargets } from "../../../runners/registry.ts";
import { figure, type Measure } from "../figure.ts";
import { type Bench, withBench } from "../peer.ts";

const ROUNDS = 10;
const PORT = SERVICE_PORT;
const SECONDS = 2;

/** A shell like native's, in a folder of its own, with an address for what it serves. */
interface Shell {
  readonly address: string;
  /** Runs a line, and returns what it printed. */
  type(line: string): Promise<string>;
  /** Runs a line that goes on, until `end`. */
  serve(line: string): Promise<void>;
  /** Runs a command where the clients are, on the harness's CPUs. */
  ask(line: string): Promise<string>;
}

interface Pair {
  readonly tool: string;
  isotax(bench: Bench): Promise<number>;
  byHand(shell: Shell): Promise<number>;
}

const PAIRS: readonly Pair[] = [
  {
    tool: "sysbench",
    isotax: (bench) => ofExec(bench, sysbench.spec, "primes", "primes", { seconds: SECONDS }),
    byHand: async ({ type }) =>
      numberIn(
        await type(`sysbench cpu --threads=1 --cpu-max-prime=10000 --time=${SECONDS} run`),
        /events per second: +([\d.]+)/,
      ),
  },
  {
    tool: "fio",
    isotax: (bench) =>
      ofExec(bench, fio.spec, "randread.qd32", "randread.qd32.iops", {
        milliseconds: SECONDS * 1000,
      }),
    byHand: async ({ type }) => {
      const file = "--thread --ioengine=libaio --direct=1 --filename=fio.dat --size=128m";
      await type(`fio ${file} --name=write --rw=write --bs=1M --end_fsync=1`);
      const random = `--rw=randread --bs=4k --iodepth=32 --time_based --runtime=${SECONDS}`;
      const text = await type(`fio ${file} --name=read ${random} --output-format=json`);
      return (JSON.parse(text) as { jobs: { read: { iops: number } }[] }).jobs[0]?.read.iops ?? 0;
    },
  },
  {
    tool: "iperf3",
    isotax: (bench) => ofServe(bench, iperf3.spec, "tcp.in", { seconds: SECONDS }),
    byHand: async ({ address, serve, ask }) => {
      await serve(`exec iperf3 --server --bind ${address} --port ${PORT}`);
      await ask(`iperf3 --client ${address} --port ${PORT} --bytes 1M`);
      const text = await ask(`iperf3 --client ${address} --port ${PORT} --time ${SECONDS} --json`);
      const { end } = JSON.parse(text) as { end: { sum_received: { bits_per_second: number } } };
      return end.sum_received.bits_per_second / 8;
    },
  },
  {
    tool: "redis-benchmark",
    isotax: (bench) =>
      ofServe(bench, redis.spec, "get.c50.requests", { milliseconds: SECONDS * 1000 }, "get.c50"),
    byHand: async ({ address, serve, ask }) => {
      const server = serverByName("redis-server");
      await serve(
        `exec ${server} --bind ${address} --port ${PORT} --protected-mode no --save "" --appendonly no`,
      );
      const client = `redis-benchmark -h ${address} -p ${PORT} -c 50 --csv`;
      await ask(`${client} -t set -n 200000`);
      return numberIn(await ask(`${client} -t get -n 200000`), /"GET","([\d.]+)"/);
    },
  },
  {
    tool: "wrk",
    isotax: (bench) => ofServe(bench, nginx.spec, "most.requests", { seconds: SECONDS }, "most"),
    byHand: async ({ address, type, serve, ask }) => {
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map((name) => `${name}_temp_path $PWD/temp;`)
        .join(" ");
      const http = `http { ${temporary} access_log off; keepalive_requests 1000000000; server { listen ${address}:${PORT}; root $PWD/html; } }`;
      await type(
        "mkdir -p html && head -c 1024 /dev/zero | tr '\\000' x >html/index.html && " +
          `echo "daemon off; user root; worker_processes 1; pid $PWD/pid; events { } ${http}" >nginx.conf`,
      );
      await serve(`exec ${locateServer("nginx")} -e stderr -p "$PWD" -c "$PWD/nginx.conf"`);
      return numberIn(
        await ask(`wrk -t 1 -c 20 -d ${SECONDS}s --latency http://${address}:${PORT}/`),
        /Requests\/sec: +([\d.]+)/,
      );
    },
  },
  {
    tool: "pgbench",
    isotax: (bench) =>
      ofServe(bench, postgresql.spec, "c1.transactions", { seconds: SECONDS }, "c1"),
    byHand: async ({ address, type, serve, ask }) => {
      const nobody =
        "setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps +dac_override --ambient-caps +dac_override";
      await type(
        `mkdir pg && chown 65534:65534 pg && ${nobody} ${locateServer("initdb")} -D "$PWD/pg" -U postgres -A trust --no-sync --no-locale --wal-segsize 1 && echo host all all 198.18.0.1/32 trust >>pg/pg_hba.conf`,
      );
      await serve(
        `exec ${nobody} ${locateServer("postgres")} -D "$PWD/pg" -h ${address} -p ${PORT} -c unix_socket_directories= -c dynamic_shared_memory_type=mmap -c shared_buffers=32MB -c huge_pages=off -c autovacuum=off`,
      );
      const client = `${locateServer("pgbench")} -h ${address} -p ${PORT} -U postgres`;
      await ask(`${client} -i -q -s 1 postgres`);
      const text = await ask(`${client} -c 1 -T ${SECONDS} -n postgres`);
      return numberIn(text, /^tps = ([\d.]+)/m);
    },
  },
];

export const measure: Measure = (say, signal) =>
  withBench(signal, async (bench) => {
    const figures = [];
    for (const { tool, isotax, byHand } of PAIRS) {
      say(`${tool}, by isotax and by hand`);
      const ratios: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        // Who comes first alternates: what drifts within a round favours neither.
        const first = round % 2 === 0 ? await isotax(bench) : undefined;
        const hand = await inShell(bench, byHand);
        ratios.push((first ?? (await isotax(bench))) / hand);
      }
      figures.push(
        figure({
          ...{ id: `agreement-${tool}`, unit: "off", better: "lower", bound: 0.03, n: ROUNDS },
          value: Math.abs(medianOf(ratios) - 1),
          about: `isotax's figure of native over that of the same command by hand: ${medianOf(ratios).toFixed(3)}, from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
        }),
      );
    }
    return figures;
  });

function ofExec<P extends Params>(
  bench: Bench,
  spec: ExecSpec<P>,
  stepName: string,
  metric: string,
  longer: Partial<P>,
): Promise<number> {
  const one = execExperiment({ ...spec, steps: only(spec.steps, stepName) });
  return ofExperiment(bench, one, metric, longer);
}

function ofServe<P extends Params>(
  bench: Bench,
  spec: ServeSpec<P>,
  metric: string,
  longer: Partial<P>,
  stepName = metric,
): Promise<number> {
  const one = serveExperiment({ ...spec, steps: only(spec.steps, stepName) });
  return ofExperiment(bench, one, metric, longer);
}

function only<P extends Params>(steps: Steps<P>, wanted: string): Steps<P> {
  return (p, size) => steps(p, size).filter(({ name }) => name === wanted);
}

/** Its figure of native, measured as a run measures it. */
async function ofExperiment<P extends Params>(
  { context, spec, signal }: Bench,
  experiment: Experiment<P>,
  metric: string,
  longer: Partial<P>,
): Promise<number> {
  const targets = await loadTargets(context, ["native"]);
  const subject = { id: "native", roles: { target: "native" }, at: {} };
  const lab = new CellLab(
    { ...spec, signal },
    subject,
    new Map(targets.map((target) => [target.id, target])),
  );
  try {
    const params = { ...experiment.params.standard, ...longer };
    const observed = await experiment.run(lab, subject, params);
    return metricOf(
      observed.flatMap((one) => ("check" in one ? [] : [one])),
      metric,
    );
  } finally {
    await lab.close();
  }
}

function metricOf(
  observed: readonly { metric: string; values: readonly number[] }[],
  wanted: string,
): number {
  const value = observed.find(({ metric }) => metric === wanted)?.values[0];
  if (value === undefined) throw new Error(`no ${wanted}`);
  return value;
}

function numberIn(text: string, pattern: RegExp): number {
  const value = Number(pattern.exec(text)?.[1]);
  if (!(value > 0)) throw new Error(`not found in what was printed: ${pattern}\n${text}`);
  return value;
}

/** What it serves is measured, not when. */
const SERVER_STARTS = `for i in $(seq 100); do bash -c "</dev/tcp/$0/${PORT}" && exec sleep 0.5; sleep 0.1; done; exit 1`;

async function inShell(
  { context, spec, signal }: Bench,
  work: (shell: Shell) => Promise<number>,
): Promise<number> {
  const folder = context.instanceFolder(context.instanceName("by-hand"));
  const outlet: Outlet = await hostOutlet(context);
  const setup = [
    ...joinLines(context.cgroups, await context.sizingCgroup(spec)),
    sh`cd ${folder.path}`,
  ];
  const launcher = await Launcher.start({ cpus: spec.cpus, context, setup });
  const output = join(folder.path, "output");
  try {
    return await work({
      address: outlet.address,
      type: async (line) => {
        const code = await launcher.run(sh`( eval ${line} ) </dev/null >output`);
        if (code !== 0) throw new Error(`${line}: exit code ${code}: ${launcher.stderrTail()}`);
        return readFileSync(output, "utf8");
      },
      serve: async (line) => {
        await launcher.run(sh`( eval ${line} ) </dev/null >/dev/null 2>&1 3>&- & true`);
        await run([...outlet.client, "sh", "-c", SERVER_STARTS, outlet.address], { signal });
      },
      ask: async (line) => (await run([...outlet.client, "sh", "-c", line], { signal })).stdout,
    });
  } finally {
    // With the launcher goes its process group, the server in it; what that has started follows.
    await launcher.close();
    await sleep(500);
    try {
      await folder.remove();
    } finally {
      await outlet.remove();
    }
  }
}
