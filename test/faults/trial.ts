/** The run that is ended early. */
import { CLI } from "../support.ts";

export const ISOTAX = [process.execPath, ...CLI];
export const RUN = [
  ...[...ISOTAX, "run", "--profile", "smoke", "--targets", "native,docker,qemu-microvm"],
  ...["--workloads", "start.exec,cpu.sysbench", "--seed", "14", "--no-install", "--no-open"],
];
