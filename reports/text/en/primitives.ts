/** The programs in C, and the kernel's refusals. */
export const primitives = {
  "primitives.no-compiler": ({ tool }: { tool: string }) =>
    `there is no C compiler (${tool}): the programs that make the primitives are compiled here`,
  "primitives.not-compiled": ({ program, words }: { program: string; words: string }) =>
    `the compiler refused ${program}: ${words}`,
  "primitives.use-other-compiler": () =>
    "install gcc, or say what the compiler printed in an issue",
  "primitives.refused": ({ namespaces, words }: { namespaces: readonly string[]; words: string }) =>
    `the kernel refused these namespaces: ${namespaces.join(", ")}: ${words}`,
  "primitives.not-entered": ({ namespaces }: { namespaces: readonly string[] }) =>
    `a program that asks for these namespaces stays in the host's: ${namespaces.join(", ")}`,
  "primitives.use-newer-kernel": () => "use a newer kernel",
  "primitives.filter": () => "as Docker's default",
  "primitives.host-files-only": ({ target }: { target: string }) =>
    `${target} runs the host's own files, and this run has an image of yours`,
  "primitives.choose-chroot": () => "leave it out: native enters your image too",
  "primitives.no-call-times": ({ target }: { target: string }) =>
    `${target} told the time of no call`,
};
