# Kept by mesh-infra: changes made here are undone.
if [ -n "${PS1:-}" ] && [ -r /etc/mesh-release ]; then
  . /etc/mesh-release
  PS1="[$MESH_DOMAIN] $PS1"
fi
