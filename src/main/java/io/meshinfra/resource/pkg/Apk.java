package io.meshinfra.resource.pkg;

import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.ProbeOutput;
import java.util.Optional;
import java.util.regex.Pattern;

/** Alpine: {@code apk}. A package that only others provide counts as absent there. */
final class Apk implements PackageTool {
  private static final Pattern VERSION_FORM = Pattern.compile("[0-9][^\\s-]*(-r[0-9]+)?");

  @Override
  public ShellScript probe() {
    return ShellScript.of(
        """
        MESH_OUT=$(apk info -v 2>/dev/null) && printf 'listed\\n'
        for p; do
          shift
          set -- "$@" -e "$p-"
        done
        printf '%s\\n' "$MESH_OUT" | grep -F "$@" | sed "s/^/apk$MESH_TAB/"
        """);
  }

  @Override
  public Observation observe(PackageSpec spec, ProbeOutput output) {
    String start = spec.one() + "-";
    Optional<String> version =
        output.rows("apk").stream()
            .filter(row -> row.size() == 1 && row.getFirst().startsWith(start))
            .map(row -> row.getFirst().substring(start.length()))
            .filter(rest -> VERSION_FORM.matcher(rest).matches())
            .findFirst();
    if (version.isPresent()) {
      return PackageTool.installed(version.get());
    }
    return output.lines().contains("listed") ? Observation.ABSENT : PackageTool.untold(spec);
  }

  @Override
  public String word(PackageSpec spec) {
    return spec.version().map(v -> spec.one() + "=" + v).orElse(spec.one().value());
  }

  @Override
  public ShellScript functions(Transaction transaction) {
    return ShellScript.lines(FUNCTIONS, all(transaction));
  }

  private static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          mesh_install() { apk -q --no-progress --wait 60 add "$@" </dev/null; }
          mesh_remove() { apk -q --no-progress --wait 60 del "$@" </dev/null; }
          mesh_refresh() { apk -q --no-progress --wait 60 update </dev/null || :; }
          """);

  private static ShellScript all(Transaction transaction) {
    if (transaction.installs().isEmpty()) {
      return ShellScript.of("mesh_all() { mesh_remove {*}; }", transaction.removes());
    }
    return transaction.removes().isEmpty()
        ? ShellScript.of("mesh_all() { mesh_install {*}; }", transaction.installs())
        : ShellScript.of(
            "mesh_all() { mesh_remove {*} && mesh_install {*}; }",
            transaction.removes(),
            transaction.installs());
  }
}
