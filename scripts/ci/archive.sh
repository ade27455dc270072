#!/bin/sh
# Adds a run to the archive, a branch of its own that shares no history: archive.sh RUN-FOLDER CHECKOUT
# Only what cannot be made again is kept: the plan and the records.
set -eu
run=$1 checkout=$2 branch=isotax-runs
id=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).runId' "$run/run.json")
# It names a folder.
case $id in
*[!A-Za-z0-9_.-]* | .* | "") echo "no id of a run: $id" >&2; exit 2 ;;
esac
if git fetch --depth 1 origin "$branch"; then
  git worktree add --detach "$checkout" FETCH_HEAD
else
  # The first night: a branch without files.
  git worktree add --detach --no-checkout "$checkout"
  git -C "$checkout" checkout --orphan "$branch"
  git -C "$checkout" rm -rf --cached --quiet .
fi
mkdir -p "$checkout/runs/$id"
cp "$run/run.json" "$run/records.ndjson" "$checkout/runs/$id/"
git -C "$checkout" add runs
git -C "$checkout" -c user.name=isotax -c user.email=isotax@localhost commit --quiet -m "Run $id"
git -C "$checkout" push origin "HEAD:refs/heads/$branch"
