package io.meshinfra.resource;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.FileProbe.Look;
import java.util.ArrayList;
import java.util.List;

/** The shell text of {@link FileProbe}: four functions, and one call of each for many paths. */
final class FileProbeScript {
  /** Paths for one {@code stat}: far below the 2 MiB that Linux takes as arguments. */
  private static final int BATCH = 400;

  /** Digest that no file has: the text is wanted in any case. */
  private static final String NEVER = "-".repeat(64);

  private static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          mesh_stats() {
            MESH_STATS=$(mesh_stat "$@" 2>&1)
            printf '%s\\n' "$MESH_STATS"
            MESH_LARGE=
            while IFS="$MESH_TAB" read -r tag type mode user group uid gid size path; do
              if [ "$tag" = stat ] && [ "$size" -gt 16777216 ]; then
                MESH_LARGE="$MESH_LARGE
          $path
          "
              fi
            done <<MESH_END
          $MESH_STATS
          MESH_END
            for p; do
              if [ -L "$p" ]; then
                MESH_TARGET=$(readlink "$p")
                printf 'link\\t%s\\t%s\\n' "$p" "$(printf %s "$MESH_TARGET" | tr '\\n\\t' '??')"
              fi
            done
          }
          mesh_sums() {
            MESH_ODD=$MESH_LARGE
            for p; do
              if [ ! -f "$p" ] || [ -L "$p" ]; then MESH_ODD=yes; break; fi
            done
            if [ -n "$MESH_ODD" ]; then
              for p; do
                shift
                if [ -f "$p" ] && [ ! -L "$p" ]; then
                  case $MESH_LARGE in
                    *"
          $p
          "*) ;;
                    *) set -- "$@" "$p" ;;
                  esac
                fi
              done
            fi
            MESH_SUMS=
            if [ $# -gt 0 ]; then MESH_SUMS=$(mesh_sha256 "$@" 2>/dev/null); fi
            printf '%s\\n' "$MESH_SUMS"
          }
          mesh_salted() {
            if [ -f "$2" ] && [ ! -L "$2" ]; then
              MESH_SALTED=$({ printf %s "$1"; head -c 8388609 -- "$2"; } | mesh_sha256)
              printf 'salted\\t%s\\t%s\\n' "$2" "${MESH_SALTED%% *}"
            fi
          }
          mesh_texts() {
            { printf '%s\\n' "$@" ''; printf '%s\\n' "$MESH_SUMS"; } | awk '
              !sums && $0 == "" { sums = 1; next }
              !sums { wanted[substr($0, 67)] = substr($0, 1, 64); next }
              substr($0, 1, 1) == "\\\\" {
                n = split(substr($0, 2), part, /\\\\\\\\/)
                $0 = part[1]
                for (i = 2; i <= n; i++) $0 = $0 "\\\\" part[i]
              }
              { path = substr($0, 67) }
              (path in wanted) && wanted[path] != substr($0, 1, 64) { print path }
            ' | while IFS= read -r p; do
              printf 'text\\t%s\\t%s\\n' "$p" "$(head -c 65537 "$p" | base64 | tr -d '\\n')"
            done
          }
          """);

  private FileProbeScript() {}

  /**
   * Shell text whose lines {@link FileProbe#read} understands; it changes the positional
   * parameters.
   */
  static ShellScript of(List<Look> looks) {
    if (looks.isEmpty()) {
      return ShellScript.EMPTY;
    }
    List<ShellScript> lines = new ArrayList<>(List.of(FUNCTIONS));
    for (int from = 0; from < looks.size(); from += BATCH) {
      lines.addAll(batch(looks.subList(from, Math.min(from + BATCH, looks.size()))));
    }
    return ShellScript.lines(lines);
  }

  private static List<ShellScript> batch(List<Look> looks) {
    List<String> paths = looks.stream().map(Look::path).distinct().toList();
    List<String> hashed = looks.stream().filter(Look::hash).map(Look::path).distinct().toList();
    List<String> texts =
        looks.stream()
            .filter(Look::text)
            .map(look -> look.expected().orElse(NEVER) + "  " + look.path())
            .toList();
    List<ShellScript> lines = new ArrayList<>();
    lines.add(ShellScript.of("set -- {*}", paths));
    lines.add(ShellScript.of("mesh_stats \"$@\""));
    if (hashed.equals(paths)) {
      lines.add(ShellScript.of("mesh_sums \"$@\""));
    } else if (!hashed.isEmpty()) {
      lines.add(ShellScript.of("mesh_sums {*}", hashed));
    }
    looks.forEach(look ->
        look.salt()
            .ifPresent(salt -> lines.add(ShellScript.of("mesh_salted {} {}", salt, look.path()))));
    if (!texts.isEmpty()) {
      lines.add(ShellScript.of("mesh_texts {*}", texts));
    }
    return lines;
  }
}
