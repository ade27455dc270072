import { say } from "../../bench/messages.ts";
import { ociRecipe } from "../containers/oci/runtime.ts";
import { CONTAINER_BARRIERS } from "../instance/barriers.ts";

/**
 * gVisor: its Sentry is a kernel in user space that answers the system calls of the instance, and asks
 * the host's kernel for little. `ptrace` stops each call wherever ptrace(2) works; newer versions also
 * have `systrap`, which is quicker. Its own network stack takes the namespaces of some kernels for the
 * host's, and refuses them. So the Sentry passes sockets on to the kernel's stack: `host` is the network
 * namespace that the sandbox is started in, which is the instance's own.
 */
export const recipe = ociRecipe({
  id: "gvisor",
  title: "gVisor",
  adds: "a kernel of its own in user space, runsc's Sentry, which answers each system call of the instance, caught by ptrace; sockets are the host's, in a namespace of their own",
  rung: 68,
  below: "crun",
  command: "runsc",
  options: ["--platform=ptrace", "--network=host"],
  lacks: {
    "tool:iperf3": say("engines.gvisor-sockets", { tool: "iperf3" }),
    "tool:sockperf": say("engines.gvisor-sockets", { tool: "sockperf" }),
  },
  keeps: [...CONTAINER_BARRIERS, "own-kernel"],
});
