/** The command line: argv in, exit code out. Everything else is in commands/. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { parseShard, type Shard } from "../bench/campaign/shard.ts";
import { IsotaxError, originOf } from "../bench/errors.ts";
import { suggestion } from "../bench/names.ts";
import { VERSION } from "../bench/version.ts";
import { EXPORTS } from "../reports/exports/index.ts";
import { errorAnnotation } from "../reports/gate/annotations.ts";
import { DEFAULTS, GATE_DEFAULTS, PROFILES } from "./defaults.ts";
import { EXIT_FAILED, enter, failed, inWords, isAbort } from "./enter.ts";
import { print, tell, tellRunner } from "./terminal.ts";
import { parseShare, parseTime } from "./units.ts";

function wholeNumber(minimum: number, maximum: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${minimum} to ${maximum}.`);
  };
}

function share(text: string): number {
  const value = parseShare(text);
  if (value !== undefined) return value;
  throw new InvalidArgumentError("Expected a share, such as 5% or 0.05.");
}

function time(text: string): number {
  const value = parseTime(text);
  if (value !== undefined) return value;
  throw new InvalidArgumentError("Expected a time, such as 90s, 10m or 1h.");
}

function shard(text: string): Shard {
  const parsed = parseShard(text);
  if (parsed !== undefined) return parsed;
  throw new InvalidArgumentError("Expected i/n, such as 2/3: the second of three shards.");
}

function profileOption(): Option {
  const names = Object.keys(PROFILES);
  const about = Object.entries(PROFILES)
    .map(([name, { rounds, catalogueRounds, about }]) => {
      const others =
        catalogueRounds < rounds ? ` (${catalogueRounds} with more than the main workloads)` : "";
      return `${name}: ${rounds} round(s)${others}, ${about}`;
    })
    .join("; ");
  return new Option(
    "-p, --profile <name>",
    `how much to measure. ${about} (default: ${DEFAULTS.profile})`,
  ).argParser((name: string) => {
    if (names.includes(name)) return name;
    throw new InvalidArgumentError(
      `Unknown profile "${name}"${suggestion(name, names)} Known: ${names.join(", ")}.`,
    );
  });
}

function configOption(): Option {
  return new Option("-c, --config <file>", "configuration (default: isotax.config.{ts,js,json})");
}

/** The text of --help or --version. It is printed like other results, since that may fail. */
const help: string[] = [];

const program = new Command("isotax")
  .description("Measures what isolation costs: native, containers and VMs, on this machine.")
  .version(VERSION)
  .showHelpAfterError("(isotax --help lists commands and options)")
  .configureOutput({ writeOut: (text) => help.push(text), writeErr: (text) => tell(text) })
  .exitOverride();

/** The exit code of the command that ran. */
let exitCode = 0;
/** A command is loaded when it runs, since `--help` needs none of them. */
function command<A extends unknown[]>(load: () => Promise<(...args: A) => Promise<number>>) {
  return async (...args: A) => {
    const work = await load();
    exitCode = await work(...args);
  };
}

program
  .command("run")
  .description("measure, and write a folder with raw samples and reports")
  .addOption(profileOption())
  .option("-t, --targets <ids>", "only these targets, comma-separated")
  .option(
    "-w, --workloads <ids>",
    "only these workloads, comma-separated: ids, families (cpu, disk, ...), main or all",
  )
  .option("-r, --rounds <n>", "rounds, instead of the profile's", wholeNumber(1, 10_000))
  .option(
    "--precision <share>",
    "measure until no interval reaches further than this to either side, such as 2%; at most --rounds (1000)",
    share,
  )
  .option("-b, --budget <time>", "begin no round that would end after this time, such as 10m", time)
  .option("-s, --seed <n>", "seed of the order", wholeNumber(0, 2 ** 31 - 1))
  .option(
    "--shard <i/n>",
    "only the i-th of n parts of the workloads, for as many machines of one kind (isotax merge)",
    shard,
  )
  .option("-o, --out <dir>", "folder to write (default: results/RUN-ID)")
  .option(
    "--resume [dir]",
    "go on with an interrupted run (default: --out, or the latest); --targets confirms commands and paths among its targets",
  )
  .option(
    "--cpus <n>",
    `CPUs that each target gets (default: ${DEFAULTS.cpus})`,
    wholeNumber(1, 1024),
  )
  .option(
    "--memory <MiB>",
    `memory that each target gets (default: ${DEFAULTS.memoryMiB})`,
    wholeNumber(256, 1 << 20),
  )
  .option("--guest-kernel <path>", "kernel for VMs, instead of the distribution's")
  .option("--no-install", "install and download nothing; measure what can be")
  .option("--no-open", "do not open the report in a browser")
  .addOption(configOption())
  .option("--json", "print the run's folder and status as JSON instead of tables", false)
  .action(command(async () => (await import("./commands/run.ts")).runCommand));

