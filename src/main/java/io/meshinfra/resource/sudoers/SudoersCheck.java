package io.meshinfra.resource.sudoers;

import io.meshinfra.model.ShellScript;

/** Lets visudo look at all of sudo's configuration, before and after a file of it changes. */
final class SudoersCheck {
  private static final String OLD = ".mesh-old";

  private SudoersCheck() {}

  /** Fails when sudo would refuse its configuration with the file replaced or left out. */
  static ShellScript before(SudoersSpec spec) {
    return ShellScript.lines(
        COPY,
        ShellScript.of("rm -f -- \"$d/d/\"{}", spec.name()),
        spec.content()
            .map(text -> ShellScript.of("printf '%s' {} >\"$d/d/\"{}", text, spec.name()))
            .orElse(ShellScript.EMPTY),
        CHECK_COPY);
  }

  /** Keeps what is there now under a name that sudo skips. */
  static ShellScript keep(String path) {
    return ShellScript.of(
        "rm -f -- {}\nif [ -f {} ] && [ ! -L {} ]; then cp -p -- {} {}; fi",
        path + OLD,
        path,
        path,
        path,
        path + OLD);
  }

  /** Only another change at the same moment makes this fail; then the old file comes back. */
  static ShellScript after(String path) {
    return ShellScript.of(
        """
        if ! visudo -c -f /etc/sudoers >/dev/null; then
          if [ -f {} ]; then mv -f -- {} {}; else rm -f -- {}; fi
          echo 'sudo refused its whole configuration with this file, so it was taken back' >&2
          exit 1
        fi
        rm -f -- {}
        """,
        path + OLD,
        path + OLD,
        path,
        path,
        path + OLD);
  }

  /** Names with a dot or ending in ~ are skipped by sudo. */
  private static final ShellScript COPY =
      ShellScript.of(
          """
          if ! mesh_has visudo; then
            echo 'visudo is not on the node; is package:sudo in the profile?' >&2
            exit 1
          fi
          (
          d=$(mktemp -d)
          trap 'rm -rf -- "$d"' EXIT
          mkdir "$d/d"
          if [ -d /etc/sudoers.d ]; then
            find /etc/sudoers.d -mindepth 1 -maxdepth 1 -type f ! -name '*.*' ! -name '*~' \\
              -exec cp -- {} "$d/d/" ';'
          fi
          """,
          "{}");

  private static final ShellScript CHECK_COPY =
      ShellScript.of(
          """
          sed "s|^\\([#@]includedir\\)[[:space:]][[:space:]]*/etc/sudoers\\.d/*[[:space:]]*\\$|\\1 $d/d|" \\
            /etc/sudoers >"$d/sudoers"
          chmod 0440 "$d/sudoers"
          find "$d/d" -type f -exec chmod 0440 {} ';'
          if ! visudo -c -f "$d/sudoers" >"$d/out" 2>&1; then
            echo 'sudo would refuse its whole configuration with this change; nothing was done:' >&2
            sed "s|$d/d/|/etc/sudoers.d/|g; s|$d/sudoers|/etc/sudoers|g" "$d/out" >&2
            exit 1
          fi
          )
          """,
          "{}");
}
