import { say } from "../../bench/messages.ts";
import type { Lack } from "../../bench/types.ts";
import { isRoot } from "../host/paths.ts";
import { locateTool } from "../images/servers.ts";
import { installCommand, together } from "../tools/requirements.ts";
import type { Format, LinkSpec } from "./format.ts";

/** Why a format cannot be had here, or is not measured over such a link. */
export function lackOfFormat({ tools, probe }: Format, link: LinkSpec): Lack | undefined {
  return probe?.(link) ?? lackOfTools(...tools);
}

/** Why nothing is built or delivered here: we are not root, or the host lacks one of these tools. */
export function lackOfTools(...tools: readonly string[]): Lack | undefined {
  const missing = tools.filter((tool) => locateTool(tool) === undefined);
  if (missing.length > 0) {
    return {
      reason: together(missing.map((tool) => say("tools.not-on-host", { tool }))),
      remedy: installCommand(missing),
    };
  }
  if (isRoot()) return undefined;
  return { reason: say("delivery.only-root"), remedy: say("delivery.run-as-root") };
}
