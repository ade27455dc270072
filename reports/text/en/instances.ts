/** Instances of any target: how they fail, and what is not known about them. */
export const instances = {
  "instances.lacks": ({ title, why }: { target: string; title: string; why: string }) =>
    `${title}: ${why}`,
  "instances.other-targets": () =>
    "choose other targets for it (--targets), or leave it out (--workloads)",
  "instances.root-is-image": () => "its root is the image itself, shared by all and read-only",
  "instances.root-is-disk": () => "its root is a disk that all instances share, read-only",

  "instances.cpu-time-not-counted": ({ reason }: { reason: string }) => `not counted: ${reason}`,
  "instances.no-account": () => "no control group that counts CPU time can be made",

  "instances.deadline": (values: { target: string; deadlineMs: number; phase: string }) =>
    `${values.target}: nothing within ${values.deadlineMs / 1000} s in phase ${values.phase}; the instance was ended`,
  "instances.busy-host": () => "see the instance's last words; a busy host may need another try",
  "instances.interrupted": ({ target }: { target: string }) => `${target}: interrupted`,
  "instances.run-again": () => "run again",
  "instances.died": (values: { target: string; phase: string; exitCode: number }) =>
    `${values.target}: the instance ended in phase ${values.phase} with exit code ${values.exitCode}`,
  "instances.see-last-words": () => "see the instance's last words",
  "instances.no-network-inside": ({ target, said }: { target: string; said: string }) =>
    `${target}: its network card could not be set up: ${said}`,
  "instances.client-deadline": (values: { target: string; client: string; deadlineMs: number }) =>
    `${values.target}: a client outside, ${values.client}, had not ended after ${values.deadlineMs / 1000} s; it was ended`,
};
