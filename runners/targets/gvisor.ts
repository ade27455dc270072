import { say } from "../../bench/messages.ts";
import { ociRecipe } from "../containers/oci/runtime.ts";
import { CONTAINER_BARRIERS } from "../instance/barriers.ts";

/**
 * gVisor: its Sentry is a kernel in user space that answers the system calls of the instance, and asks
 * the host's kernel for little. `ptrace` stops each call wherever ptrace(2) works; newer versions also
 * have `systrap`, which is quicker. Its own network stack takes the namespaces of some kernels for the
 * host's, and refuses them.
 */
export const recipe = ociRecipe({
  id: "gvisor",
  title: "gVisor",
  adds: "a kernel of its own in user space, runsc's Sentry, which answers each system call of the instance, caught by ptrace",
  rung: 68,
  below: "crun",
  command: "runsc",
  options: ["--platform=ptrace", "--network=none"],
  lacks: { network: say("engines.loopback-only") },
  keeps: [...CONTAINER_BARRIERS, "own-kernel"],
});
