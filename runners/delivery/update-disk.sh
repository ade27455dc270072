#!/bin/sh
# Writes the files that have changed since a disk was made into a copy of it. Files that were removed
# are not looked for: a source removes none.
# $1: the tree, $2: the disk, $3: the copy, $4: a file for the commands.
set -e
tree=$1 before=$2 disk=$3 commands=$4
cp --sparse=always "$before" "$disk"
cd "$tree"
find . -type f -cnewer "$before" | while read -r path; do
  printf 'rm "%s"\nwrite "%s" "%s"\n' "${path#.}" "$path" "${path#.}"
done >"$commands"
debugfs -w -f "$commands" "$disk" >"$commands.log" 2>"$commands.errors"
# It always says that it succeeded. Besides its name and version, it only complains there.
! grep -v '^debugfs ' "$commands.errors" >&2
