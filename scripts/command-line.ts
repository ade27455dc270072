/** The commands, their options, and the texts of --help. */
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { parseShard, type Shard } from "../bench/campaign/shard.ts";
import { nearTo } from "../bench/names.ts";
import type { ProfileName } from "../bench/types.ts";
import { VERSION } from "../bench/version.ts";
import { EXPORT_FORMATS } from "../reports/exports/formats.ts";
import { TAGS } from "../reports/text/languages.ts";
import { t } from "../reports/text/message.ts";
import { helpWords, SpokenCommand } from "./commander.ts";
import { SHELLS } from "./completion/shells.ts";
import { DEFAULTS, GATE_DEFAULTS, MOST_INSTANCES, MOST_ROUNDS, PROFILES } from "./defaults.ts";
import { parseLanguages } from "./language.ts";
import { parseShare, parseTime } from "./units.ts";

const CHART_FORMATS = ["svg", "png", "svg,png"] as const;
const THEMES = ["light", "dark"] as const;
/** In which form the first configuration is written. */
const CONFIG_FORMATS = ["ts", "json"] as const;

/** How a gate that could not decide may end. */
const VERDICTS = ["pass", "fail"] as const;

function wholeNumber(minimum: number, maximum: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(
      t("help.expected-whole-number", { least: minimum, most: maximum }),
    );
  };
}

function share(text: string): number {
  const value = parseShare(text);
  if (value !== undefined) return value;
  throw new InvalidArgumentError(t("help.expected-share"));
}

function time(text: string): number {
  const value = parseTime(text);
  if (value !== undefined) return value;
  throw new InvalidArgumentError(t("help.expected-time"));
}

function shard(text: string): Shard {
  const parsed = parseShard(text);
  if (parsed !== undefined) return parsed;
  throw new InvalidArgumentError(t("help.expected-shard"));
}

/** It stands in links, so it ends with a slash. */
function address(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError(t("help.expected-address"));
  }
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}

function oneOf(choices: readonly string[]) {
  return (text: string): string => {
    if (choices.includes(text)) return text;
    throw new InvalidArgumentError(t("help.expected-choice", { choices }));
  };
}

function profileOption(): Option {
  const known = Object.keys(PROFILES) as ProfileName[];
  const profiles = known.map((name) => t("help.profile", { name, ...PROFILES[name] }));
  const about = t("help.option-profile", { profiles, standard: DEFAULTS.profile });
  return new Option("-p, --profile <name>", about).argParser((profile: string) => {
    if (known.some((name) => name === profile)) return profile;
    const near = nearTo(profile, known);
    throw new InvalidArgumentError(t("help.unknown-profile", { profile, near, known }));
  });
}

/** It is read before: see language.ts. Here it is explained, and refused where it is unknown. */
function languageOption(): Option {
  return new Option("--lang <tags>", t("help.option-lang", { known: TAGS })).argParser(
    (tags: string) => {
      if (parseLanguages(tags) !== undefined) return tags;
      throw new InvalidArgumentError(t("help.expected-languages", { known: TAGS }));
    },
  );
}

function configOption(): Option {
  return new Option("-c, --config <file>", t("help.option-config"));
}

function configLanguageOption(): Option {
  return new Option("-c, --config <file>", t("help.option-config-language"));
}

interface Ends {
  /** Takes the text of --help or --version. */
  told(text: string): void;
  /** Takes what is wrong with the words. */
  refused(text: string): void;
  /** Takes the exit code of the command that ran. */
  ended(exitCode: number): void;
}

