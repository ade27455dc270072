/** How services are deployed and replaced. Each file of ways/ exports one as `way`. */
import type { Deployment, DeploymentOrder, OpenSpec, Session } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";

export interface Way {
  /** Equals the file's name. */
  readonly id: string;
  /** The id of the only target that has it. Absent if any target that serves does. */
  readonly target?: string;
  /** Starts the services. Errors: `RunnerError`, `UnavailableError`. */
  open(around: Around): Promise<Deployment>;
}

export interface Around {
  readonly context: RunContext;
  /** The id of the target. */
  readonly target: string;
  readonly order: DeploymentOrder;
  readonly spec: OpenSpec;
  readonly signal: AbortSignal;
  /** Opens an instance of the target that is served. */
  open(signal: AbortSignal): Promise<Session>;
}
