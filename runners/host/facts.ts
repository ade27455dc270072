import { say } from "../../bench/messages.ts";
import type { ImageTool, Said } from "../../bench/types.ts";
import { toolNamed } from "../tools/table.ts";
import { tryRun, which } from "./process.ts";

/**
 * The virtualization that this host itself runs in. A VM and a container are told apart, because
 * both may be present.
 */
export async function detectVirtualization(): Promise<Said> {
  if (which("systemd-detect-virt") === undefined) return say("host.no-detect-virt");
  const found: string[] = [];
  for (const kind of ["vm", "container"]) {
    const { stdout } = await tryRun(["systemd-detect-virt", `--${kind}`]);
    const name = stdout.trim();
    // It prints "none" where there is none.
    if (name === "") return say("host.detect-virt-silent");
    if (name !== "none") found.push(`${kind}: ${name}`);
  }
  return found.length === 0 ? say("host.bare-metal") : found.join(", ");
}

/** The version that a tool of the image prints; empty for our own scripts. */
export async function toolVersion(tool: ImageTool): Promise<string> {
  const known = toolNamed(tool.name);
  if (known === undefined) return "";
  const { stdout } = await tryRun([tool.hostPath, ...(known.version ?? ["--version"])]);
  return /v?\d+\.\d+(?:\.\d+)?/.exec(stdout)?.[0] ?? "";
}