program
  .command("gate")
  .description("say whether something got worse: HEAD against BASE, or against other runs")
  .argument("[base]", "a target, such as crun or oci:./base/crun or 'command:./base/run.sh'")
  .argument("[head]", "the target to be judged")
  .addOption(profileOption())
  .option(
    "-w, --workloads <ids>",
    `what to measure (default: ${GATE_DEFAULTS.workloads}); as for run`,
  )
  .option(
    "-m, --margin <share>",
    "how much worse is allowed, such as 2% (default: 5%, VMs 10%)",
    share,
  )
  .option(
    "-b, --budget <time>",
    `time to decide in, such as 90s or 10m (default: ${GATE_DEFAULTS.budgetMs / 60_000}m)`,
    time,
  )
  .option(
    "-r, --rounds <n>",
    `rounds at most (default: ${GATE_DEFAULTS.rounds}); fewer if that is enough`,
    wholeNumber(3, 10_000),
  )
  .addOption(
    new Option(
      "--inconclusive <verdict>",
      "how a gate that could not decide ends (default: with exit code 3)",
    ).choices(["pass", "fail"]),
  )
  .option("--baseline <dir>", "measure as this run did, and compare the ratios to native")
  .option(
    "-t, --targets <ids>",
    "with --baseline or --history: confirm the commands and paths among that run's targets",
  )
  .option("--history <dir>", "measure as the newest run in it did, and compare with all of them")
  .option("--anchor <dir>", "with --history: also look for a slow drift away from this run")
  .option(
    "--accept <run-ids>",
    "with --history: ids of runs, comma-separated, from which on what got worse is accepted",
  )
  .option("--run <dir>", "judge this run instead of measuring; alone: as its own gate judged it")
  .option("--self-test [target]", "check that the gate sees known slowdowns on this machine")
  .addOption(configOption())
  .option("-s, --seed <n>", "seed of the order", wholeNumber(0, 2 ** 31 - 1))
  .option("-o, --out <dir>", "folder to write (default: results/RUN-ID)")
  .option(
    "--cpus <n>",
    `CPUs that each side gets (default: ${DEFAULTS.cpus})`,
    wholeNumber(1, 1024),
  )
  .option(
    "--memory <MiB>",
    `memory that each side gets (default: ${DEFAULTS.memoryMiB})`,
    wholeNumber(256, 1 << 20),
  )
  .option("--guest-kernel <path>", "kernel for VMs, instead of the distribution's")
  .option("--no-install", "install and download nothing")
  .option("--json", "print the verdict as JSON", false)
  .action(command(async () => (await import("./commands/gate.ts")).gateCommand));

program
  .command("doctor")
  .description("say which targets and workloads are ready, and what the others lack")
  .option("--json", "machine-readable", false)
  .option("-t, --targets <ids>", "only these targets")
  .action(command(async () => (await import("./commands/doctor.ts")).doctorCommand));

program
  .command("setup")
  .description("install and build what runs need, and measure nothing")
  .option("-t, --targets <ids>", "only for these targets")
  .option("-w, --workloads <ids>", "only for these workloads")
  .option("--guest-kernel <path>", "kernel for VMs, instead of the distribution's")
  .option("--no-install", "install and download nothing")
  .addOption(configOption())
  .option("--for-tests", "also what the project's own tests need", false)
  .action(command(async () => (await import("./commands/setup.ts")).setupCommand));

program
  .command("report")
  .description("make the reports of a run folder again")
  .argument("<dir>", "a folder that `isotax run` wrote")
  .action(command(async () => (await import("./commands/report.ts")).reportCommand));

program
  .command("merge")
  .description("make one run folder of all shards of a plan (isotax run --shard)")
  .argument("<dirs...>", "the folders of the shards, in any order")
  .requiredOption("-o, --out <dir>", "folder to write")
  .action(command(async () => (await import("./commands/merge.ts")).mergeCommand));

program
  .command("compare")
  .description("compare two runs, or two targets of one run; nothing is measured")
  .argument("<dir>", "a run folder")
  .argument("<others...>", "another run folder, or two targets: BASE HEAD")
  .option("-m, --margin <share>", "how much worse is allowed (default: 5%, VMs 10%)", share)
  .addOption(configOption())
  .option("--json", "machine-readable", false)
  .action(command(async () => (await import("./commands/compare.ts")).compareCommand));

program
  .command("export")
  .description("print a run in the format of another tool")
  .argument("<dir>", "a run folder")
  .requiredOption(
    "-f, --format <name>",
    `one of: ${EXPORTS.map(({ format }) => format).join(", ")}`,
  )
  .option("-o, --out <file>", "write to this file instead")
  .action(command(async () => (await import("./commands/export.ts")).exportCommand));

program
  .command("list")
  .description("list the run folders below a folder")
  .argument("[dir]", "where to look", "results")
  .option("--json", "machine-readable", false)
  .action(command(async () => (await import("./commands/list.ts")).listCommand));

program
  .command("clean")
  .description("remove what dead runs left behind, and only that")
  .option("--cache", "also remove images, kernels and Docker data, which can be made again", false)
  .action(command(async () => (await import("./commands/clean.ts")).cleanCommand));

async function main(): Promise<number> {
  if (process.platform !== "linux") {
    throw new IsotaxError(
      "NOT_LINUX",
      `isotax measures Linux; this is ${process.platform}`,
      "run it on a Linux machine or in a Linux VM",
    );
  }
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // commander has printed the message.
    if (error.exitCode !== 0) return EXIT_FAILED;
    await print(help.join(""));
  }
  return exitCode;
}

/** A gate without a verdict says so beside the pull request too. */
function endWith(thrown: unknown): number {
  const error = originOf(thrown);
  if (isAbort(error) || process.env["GITHUB_ACTIONS"] !== "true" || process.argv[2] !== "gate") {
    return failed(error);
  }
  const told = inWords(error);
  const code = failed(told);
  tellRunner(errorAnnotation(told.message));
  return code;
}

await enter(main, endWith);
