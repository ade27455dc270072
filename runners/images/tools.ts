/** The host's tools that go into the image, and their places. */
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { ImagePartName, Message } from "../../bench/types.ts";
import { PROBE } from "../audit/probe.ts";
import { installCommand } from "../tools/requirements.ts";
import { TOOLS, toolNamed } from "../tools/table.ts";
import { type Program, programNamed } from "./programs.ts";
import { locateServer } from "./servers.ts";

/** An executable that is copied from the host, if the host has it. */
export interface ImageProgram {
  readonly name: string;
  /** Absent if the tool keeps the path that it has on the host. */
  readonly imagePath?: string;
  readonly part: ImagePartName;
  readonly indispensable: boolean;
}

export function imagePrograms(): readonly ImageProgram[] {
  return Object.entries(TOOLS).flatMap(([name, { image }]) => {
    if (image === undefined) return [];
    const { path, part, indispensable = false } = image;
    return [{ name, part, indispensable, ...(path === undefined ? {} : { imagePath: path }) }];
  });
}

/**
 * The host's program for a tool of the image; undefined if there is no file of that name. A file
 * that is not a program to copy is returned with the problem, because it needs a remedy too.
 */
export function imageTool(name: string): Program | undefined {
  if (name === "node") return { path: process.execPath };
  const server = locateServer(name);
  return server === undefined ? programNamed(name) : { path: server };
}

export function hasImageTool(name: string): boolean {
  if (!isImageTool(name)) return false;
  const found = imageTool(name);
  return found !== undefined && "path" in found;
}

export function isImageTool(name: string): boolean {
  return toolNamed(name)?.image !== undefined;
}

/** The static program that every target starts. Errors: `NO_BUSYBOX`. */
export function busyboxProgram(): string {
  const found = imageTool("busybox");
  if (found !== undefined && "path" in found) return found.path;
  throw new IsotaxError(
    "NO_BUSYBOX",
    say("images.no-busybox", { problem: found?.problem ?? say("images.busybox-not-found") }),
    installCommand(["busybox"]),
  );
}

/** Why the image does not hold a tool. */
export function whyNotInImage(name: string): Message {
  if (name === PROBE) return say("images.probe-not-compiled");
  if (!isImageTool(name)) return say("images.not-of-image", { tool: name });
  const found = imageTool(name);
  if (found === undefined) return say("images.no-tool", { tool: name });
  if ("problem" in found) return found.problem;
  return say("images.tool-lacks-library", { program: found.path });
}
