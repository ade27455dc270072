/** Sentences with gaps, which the page's script fills with figures that it computes. */

/** A sentence of the chosen language, in which `{name}` stands for what is not known yet. */
export type Template<Name extends string> = string & { readonly gaps?: Name };

/** Values that leave a gap each. */
export function gaps<Name extends string>(...names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, `{${name}}`])) as Record<Name, string>;
}

export function fill<Name extends string>(
  template: Template<Name>,
  values: Readonly<Record<Name, string>>,
): string {
  return template.replaceAll(/\{(\w+)\}/g, (gap, name: string) =>
    Object.hasOwn(values, name) ? values[name as Name] : gap,
  );
}
