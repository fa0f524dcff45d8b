package io.meshinfra.resource.pkg;

import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.resource.ProbeOutput;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Debian and its family: looks with {@code dpkg-query}, acts with {@code apt-get}. */
final class Dpkg implements PackageTool {
  /** Statuses of packages that only a new unpacking brings in order. */
  static final Set<String> UNPACK_ANEW = Set.of("half-installed", "reinstreq");

  private static final Set<String> GONE = Set.of("not-installed", "config-files");

  @Override
  public ShellScript probe() {
    return ShellScript.of(
        """
        MESH_OUT=$(dpkg-query -W -f 'deb\\t${Package}\\t${db:Status-Status}\\t${db:Status-Eflag}\\t\
        ${Architecture}\\t${Version}\\n' -- "$@" 2>&1 | head -c 1048576)
        printf '%s\\n' "$MESH_OUT"
        for p; do
          shift
          case $MESH_WANTED in
            *" $p "*)
              p=${p%%:*}
              case $MESH_OUT in
                *"deb$MESH_TAB$p${MESH_TAB}installed"*) ;;
                *) set -- "$@" -e "$p" ;;
              esac ;;
          esac
        done
        if [ $# -gt 0 ]; then
          dpkg-query -W -f 'provides\\t${Package}\\t${db:Status-Status}\\t${Provides}\\n' |
            grep -F -w "$@"
        fi
        """);
  }

  @Override
  public Observation observe(PackageSpec spec, ProbeOutput output) {
    List<List<String>> rows =
        output.rows("deb").stream().filter(row -> row.size() == 5 && isAbout(spec, row)).toList();
    Optional<List<String>> there =
        Stream.concat(
                rows.stream().filter(row -> row.get(1).equals(INSTALLED)),
                rows.stream().filter(row -> !GONE.contains(row.get(1))))
            .findFirst();
    if (there.isPresent()) {
      return present(there.get());
    }
    if (rows.isEmpty() && !isToldMissing(spec, output)) {
      return PackageTool.untold(spec);
    }
    return spec.wanted() && spec.version().isEmpty()
        ? provider(spec, output).map(PackageTool::providedBy).orElse(Observation.ABSENT)
        : Observation.ABSENT;
  }

  private static boolean isAbout(PackageSpec spec, List<String> row) {
    String architecture = spec.one().architecture();
    return row.getFirst().equals(spec.one().plain())
        && (architecture.isEmpty()
            || architecture.equals(row.get(3))
            || GONE.contains(row.get(1))
            || row.get(3).equals("all"));
  }

  /** A package that needs a new unpacking or was left half-way is there, but not in order. */
  private static Observation present(List<String> row) {
    boolean inOrder = row.get(1).equals(INSTALLED) && row.get(2).equals("ok");
    String status = inOrder || !row.get(1).equals(INSTALLED) ? row.get(1) : row.get(2);
    return Observation.present(State.EMPTY.with(STATUS, status).with(VERSION, row.get(4)));
  }

  private static boolean isToldMissing(PackageSpec spec, ProbeOutput output) {
    String line = "dpkg-query: no packages found matching " + spec.one();
    return output.lines().contains(line);
  }

  private static Optional<String> provider(PackageSpec spec, ProbeOutput output) {
    return output.rows("provides").stream()
        .filter(row -> row.size() == 3 && row.get(1).equals(INSTALLED))
        .filter(row ->
            Arrays.stream(row.get(2).split(","))
                .anyMatch(item -> item.strip().split(" ", 2)[0].equals(spec.one().plain())))
        .map(List::getFirst)
        .findFirst();
  }

  @Override
  public String word(PackageSpec spec) {
    return spec.version().map(v -> spec.one() + "=" + v).orElse(spec.one().value());
  }

  @Override
  public ShellScript functions(Transaction transaction) {
    ShellScript mend =
        transaction.broken()
            ? ShellScript.of("dpkg --configure -a --force-confold </dev/null >/dev/null || :")
            : ShellScript.EMPTY;
    return ShellScript.lines(FUNCTIONS, install(transaction), all(transaction), mend);
  }

  /**
   * Pattern-Only: without it, a name that does not exist is taken for a regular expression. What
   * goes wrong is told on standard error; the rest is pages of progress.
   */
  private static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          mesh_apt() {
            DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=60 \\
              -o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0 \\
              -o APT::Cmd::Pattern-Only=true "$@" </dev/null >/dev/null
          }
          mesh_remove() { mesh_apt remove -- "$@"; }
          mesh_refresh() {
            dpkg --configure -a --force-confold </dev/null >/dev/null || :
            mesh_apt update || :
          }
          """);

  private static ShellScript install(Transaction transaction) {
    if (transaction.halfUnpacked()) { // apt takes it for the newest version
      return transaction.versions()
          ? ShellScript.of(
              "mesh_install() { mesh_apt install --reinstall --allow-downgrades -- \"$@\"; }")
          : ShellScript.of("mesh_install() { mesh_apt install --reinstall -- \"$@\"; }");
    }
    return transaction.versions()
        ? ShellScript.of("mesh_install() { mesh_apt install --allow-downgrades -- \"$@\"; }")
        : ShellScript.of("mesh_install() { mesh_apt install -- \"$@\"; }");
  }

  /** One call also for both: what replaces a package is installed while that one is removed. */
  private static ShellScript all(Transaction transaction) {
    if (transaction.installs().isEmpty()) {
      return ShellScript.of("mesh_all() { mesh_remove {*}; }", transaction.removes());
    }
    List<String> words =
        Stream.concat(
                transaction.installs().stream(),
                transaction.removes().stream().map(name -> name + "-"))
            .toList();
    return ShellScript.of("mesh_all() { mesh_install {*}; }", words);
  }
}
