/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";

/** A character of no language, which stands in a sentence for what takes its place. */
const MARK = "\ue000";

export function place(name: string): string {
  return `${MARK}${name}${MARK}`;
}

/** A sentence in which markup takes the places that it was made with: see `place`. */
export function Rich(props: {
  readonly text: string;
  readonly places: Readonly<Record<string, ComponentChildren>>;
}) {
  const { text, places } = props;
  return (
    <>
      {text
        .split(MARK)
        .map((part, index) =>
          index % 2 === 1 && Object.hasOwn(places, part) ? places[part] : part,
        )}
    </>
  );
}

/** A sentence in which commands stand between backticks, as in Markdown. */
export function Coded({ text }: { readonly text: string }) {
  return (
    <>
      {text
        .split("`")
        .map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}
    </>
  );
}
