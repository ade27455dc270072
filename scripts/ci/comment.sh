#!/bin/sh
# Puts a gate's Markdown onto a pull request, in place of the one before: comment.sh FILE OWNER/REPO NUMBER
# Needs GitHub's `gh`, and GH_TOKEN with the right to write pull requests.
set -eu
file=$1 repository=$2 number=$3
if [ ! -f "$file" ]; then
  echo "no verdict to comment: the gate ended before it had one" >&2
  exit 0
fi
marker='<!-- isotax gate -->'
earlier=$(gh api --paginate "repos/$repository/issues/$number/comments" \
  --jq ".[] | select(.body | startswith(\"$marker\")) | .id" | tail -n 1)
if [ -n "$earlier" ]; then
  gh api --method PATCH "repos/$repository/issues/comments/$earlier" --field "body=@$file" >/dev/null
else
  gh api --method POST "repos/$repository/issues/$number/comments" --field "body=@$file" >/dev/null
fi
