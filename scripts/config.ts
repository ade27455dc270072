/**
 * The project's configuration: `isotax.config.ts`, `.js` or `.json`. Flags take precedence. `import
 * { defineConfig } from "isotax"` gives this module, too.
 */
import { z } from "zod";
import { TAGS } from "../reports/text/languages.ts";
import { t } from "../reports/text/message.ts";
import { OwnWorkloadSchema } from "./own-schema.ts";

/** zod asks for the words when it refuses a value, in the language that was chosen by then. */
function shareOr(expected: () => string) {
  return z
    .union([
      z
        .number()
        .min(0)
        .lt(1, {
          error: ({ input }) => t("config.no-share", { number: Number(input) }),
        }),
      z.string().regex(/^\d{1,3}(?:\.\d+)?%$/, { error: expected }),
    ])
    .meta({ description: 'A share: 0.05 or "5%"' });
}
const Share = shareOr(() => t("config.expected-share"));
const Time = z
  .string()
  .regex(/^(?=.*[1-9])\d+(?:\.\d+)? ?(?:s|m|min|h)$/, { error: () => t("config.expected-time") });
const Amount = z
  .union([
    z.number().min(0),
    z.string().regex(/^\d+(?:\.\d+)? ?(?:ns|us|µs|ms|s|B|kB|MB|GB|KiB|MiB|GiB)$/, {
      error: () => t("config.expected-amount"),
    }),
  ])
  .meta({ description: 'In the metric\'s unit (ns, bytes), or with one: "50us", "4KiB"' });
const Ids = z.array(z.string().min(1)).min(1);
const Profile = z.enum(["smoke", "quick", "standard", "thorough"]);
const Language = z.enum(TAGS);
const Rounds = z.int().min(1).max(10_000);

const MarginSchema = z.union([
  shareOr(() => t("config.expected-share-or-ignore")),
  z.strictObject({
    relative: Share.optional(),
    absolute: Amount.optional(),
  }),
  z.literal("ignore"),
]);

const GateSchema = z
  .strictObject({
    base: z.string().min(1).optional().meta({ description: "A target, such as oci:./base/crun" }),
    head: z.string().min(1).optional(),
    baseline: z.string().optional().meta({ description: "Folder of a run to compare with" }),
    history: z
      .string()
      .optional()
      .meta({ description: "Folder that holds the folders of earlier runs" }),
    anchor: z
      .string()
      .optional()
      .meta({ description: "Folder of a run that later runs must not drift away from" }),
    accept: Ids.optional().meta({
      description: "Runs of the history from which on what got worse is accepted",
    }),
    workloads: Ids.optional(),
    profile: Profile.optional(),
    rounds: Rounds.optional().meta({ description: "At most" }),
    budget: Time.optional(),
    margin: Share.optional().meta({
      description: "How much worse is allowed; 5%, and 10% in VMs, by default",
    }),
    margins: z.record(z.string(), MarginSchema).optional().meta({
      description: 'By "workload/metric", in which * stands for anything; the last match counts',
    }),
    inconclusive: z.enum(["pass", "fail"]).optional(),
  })
  .meta({ description: "What `isotax gate` asks" });

export const ConfigSchema = z.strictObject({
  $schema: z.string().optional(),
  lang: z
    .union([Language, z.array(Language).min(1)])
    .optional()
    .meta({
      description: "Language of what is said and written; several: a page in each",
    }),
  profile: Profile.optional(),
  targets: Ids.optional(),
  workloads: z
    .array(z.union([z.string().min(1), OwnWorkloadSchema]))
    .min(1)
    .max(500)
    .optional()
    .meta({ description: "Ids, families or words; or workloads of your own" }),
  rounds: Rounds.optional(),
  precision: Share.optional(),
  budget: Time.optional(),
  cpus: z.int().min(1).max(1024).optional(),
  memory: z
    .int()
    .min(256)
    .max(1 << 20)
    .optional()
    .meta({ description: "MiB" }),
  image: z
    .union([z.string().min(1), z.strictObject({ from: z.string().min(1) })])
    .optional()
    .meta({
      description:
        "Your own image: a folder, an OCI layout or archive, a Dockerfile, or an engine's image",
    }),
  gate: GateSchema.optional(),
});

export type Config = z.infer<typeof ConfigSchema>;

/** Returns the configuration as it is. It is there for its type. */
export function defineConfig(config: Config): Config {
  return config;
}
