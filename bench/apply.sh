# shellcheck shell=bash disable=SC2154
# What the guard and the detached run cost: the same change in three ways on one node, by ApplyBench.

floor_apply() {
  local start
  start=$(now)
  warm_ssh "$first" true
  row apply.floor 1 "$(ms $(($(now) - start)))" ms
}

measure_apply() {
  local first
  lab_fresh 85 1
  say "the guard and the detached run: changes of 1 and of 20 files"
  first=$(addresses | head -n 1)
  mkdir "$WORK/apply"
  lab manifests > "$WORK/apply/nodes.yaml"
  warm_ssh "$first" true
  repeat "$ROUNDS" floor_apply
  program ApplyBench "$WORK/apply" "$key" "$ROUNDS" >> "$RAW"
  lab_gone
}
