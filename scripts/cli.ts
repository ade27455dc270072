/** The command line: argv in, exit code out. Everything else is in commands/. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { IsotaxError, messageOf, originOf } from "../bench/errors.ts";
import { cleanCommand } from "./commands/clean.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { listCommand } from "./commands/list.ts";
import { reportCommand } from "./commands/report.ts";
import { isAbort, runCommand } from "./commands/run.ts";
import { setupCommand } from "./commands/setup.ts";
import { EXIT_INTERRUPTED } from "./interrupts.ts";
import { suggestion } from "./names.ts";
import { DEFAULTS, PROFILES } from "./options.ts";
import { VERSION } from "./version.ts";

const EXIT_USAGE = 2;

function wholeNumber(minimum: number, maximum: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${minimum} to ${maximum}.`);
  };
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

const program = new Command("isotax")
  .description("Measures what isolation costs: native, containers and VMs, on this machine.")
  .version(VERSION)
  .showHelpAfterError("(isotax --help shows what there is)")
  .exitOverride();

/** Commands set it; 0 unless they say otherwise. */
let exitCode = 0;
function command<A extends unknown[]>(work: (...args: A) => Promise<number>) {
  return async (...args: A) => {
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
    "only these workloads, comma-separated: ids, resources (cpu, disk, ...), main or all",
  )
  .option("-r, --rounds <n>", "rounds, instead of the profile's", wholeNumber(1, 10_000))
  .option("-s, --seed <n>", "seed of the order", wholeNumber(0, 2 ** 31 - 1))
  .option("-o, --out <dir>", "folder to write (default: results/RUN-ID)")
  .option("--resume [dir]", "go on with an interrupted run (default: --out, or the latest)")
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
  .option("--json", "print the run's folder and status as JSON instead of tables", false)
  .action(command(runCommand));

program
  .command("doctor")
  .description("say which targets and workloads are ready, and what the others lack")
  .option("--json", "machine-readable", false)
  .option("-t, --targets <ids>", "only these targets")
  .action(command(doctorCommand));

program
  .command("setup")
  .description("install and build what runs need, and measure nothing")
  .option("-t, --targets <ids>", "only for these targets")
  .option("-w, --workloads <ids>", "only for these workloads")
  .option("--guest-kernel <path>", "kernel for VMs, instead of the distribution's")
  .option("--no-install", "install and download nothing")
  .option("--for-tests", "also what the project's own tests need", false)
  .action(command(setupCommand));

program
  .command("report")
  .description("make the reports of a run folder again")
  .argument("<dir>", "a folder that `isotax run` wrote")
  .action(command(reportCommand));

program
  .command("list")
  .description("list the run folders below a folder")
  .argument("[dir]", "where to look", "results")
  .option("--json", "machine-readable", false)
  .action(command(listCommand));

program
  .command("clean")
  .description("remove what dead runs left behind, and only that")
  .option("--cache", "also the images, kernels and Docker data that can be made again", false)
  .action(command(cleanCommand));

async function main(): Promise<number> {
  if (process.platform !== "linux") {
    throw new IsotaxError(
      "NOT_LINUX",
      `isotax measures Linux; this is ${process.platform}`,
      "run it on a Linux machine or in a Linux VM",
    );
  }
  await program.parseAsync();
  return exitCode;
}

function exitCodeOf(thrown: unknown): number {
  const error = originOf(thrown);
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (isAbort(error)) {
    process.stderr.write("interrupted\n");
    return EXIT_INTERRUPTED;
  }
  process.stderr.write(`${pc.red("error:")} ${messageOf(error)}\n`);
  if (error instanceof IsotaxError) process.stderr.write(`  -> ${error.remedy}\n`);
  else if (error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
  return EXIT_USAGE;
}

// A reader that goes away (`| head`, a closed terminal) must not end a run without its clean-up.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

process.exitCode = await main().catch(exitCodeOf);
