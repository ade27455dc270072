#!/bin/sh
# Puts a gate's Markdown onto a pull request, in place of the one before:
#   comment.sh FILE OWNER/REPO NUMBER
# Without FILE the gate could not run. The comment then says so: the verdict of an earlier commit
# must not stand for this one.
# The script needs GitHub's `gh`; GH_TOKEN, with the right to write pull requests; HEAD_SHA, the
# last commit of the pull request; and what each step of a workflow has: GITHUB_SERVER_URL,
# GITHUB_REPOSITORY, GITHUB_RUN_ID.
set -eu
file=$1 repository=$2 number=$3
marker='<!-- isotax gate -->'
run=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID
body=$(mktemp)
trap 'rm -f "$body"' EXIT
if [ -f "$file" ]; then
  cat "$file"
  printf '\nCommit %s; its [log and samples](%s).\n' "$HEAD_SHA" "$run"
else
  printf '%s\n## isotax: no verdict\n\nNo verdict for %s: the gate could not run, see [the log](%s).\n' \
    "$marker" "$HEAD_SHA" "$run"
fi >"$body"
# Anybody can write the marker. Only comments that Actions wrote itself are replaced.
ours="select(.user.type == \"Bot\" and .user.login == \"github-actions[bot]\")"
marked="select(.body // \"\" | startswith(\"$marker\"))"
found=$(gh api --paginate "repos/$repository/issues/$number/comments" \
  --jq ".[] | $ours | $marked | .id")
earlier=$(printf '%s\n' "$found" | tail -n 1)
if [ -n "$earlier" ]; then
  gh api --method PATCH "repos/$repository/issues/comments/$earlier" --field "body=@$body" >/dev/null
else
  gh api --method POST "repos/$repository/issues/$number/comments" --field "body=@$body" >/dev/null
fi
