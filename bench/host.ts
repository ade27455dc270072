/** Describes the host, for readers who want to know whether their own is similar. */
import { readFileSync, realpathSync } from "node:fs";
import si from "systeminformation";
import { say } from "./messages.ts";
import type { Facts, Said } from "./types.ts";

/**
 * Facts, in a useful order for readers. Takes about 0.1 s. `workFolder` is where instances
 * keep what they write.
 */
export async function hostFacts(
  detectVirtualization: () => Promise<Said>,
  workFolder: string,
): Promise<Facts> {
  const { cpu, mem, osInfo } = (await si.get({
    cpu: "manufacturer, brand, physicalCores, cores, governor",
    mem: "total, swaptotal",
    osInfo: "distro, release, kernel, arch",
  })) as {
    cpu: si.Systeminformation.CpuData;
    mem: si.Systeminformation.MemData;
    osInfo: si.Systeminformation.OsData;
  };
  return {
    // systeminformation prefers the firmware's name for the machine, where lscpu shows it, to the
    // CPU's name.
    CPU: cpuModel(readText("/proc/cpuinfo")) ?? `${cpu.manufacturer} ${cpu.brand}`.trim(),
    cores: say("host-facts.cores", { cores: cpu.physicalCores, threads: cpu.cores }),
    "CPU governor": cpu.governor || say("host-facts.unknown"),
    memory: `${(mem.total / 2 ** 30).toFixed(1)} GiB`,
    swap:
      mem.swaptotal > 0 ? `${(mem.swaptotal / 2 ** 30).toFixed(1)} GiB` : say("host-facts.no-swap"),
    OS: `${osInfo.distro} ${osInfo.release}`,
    kernel: osInfo.kernel,
    architecture: osInfo.arch,
    virtualization: await detectVirtualization(),
    mitigations: mitigations(),
    ...diskFacts(realpathSync(workFolder), readText("/proc/self/mountinfo")),
    "Node.js": process.version,
  };
}

/** `model name` on x86. Absent on other architectures. */
export function cpuModel(cpuinfo: string): string | undefined {
  return /^model name\s*:\s*(.+)$/m.exec(cpuinfo)?.[1]?.trim();
}

/** Mitigations slow down system calls and entries into a guest, so they belong to the figures. */
function mitigations(): Said {
  const words = readText("/proc/cmdline").split(/\s+/);
  return words.find((word) => word.startsWith("mitigations=")) ?? say("host-facts.kernel-default");
}

/**
 * The filesystem of a folder, and what its disk reports about itself. See proc(5) and sysfs-block.
 */
export function diskFacts(folder: string, mountinfo: string): Facts {
  const mounts = mountinfo.split("\n").flatMap((line) => {
    const [left = "", right = ""] = line.split(" - ");
    const [, , device, , mount] = left.split(" ");
    const [type, source] = right.split(" ");
    return device && mount && type && source ? [{ device, mount, type, source }] : [];
  });
  // The last mount on the longest path that holds the folder is the visible one.
  const holding = mounts
    .filter(({ mount }) => `${folder}/`.startsWith(mount === "/" ? "/" : `${mount}/`))
    .sort((a, b) => a.mount.length - b.mount.length)
    .at(-1);
  if (holding === undefined) return { filesystem: say("host-facts.unknown") };
  const { type, source } = holding;
  const filesystem = say("host-facts.filesystem", { type, source });
  const sysfs = `/sys/dev/block/${holding.device}`;
  // A partition has no queue of its own. Its disk's queue is one level up.
  const read = (name: string) =>
    readText(`${sysfs}/queue/${name}`).trim() || readText(`${sysfs}/../queue/${name}`).trim();
  const scheduler = /\[(.+)\]/.exec(read("scheduler"))?.[1];
  if (scheduler === undefined) return { filesystem };
  const model =
    readText(`${sysfs}/device/model`).trim() || readText(`${sysfs}/../device/model`).trim();
  const disk = say("host-facts.disk", {
    model,
    scheduler,
    writeCache: read("write_cache"),
    rotates: read("rotational") === "1",
  });
  return { filesystem, disk };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
