package io.meshinfra.resource.pkg;

import io.meshinfra.model.ShellScript;
import java.util.ArrayList;
import java.util.List;

/**
 * Packages that are brought about together; when that fails, each alone.
 *
 * @param installs words of the package manager, with a version where one is asked for
 * @param removes names
 * @param versions whether a version is asked for, so that a downgrade is meant
 * @param broken whether one of them is there and not in order
 * @param halfUnpacked whether one of those has to be unpacked anew
 */
record Transaction(
    List<String> installs,
    List<String> removes,
    boolean versions,
    boolean broken,
    boolean halfUnpacked) {

  ShellScript script(PackageTool tool) {
    List<ShellScript> lines = new ArrayList<>();
    // Maintainer scripts must not inherit the closed umask of the apply script.
    lines.add(ShellScript.of("umask 022"));
    lines.add(tool.functions(this));
    // The first failure is not told: the second try fails with the same words if it fails.
    lines.add(ShellScript.of("if ! mesh_all 2>/dev/null; then\n  mesh_refresh"));
    boolean single = installs.size() + removes.size() == 1;
    lines.add(
        single
            ? ShellScript.of("  if ! mesh_all; then")
            : ShellScript.of("  if ! mesh_all 2>/dev/null; then"));
    lines.add(single ? alone() : eachAlone());
    lines.add(ShellScript.of("  fi\nfi"));
    return ShellScript.lines(lines);
  }

  private ShellScript alone() {
    return installs.isEmpty()
        ? ShellScript.of(
            "    printf 'the package %s could not be removed\\n' {} >&2; exit 1",
            removes.getFirst())
        : ShellScript.of(
            "    printf 'the package %s could not be installed\\n' {} >&2; exit 1",
            installs.getFirst());
  }

  private ShellScript eachAlone() {
    return ShellScript.of(
        """
            MESH_BAD=
            for p in {*}; do mesh_remove "$p" || MESH_BAD="$MESH_BAD $p"; done
            for p in {*}; do mesh_install "$p" || MESH_BAD="$MESH_BAD $p"; done
            if [ -n "$MESH_BAD" ]; then
              echo "these packages failed, the others are done:$MESH_BAD" >&2
              exit 1
            fi\
        """,
        removes,
        installs);
  }
}
