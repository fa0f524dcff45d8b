# shellcheck shell=bash
# The layer between a flavour's base and a node: what all nodes of this lab share. It holds the lab's public key and
# the package lists of this lab's repository, so that `apt-get install` works at once and no node has to fetch them.

key_up() {
  [ -s "$STATE/key.pub" ] && return
  rm -f "$STATE/key"
  ssh-keygen -q -t ed25519 -N '' -C "mesh-lab-$LAB_ID" -f "$STATE/key"
}

# Prints the overlay's lower directories for a flavour.
layer_up() { # layer_up FLAVOUR
  local layer=$STATE/layers/$1 scratch=$STATE/layers/.new-$1 base
  base=$("$HERE/base.sh" "$1" 9>&-)
  if [ ! -d "$layer" ]; then
    rm -rf "$scratch"
    mkdir -p "$scratch/layer" "$scratch/work" "$scratch/merged"
    # its own mount namespace, so that no mount can stay
    unshare --mount "$HERE/lab" layer-fill "$1" "$base" "$scratch" > "$scratch/log" 2>&1 9>&- || {
      tail -n 10 "$scratch/log" | sed 's/^/  | /' >&2
      die "could not make the lab's layer for flavour $1"
    }
    mv "$scratch/layer" "$layer"
    rm -rf "$scratch"
  fi
  echo "$layer:$base"
}

layer_fill() { # layer_fill FLAVOUR BASE SCRATCH
  local root=$3/merged
  mount -t overlay overlay -o "lowerdir=$2,upperdir=$3/layer,workdir=$3/work" "$root"
  install -m 600 "$STATE/key.pub" "$root/root/.ssh/authorized_keys"
  install -m 600 -o 2000 -g 2000 "$STATE/key.pub" "$root/home/mesh-ops/.ssh/authorized_keys"
  if [ "$1" = forge ]; then
    return                              # nothing is installed there later
  elif [ "$1" = dnf ]; then
    mkdir -p "$root/etc/yum.repos.d"
    printf '%s\n' '[lab]' 'name=mesh lab' "baseurl=http://$HOST_ADDRESS:$REPO_PORT/rpm" gpgcheck=0 \
      > "$root/etc/yum.repos.d/lab.repo"
    chroot "$root" dnf -q makecache
  else
    echo "deb [trusted=yes] http://$HOST_ADDRESS:$REPO_PORT/deb ./" > "$root/etc/apt/sources.list.d/lab.list"
    chroot "$root" apt-get -qq update
  fi
}
