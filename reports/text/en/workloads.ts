/** What goes wrong in a workload, and what tools print. */
export const workloads = {};
