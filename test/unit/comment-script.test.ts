/** scripts/ci/comment.sh, with a `gh` that notes down what it is asked. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { which } from "../../runners/host/process.ts";
import { MUST_RUN, ROOT, temporaryFolder } from "../support.ts";

const MARKER = "<!-- isotax gate -->";
const SHA = "0123456789abcdef0123456789abcdef01234567";
const RUN = "https://github.example/them/theirs/actions/runs/77";
const BOT = { login: "github-actions[bot]", type: "Bot" };

/** As `gh api` does it: `--jq` is applied to what the server says, `@FILE` is a file's text. */
const GH = `#!/bin/sh
set -eu
for word in "$@"; do
  case $word in
    body=@*) cp "\${word#body=@}" "$NOTES/body" ;;
  esac
  [ "\${last:-}" != --jq ] || filter=$word
  last=$word
done
if [ -z "\${filter:-}" ]; then
  [ "$2" = --method ]
  echo "$3 $4" >"$NOTES/wrote"
else
  [ ! -e "$NOTES/broken" ] || exit 1
  jq --raw-output "$filter" "$NOTES/comments"
fi
`;

interface Comment {
  readonly id: number;
  readonly user: { readonly login: string; readonly type: string } | null;
  readonly body: string | null;
}

function commented(
  comments: readonly Comment[],
  verdict?: string,
  broken = false,
): { code: number | null; wrote: string; body: string } {
  const notes = temporaryFolder();
  const read = (name: string) =>
    existsSync(join(notes, name)) ? readFileSync(join(notes, name), "utf8") : "";
  writeFileSync(join(notes, "gh"), GH, { mode: 0o755 });
  writeFileSync(join(notes, "comments"), JSON.stringify(comments));
  const file = join(notes, "gate.md");
  if (verdict !== undefined) writeFileSync(file, verdict);
  if (broken) writeFileSync(join(notes, "broken"), "");
  const { status } = spawnSync(join(ROOT, "scripts/ci/comment.sh"), [file, "them/theirs", "5"], {
    env: {
      ...{ PATH: `${notes}:${process.env["PATH"]}`, NOTES: notes, HEAD_SHA: SHA },
      ...{ GITHUB_SERVER_URL: "https://github.example", GITHUB_REPOSITORY: "them/theirs" },
      ...{ GITHUB_RUN_ID: "77", TMPDIR: notes },
    },
  });
  return { code: status, wrote: read("wrote").trim(), body: read("body") };
}

const found = which("jq") !== undefined;

describe.skipIf(!found && !MUST_RUN)("the comment on a pull request (needs jq)", () => {
  const earlier: Comment = { id: 11, user: BOT, body: `${MARKER}\n## isotax: pass` };
  const verdict = `${MARKER}\n## isotax: regressed\n`;

  it("is the gate's text, with the commit and its run", () => {
    const { code, wrote, body } = commented([], verdict);
    expect({ code, wrote }).toEqual({ code: 0, wrote: "POST repos/them/theirs/issues/5/comments" });
    expect(body.startsWith(verdict)).toBe(true);
    expect(body).toContain(SHA);
    expect(body).toContain(`](${RUN})`);
  });

  it("takes the place of its own last one", () => {
    const { code, wrote } = commented([earlier, { ...earlier, id: 12 }], verdict);
    expect(code).toBe(0);
    expect(wrote).toBe("PATCH repos/them/theirs/issues/comments/12");
  });

  it("does not leave an earlier commit's verdict where the gate could not run", () => {
    const { code, wrote, body } = commented([earlier]);
    expect({ code, wrote }).toEqual({
      ...{ code: 0, wrote: "PATCH repos/them/theirs/issues/comments/11" },
    });
    expect(body.startsWith(`${MARKER}\n`)).toBe(true);
    expect(body).toContain(`No verdict for ${SHA}: the gate could not run`);
    expect(body).toContain(`](${RUN})`);
    expect(body).not.toContain("pass");
    expect(commented([]).wrote).toMatch(/^POST /);
  });

  it("leaves those of others alone, whatever they begin with", () => {
    const others = [
      { ...earlier, user: { login: "somebody", type: "User" } },
      { ...earlier, user: { login: "github-actions[bot]", type: "User" } },
      { ...earlier, user: { login: "other[bot]", type: "Bot" } },
      { ...earlier, user: null },
      { ...earlier, body: `quoted: ${MARKER}` },
      { ...earlier, body: null },
    ];
    expect(commented(others, verdict).wrote).toMatch(/^POST /);
    expect(commented([...others, { ...earlier, id: 7 }], verdict).wrote).toMatch(/\/7$/);
  });

  it("does not write a second one because it could not see the first", () => {
    const { code, wrote } = commented([earlier], verdict, true);
    expect(code).not.toBe(0);
    expect(wrote).toBe("");
  });
});