/** The command line, in the language that was chosen. Errors: commander's, as exceptions. */
export function commandLine({ told, refused, ended }: Ends): Command {
  /** A command is loaded when it runs, since `--help` needs none of them. */
  function command<A extends unknown[]>(load: () => Promise<(...args: A) => Promise<number>>) {
    return async (...args: A) => {
      const work = await load();
      ended(await work(...args));
    };
  }

  /** The same of a command that needs nothing of the configuration but its language. */
  function reading<A extends unknown[]>(load: () => Promise<(...args: A) => Promise<number>>) {
    const work = command(load);
    return async (...args: A) => {
      const self = args.at(-1) as Command;
      await (await import("./config-language.ts")).useLanguageOf(self.opts()["config"]);
      await work(...args);
    };
  }

  const program = new SpokenCommand("isotax")
    .description(t("help.about"))
    .version(VERSION, "-V, --version", t("help.show-version"))
    .addOption(languageOption())
    .helpOption("-h, --help", t("help.show-help"))
    .helpCommand("help [command]", t("help.show-help"))
    .configureHelp(helpWords())
    .showHelpAfterError(t("help.hint"))
    .configureOutput({ writeOut: told, writeErr: refused })
    .exitOverride();

  program
    .command("run")
    .description(t("help.run"))
    .addOption(profileOption())
    .option("-t, --targets <ids>", t("help.run-targets"))
    .option("-w, --workloads <ids>", t("help.run-workloads"))
    .option("--claims [ids]", t("help.run-claims"))
    .option("-r, --rounds <n>", t("help.run-rounds"), wholeNumber(1, 10_000))
    .option("--precision <share>", t("help.run-precision", { mostRounds: MOST_ROUNDS }), share)
    .option("-b, --budget <time>", t("help.run-budget"), time)
    .option("-s, --seed <n>", t("help.option-seed"), wholeNumber(0, 2 ** 31 - 1))
    .option("--shard <i/n>", t("help.run-shard"), shard)
    .option("-o, --out <dir>", t("help.option-out"))
    .option("--resume [dir]", t("help.run-resume"))
    .option("--cpus <n>", t("help.run-cpus", { cpus: DEFAULTS.cpus }), wholeNumber(1, 1024))
    .option(
      "--memory <MiB>",
      t("help.run-memory", { memoryMiB: DEFAULTS.memoryMiB }),
      wholeNumber(256, 1 << 20),
    )
    .option(
      "--most <n>",
      t("help.run-most", { most: MOST_INSTANCES }),
      wholeNumber(1, MOST_INSTANCES),
    )
    .option("--guest-kernel <path>", t("help.option-guest-kernel"))
    .option("--image <from>", t("help.option-image"))
    .option("--no-install", t("help.run-no-install"))
    .option("--no-open", t("help.run-no-open"))
    .addOption(configOption())
    .option("--strict", t("help.run-strict"), false)
    .option("--json", t("help.run-json"), false)
    .action(command(async () => (await import("./commands/run.ts")).runCommand));

  program
    .command("gate")
    .description(t("help.gate"))
    .argument("[base]", t("help.gate-base"))
    .argument("[head]", t("help.gate-head"))
    .addOption(profileOption())
    .option(
      "-w, --workloads <ids>",
      t("help.gate-workloads", { workloads: GATE_DEFAULTS.workloads }),
    )
    .option("-m, --margin <share>", t("help.gate-margin"), share)
    .option(
      "-b, --budget <time>",
      t("help.gate-budget", { budgetMs: GATE_DEFAULTS.budgetMs }),
      time,
    )
    .option(
      "-r, --rounds <n>",
      t("help.gate-rounds", { rounds: GATE_DEFAULTS.rounds }),
      wholeNumber(3, 10_000),
    )
    .addOption(
      new Option("--inconclusive <verdict>", t("help.gate-inconclusive"))
        .choices(VERDICTS)
        .argParser(oneOf(VERDICTS)),
    )
    .option("--baseline <dir>", t("help.gate-baseline"))
    .option("-t, --targets <ids>", t("help.gate-targets"))
    .option("--history <dir>", t("help.gate-history"))
    .option("--anchor <dir>", t("help.gate-anchor"))
    .option("--accept <run-ids>", t("help.gate-accept"))
    .option("--run <dir>", t("help.gate-run"))
    .option("--self-test [target]", t("help.gate-self-test"))
    .option("--plan", t("help.gate-plan"))
    .addOption(configOption())
    .option("-s, --seed <n>", t("help.option-seed"), wholeNumber(0, 2 ** 31 - 1))
    .option("-o, --out <dir>", t("help.option-out"))
    .option("--cpus <n>", t("help.gate-cpus", { cpus: DEFAULTS.cpus }), wholeNumber(1, 1024))
    .option(
      "--memory <MiB>",
      t("help.gate-memory", { memoryMiB: DEFAULTS.memoryMiB }),
      wholeNumber(256, 1 << 20),
    )
    .option("--guest-kernel <path>", t("help.option-guest-kernel"))
    .option("--image <from>", t("help.option-image"))
    .option("--no-install", t("help.no-install"))
    .option("--json", t("help.gate-json"), false)
    .action(command(async () => (await import("./commands/gate.ts")).gateCommand));

  program
    .command("audit")
    .description(t("help.audit"))
    .argument("[targets...]", t("help.audit-targets"))
    .option("--baseline <dir>", t("help.audit-baseline"))
    .option("-o, --out <dir>", t("help.option-out"))
    .option("--guest-kernel <path>", t("help.option-guest-kernel"))
    .option("--image <from>", t("help.option-image"))
    .option("--no-install", t("help.no-install"))
    .addOption(configOption())
    .option("--json", t("help.audit-json"), false)
    .action(command(async () => (await import("./commands/audit.ts")).auditCommand));

  program
    .command("init")
    .description(t("help.init"))
    .addOption(
      new Option("-f, --format <name>", t("help.init-format"))
        .choices(CONFIG_FORMATS)
        .argParser(oneOf(CONFIG_FORMATS))
        .default(CONFIG_FORMATS[0]),
    )
    .option("--json", t("help.option-json"), false)
    .action(command(async () => (await import("./commands/init.ts")).initCommand));

  program
    .command("doctor")
    .description(t("help.doctor"))
    .option("-a, --all", t("help.doctor-all"), false)
    .option("--fresh", t("help.doctor-fresh"), false)
    .option("--json", t("help.option-json"), false)
    .option("-t, --targets <ids>", t("help.doctor-targets"))
    .addOption(configOption())
    .action(command(async () => (await import("./commands/doctor.ts")).doctorCommand));

  program
    .command("setup")
    .description(t("help.setup"))
    .option("-t, --targets <ids>", t("help.setup-targets"))
    .option("-w, --workloads <ids>", t("help.setup-workloads"))
    .option("--guest-kernel <path>", t("help.option-guest-kernel"))
    .option("--image <from>", t("help.option-image"))
    .option("--no-install", t("help.no-install"))
    .addOption(configOption())
    .option("--for-tests", t("help.setup-for-tests"), false)
    .option("--json", t("help.option-json"), false)
    .action(command(async () => (await import("./commands/setup.ts")).setupCommand));

  program
    .command("report")
    .description(t("help.report"))
    .argument("<dir>", t("help.report-dir"))
    .option("--history <site>", t("help.report-history"))
    .option("--json", t("help.option-json"), false)
    .addOption(configLanguageOption())
    .action(reading(async () => (await import("./commands/report.ts")).reportCommand));

  program
    .command("show")
    .description(t("help.show"))
    .argument("[run]", t("help.run-or-latest"))
    .option("-a, --all", t("help.show-all"), false)
    .option("-w, --workload <ids>", t("help.show-workload"))
    .option("--json", t("help.option-json"), false)
    .addOption(configLanguageOption())
    .action(reading(async () => (await import("./commands/show.ts")).showCommand));

  program
    .command("open")
    .description(t("help.open"))
    .argument("[run]", t("help.run-or-latest"))
    .option("--json", t("help.option-json"), false)
    .addOption(configLanguageOption())
    .action(reading(async () => (await import("./commands/open.ts")).openCommand));

  program
    .command("explain")
    .description(t("help.explain"))
    .argument("[code]", t("help.explain-code"))
    .option("--json", t("help.option-json"), false)
    .action(command(async () => (await import("./commands/explain.ts")).explainCommand));

  program
    .command("site")
    .description(t("help.site"))
    .argument("<dirs...>", t("help.site-dirs"))
    .requiredOption("-o, --out <dir>", t("help.site-out"))
    .option("--url <address>", t("help.site-url"), address)
    .option("--json", t("help.option-json"), false)
    .addOption(configLanguageOption())
    .action(reading(async () => (await import("./commands/site.ts")).siteCommand));

  program
    .command("merge")
    .description(t("help.merge"))
    .argument("<dirs...>", t("help.merge-dirs"))
    .requiredOption("-o, --out <dir>", t("help.merge-out"))
    .option("--json", t("help.option-json"), false)
    .addOption(configLanguageOption())
    .action(reading(async () => (await import("./commands/merge.ts")).mergeCommand));

  program
    .command("compare")
    .description(t("help.compare"))
    .argument("<dir>", t("help.run-folder"))
    .argument("<others...>", t("help.compare-others"))
    .option("-m, --margin <share>", t("help.compare-margin"), share)
    .option("--html <file>", t("help.compare-html"))
    .addOption(configOption())
    .option("--json", t("help.option-json"), false)
    .action(command(async () => (await import("./commands/compare.ts")).compareCommand));

  program
    .command("export")
    .description(t("help.export"))
    .argument("<dir>", t("help.run-folder"))
    .requiredOption("-f, --format <name>", t("help.export-format", { formats: EXPORT_FORMATS }))
    .option("-o, --out <file>", t("help.export-out"))
    .option("--json", t("help.option-json"), false)
    .addOption(configLanguageOption())
    .action(reading(async () => (await import("./commands/export.ts")).exportCommand));

  program
    .command("charts")
    .description(t("help.charts"))
    .argument("<dir>", t("help.run-folder"))
    .requiredOption("-o, --out <dir>", t("help.charts-out"))
    .addOption(
      new Option("-f, --format <names>", t("help.charts-format"))
        .choices(CHART_FORMATS)
        .argParser(oneOf(CHART_FORMATS))
        .default("svg"),
    )
    .addOption(
      new Option("--theme <name>", t("help.charts-theme"))
        .choices(THEMES)
        .argParser(oneOf(THEMES))
        .default("light"),
    )
    .option("--json", t("help.option-json"), false)
    .addOption(configLanguageOption())
    .action(reading(async () => (await import("./commands/charts.ts")).chartsCommand));

  program
    .command("completion")
    .description(t("help.completion"))
    .addArgument(
      new Argument("<shell>", t("help.completion-shell")).choices(SHELLS).argParser(oneOf(SHELLS)),
    )
    .option("--json", t("help.option-json"), false)
    .action(command(async () => (await import("./commands/completion.ts")).completionCommand));

  program
    .command("list")
    .description(t("help.list"))
    .argument("[dir]", t("help.list-dir"), "results")
    .option("--json", t("help.option-json"), false)
    .addOption(configLanguageOption())
    .action(reading(async () => (await import("./commands/list.ts")).listCommand));

  program
    .command("clean")
    .description(t("help.clean"))
    .option("--cache", t("help.clean-cache"), false)
    .option("--json", t("help.option-json"), false)
    .action(command(async () => (await import("./commands/clean.ts")).cleanCommand));

  return program;
}
