# Replaces one file atomically: put.sh PATH OWNER GROUP MODE VALIDATE QUIET, with its content as base64 on stdin.
# Runs as root or as the owner of the folder. Whoever else can write in the folder can swap what is
# in it at any time, so the file is made ready in a folder of its own, where the names stand still.
set -ef
umask 022
fail() { printf '%s\n' "$*" >&2; exit 1; }
path=$1 owner=$2 group=$3 mode=$4 check=$5 quiet=${6-} file=./${1##*/} new=
cd -P -- "${path%/*}/" || fail "the folder ${path%/*} cannot be entered by $(id -un)"
if [ -d "$file" ] && [ ! -L "$file" ]; then fail "$path is a directory; remove it first"; fi

me=$(id -u)
if [ "$me" -ne 0 ] && [ -n "$owner" ] && [ "$owner" != "$me" ] && [ "$owner" != "$(id -un)" ]; then
  fail "the folder ${path%/*} belongs to $(id -un), who could swap the file while root writes it;" \
    "give the file that owner, or give the folder to root"
fi
was_group=
if [ -f "$file" ] && [ ! -L "$file" ]; then
  [ -n "$owner" ] || owner=$(stat -c %u -- "$file")
  [ -n "$mode" ] || mode=$(stat -c %a -- "$file")
  was_group=$(stat -c %g -- "$file")
fi

full="could not write beside $path: is the disk full or read-only?"
new=$(umask 077; mktemp -d ./.mesh-new-XXXXXX) || fail "$full"
cd -P -- "$new" && [ "$(stat -c '%u' .)" = "$me" ] || fail "$path: somebody swapped files meanwhile"
trap 'rm -f -- "$file"; cd .. && rmdir -- "$new"' EXIT
trap 'exit 143' HUP INT TERM
(umask 077; base64 -d >"$file") || fail "$full"
if [ "$me" -eq 0 ]; then
  chown -h -- "${owner:-0}:${group:-${was_group:-0}}" "$file"
elif [ -n "$group" ]; then
  chgrp -h -- "$group" "$file" \
    || fail "$path cannot have the group $group: $(id -un), whose folder it is in, is not in that group"
elif [ -n "$was_group" ]; then
  chgrp -h -- "$was_group" "$file" 2>/dev/null || :
fi
chmod -- "${mode:-0644}" "$file"
if [ -d /sys/fs/selinux ] && command -v selinuxenabled >/dev/null 2>&1 && selinuxenabled; then
  label=$(matchpathcon -n -- "$path" 2>/dev/null) && chcon -- "$label" "$file"
fi
if [ -n "$check" ] && [ -n "$quiet" ]; then # a check may cite the file, and that holds a secret
  sh -c " $check" mesh-validate "$(pwd -P)/${file#./}" </dev/null >/dev/null 2>&1 \
    || fail "the new content of $path does not pass its validation; the file was left as it was." \
      "What the validation said is not kept, because the file holds a secret"
elif [ -n "$check" ]; then
  sh -c " $check" mesh-validate "$(pwd -P)/${file#./}" </dev/null \
    || fail "the new content of $path does not pass its validation; the file was left as it was"
fi
sync -- "$file" 2>/dev/null || sync
if ! mv -fT -- "$file" "../$file" 2>/dev/null; then # an mv without -T moves into what a link points to
  [ ! -L "../$file" ] || rm -f -- "../$file"
  [ ! -d "../$file" ] || fail "$path is a directory; remove it first"
  mv -f -- "$file" "../$file"
fi
sync -- .. 2>/dev/null || :
