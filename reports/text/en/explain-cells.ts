/** `isotax explain`: errors of one cell. The run goes on, and the report has the reason. */
export const explainCells = {
  "explain-cells.instance-died": () =>
    "The instance ended before its work was done. Its last words are in the report; memory may have run out.",
  "explain-cells.timeout": () =>
    "Something took longer than its deadline, so it was ended. On a busy host, measure when it is idle.",
  "explain-cells.exit-code": () =>
    "A command inside ended with an error. Its last words are in the report.",
  "explain-cells.unexpected-output": () =>
    "A tool printed something that isotax cannot read. Its version may be new: see the words in the report.",
  "explain-cells.no-match": () =>
    "The output of an own workload's program has no value for a metric. Its last words are in the report: correct regex or jsonpath.",
  "explain-cells.unexpected": () =>
    "A workload broke its own rules, or isotax has a bug. Please report it with the cell's last words.",
  "explain-cells.nothing-done": () =>
    "A tool worked, but finished nothing in its time. Try when the machine is idle, or with a larger --profile.",
  "explain-cells.no-output": () =>
    "A fake target has no made-up answer for this workload. Choose one of the main workloads.",
  "explain-cells.wrong-output": () =>
    "A start printed something else than it should, so something else was started. Run the command by hand.",
  "explain-cells.client-failed": () =>
    "A client outside ended with an error. Its words are in the report; a firewall may be in the way.",
  "explain-cells.no-answer": () =>
    "The server inside did not answer its clients. See its last words; a firewall may be in the way.",
  "explain-cells.no-network-inside": () =>
    "The instance has no network, or not the address that it was given. See its last words.",
  "explain-cells.clock-disagreement": () =>
    "The clock inside and the clock of the host run at different speeds, so figures by the inner clock mean nothing.",
  "explain-cells.not-counted": () =>
    "What the target takes from the host cannot be counted, since not all of it is in a control group of the run.",
  "explain-cells.not-paused": () =>
    "The container could not be paused for its warm start. Pausing needs the freezer control group, or v2.",
  "explain-cells.not-warm": () =>
    "The container made beforehand did not wait for its work. See the runtime's last words.",
  "explain-cells.no-snapshot": () =>
    "QEMU could not make or load its snapshot. See its last words; a busy host may need another try.",
  "explain-cells.disk-not-written": () =>
    "The files of a service do not fit into a copy of the image's disk, or debugfs refused them. Its words say more.",
  "explain-cells.no-layer-folders": () =>
    "An engine keeps its layers where isotax cannot count them. Use overlay2 (docker) or overlay (podman) as storage driver.",
  "explain-cells.short-of-memory": () =>
    "The host has too little memory for one more service. Figures would be those of a host that drops pages. Choose a smaller profile.",
  "explain-cells.monitor-stays": () =>
    "Podman's monitor (conmon) does not end. Find out with ps what it waits for, and end it.",
  "explain-cells.undeclared": () =>
    "A workload measured something that it does not declare. Declare it in the workload's file.",
  "explain-cells.pull-failed": () =>
    "An image could not be pulled: the bytes were not those that were promised, the registry died, or the disk is full. See the client's last words.",
  "explain-cells.delivered-does-not-run": () =>
    "An image was pulled, and its command did not run or printed nothing. See the client's last words.",
  "explain-cells.not-chunked": () =>
    "This Podman cannot pack a layer as zstd:chunked. Other formats are measured; a newer Podman may do it.",
  "explain-cells.load-failed": () =>
    "The clients that ask the services ended with an error. Their words are in the report.",
  "explain-cells.failed-before": () =>
    "Services failed requests before one of them was replaced, so the figures would mean nothing. See their last words.",
  "explain-cells.not-replaced": () =>
    "A service was replaced, and clients never got answers of the new version alone. See its last words.",
  "explain-cells.not-scaled": () =>
    "Docker Swarm was asked for another number of tasks, and the number did not change in time. See the daemon's log.",
  "explain-cells.not-updated": () =>
    "Docker Swarm began an update and did not complete it: the new task may have ended at once. See the daemon's log.",
  "explain-cells.balancer-not-started": () => "HAProxy did not start. Its words are in the report.",
  "explain-cells.balancer-refused": () =>
    "HAProxy refused a command at its socket. Its words are in the report; versions before 2.6 lack some.",
  "explain-cells.no-swarm": () =>
    "A swarm is made only on a Docker daemon of isotax's own. Stop the host's daemon, and isotax starts one.",
};
