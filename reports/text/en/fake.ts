/** Made-up targets and their machine. */
export const fake = {
  "fake.made-up": () => "made up",
  "fake.no-cpu": () => "none (fake: made-up times)",
  "fake.times": () => "made up by a script: nothing was measured",
  "fake.too-few-cpus": ({ wanted, most }: { wanted: number; most: number }) =>
    `--cpus ${wanted}: a made-up machine has only ${most}`,
  "fake.use-fewer-cpus": ({ most }: { most: number }) => `use --cpus ${most} or fewer`,
  "fake.nothing-installed": () => "nothing is installed on a machine that is not there",
  "fake.other-tools": ({ tools }: { tools: readonly string[] }) =>
    `a fake cannot make up what this prints: ${tools.join(", ")}`,
  "fake.other-command": ({ target, command }: { target: string; command: string }) =>
    `${target}: a fake cannot make up what this prints: ${command}`,
  "fake.choose-main": () => "choose the main workloads for it: --workloads main",

  "fake.scripted": () => "its script says so: see docs/rehearse-a-gate.md",
  "fake.not-there": () => "its script says that it is not there",
  "fake.deadline": ({ target, event, number }: { target: string; event: string; number: number }) =>
    `${target}: its script lets the deadline pass in ${event} ${number}`,
  "fake.died": ({ target, phase }: { target: string; phase: string }) =>
    `${target}: its script ends the instance in phase ${phase}`,
  "fake.no-network": () => "nobody can reach what is not there",
  "fake.no-network-of": ({ target }: { target: string }) =>
    `${target}: nobody can reach what is not there`,

  "fake.bad-script": ({ script, problem }: { script: string; problem: string }) =>
    `${script}: ${problem}`,
  "fake.parts": () =>
    "a fake has these parts: kernel, init, ready, exited, removed=TIME; scatter, speed=SHARE%; seed=N; fail=FAILURE@EVENT; unavailable",
  "fake.unknown-part": ({ part }: { part: string }) => `"${part}" is no part of a script`,
  "fake.bad-value": ({ text, part }: { text: string; part: string }) => `"${text}" is no ${part}`,
  "fake.phase-order": ({ phase, before }: { phase: string; before: string }) =>
    `${phase} comes before ${before}`,
  "fake.speed-0": () => "a speed of 0% never ends",
};
