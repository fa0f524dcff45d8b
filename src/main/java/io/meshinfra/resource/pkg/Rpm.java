package io.meshinfra.resource.pkg;

import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.ProbeOutput;
import java.util.List;

/** Fedora, RHEL and their family: looks with {@code rpm}, acts with {@code dnf}. */
final class Rpm implements PackageTool {
  @Override
  public ShellScript probe() {
    return ShellScript.of(
        """
        MESH_OUT=$(rpm -q --qf 'rpm\\t%{NAME}\\t%{NAME}.%{ARCH}\\t\
        %{EPOCHNUM}:%{VERSION}-%{RELEASE}\\n' "$@" 2>&1)
        printf '%s\\n' "$MESH_OUT"
        for p; do
          case $MESH_WANTED in
            *" $p "*)
              case $MESH_OUT in
                *"$MESH_TAB$p$MESH_TAB"*) ;;
                *) rpm -q --whatprovides --qf "provided\\\\t$p\\\\t%{NAME}\\\\n" "$p" 2>&1 ;;
              esac ;;
          esac
        done
        """);
  }

  @Override
  public Observation observe(PackageSpec spec, ProbeOutput output) {
    String name = spec.one().value();
    List<String> versions =
        output.rows("rpm").stream()
            .filter(row -> row.size() == 3)
            .filter(row -> row.get(0).equals(name) || row.get(1).equals(name))
            .map(row -> row.get(2).startsWith("0:") ? row.get(2).substring(2) : row.get(2))
            .toList();
    if (!versions.isEmpty()) {
      return PackageTool.installed(shown(spec, versions));
    }
    if (!output.lines().contains("package " + name + " is not installed")) {
      return PackageTool.untold(spec);
    }
    if (!spec.wanted() || spec.version().isPresent()) {
      return Observation.ABSENT;
    }
    return output.rows("provided").stream()
        .filter(row -> row.size() == 2 && row.getFirst().equals(name))
        .map(row -> PackageTool.providedBy(row.get(1)))
        .findFirst()
        .orElse(Observation.ABSENT);
  }

  /** Of several that are installed side by side, e.g. kernels, the one that is asked for. */
  private static String shown(PackageSpec spec, List<String> versions) {
    return spec.version()
        .map(PackageVersion::value)
        .filter(versions::contains)
        .orElse(versions.getLast());
  }

  @Override
  public String word(PackageSpec spec) {
    return spec.version().map(v -> spec.one().withRpmVersion(v.value())).orElse(spec.one().value());
  }

  @Override
  public ShellScript functions(Transaction transaction) {
    return ShellScript.lines(FUNCTIONS, all(transaction));
  }

  private static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          mesh_install() { dnf -q -y install "$@" </dev/null >/dev/null; }
          mesh_remove() { dnf -q -y remove "$@" </dev/null >/dev/null; }
          mesh_refresh() { dnf -q --refresh makecache </dev/null >/dev/null || :; }
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
