package io.meshinfra.resource.authorizedkeys;

import io.meshinfra.model.Content;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.FileProbe;
import io.meshinfra.resource.FileProbe.Seen;
import io.meshinfra.resource.ProbeOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the users of a node live, and what is there.
 *
 * @param whole whether all users asked for are either there or do not exist
 * @param homes by user, in the order in which the node listed them
 */
record KeysProbe(boolean whole, Map<String, String> homes, Map<String, Seen> seen) {
  private static final String FOLDER = "/.ssh";
  private static final String NAME = "/authorized_keys";

  static ShellScript script(List<AuthorizedKeysSpec> specs) {
    List<AccountName> users = specs.stream().map(AuthorizedKeysSpec::user).distinct().toList();
    List<ShellScript> lines = new ArrayList<>();
    lines.add(ShellScript.of("MESH_OUT=$(getent passwd {*})", users));
    lines.add(STATUS);
    lines.add(
        ShellScript.of(
            "set -- \"$@\" {*}\nif [ $# -gt 0 ]; then mesh_stat \"$@\" 2>&1; fi", paths(specs)));
    lines.add(TEXTS);
    for (AuthorizedKeysSpec spec : specs) {
      spec.path()
          .ifPresent(path -> lines.add(ShellScript.of("mesh_text {} {}", spec.user(), path)));
    }
    return ShellScript.lines(lines);
  }

  private static final ShellScript STATUS =
      ShellScript.of(
          """
          printf 'passwd\\t%s\\n' $?
          printf '%s\\n' "$MESH_OUT"
          set --
          while IFS=: read -r name pw uid gid gecos home shell; do
            case $home in /*) set -- "$@" "$home/.ssh" "$home/.ssh/authorized_keys" ;; esac
          done <<MESH_END
          $MESH_OUT
          MESH_END
          """);

  /** Read as the user: a link to a secret of root shows nothing that the user cannot see anyway. */
  private static final ShellScript TEXTS =
      ShellScript.of(
          """
          mesh_text() {
            if [ -f "$2" ]; then
              printf 'text\\t%s\\t%s\\n' "$2" \\
                "$(mesh_as "$1" head -c 65537 -- "$2" </dev/null | base64 | tr -d '\\n')"
            fi
          }
          while IFS=: read -r name pw uid gid gecos home shell; do
            case $home in /*) mesh_text "$name" "$home/.ssh/authorized_keys" ;; esac
          done <<MESH_END
          $MESH_OUT
          MESH_END
          """);

  static KeysProbe read(List<AuthorizedKeysSpec> specs, ProbeOutput output) {
    Map<String, String> homes = new LinkedHashMap<>();
    for (String line : output.lines()) {
      String[] fields = line.split(":", -1);
      if (fields.length == 7 && fields[5].startsWith("/") && line.indexOf('\t') < 0) {
        homes.putIfAbsent(fields[0], fields[5]);
      }
    }
    // getent ends with 2 when one of the names does not exist.
    List<List<String>> status = output.rows("passwd");
    boolean whole = status.contains(List.of("0")) || status.contains(List.of("2"));
    // In the order of the script, since complaints of stat are told apart by their order.
    List<FileProbe.Look> looks = new ArrayList<>();
    for (String home : homes.values()) {
      looks.add(FileProbe.Look.at(home + FOLDER));
      looks.add(FileProbe.Look.at(home + FOLDER + NAME));
    }
    paths(specs).forEach(path -> looks.add(FileProbe.Look.at(path)));
    return new KeysProbe(whole, homes, FileProbe.read(looks, output));
  }

  private static List<String> paths(List<AuthorizedKeysSpec> specs) {
    return specs.stream().flatMap(spec -> spec.path().stream()).map(AbsolutePath::value).toList();
  }

  Observation of(AuthorizedKeysSpec spec) {
    if (!whole) {
      return Observation.unknown("the node could not list its accounts with getent");
    }
    String home = homes.get(spec.user().value());
    if (home == null) {
      return Observation.ABSENT;
    }
    String path = spec.path().map(AbsolutePath::value).orElse(home + FOLDER + NAME);
    return switch (seen.getOrDefault(path, new Seen.Untold("the node did not report " + path))) {
      case Seen.Missing missing -> Observation.ABSENT;
      case Seen.Untold untold -> Observation.unknown(untold.reason());
      case Seen.Found found -> present(spec, found, home);
    };
  }

  private Observation present(AuthorizedKeysSpec spec, Seen.Found found, String home) {
    boolean told = found.content().isPresent() || found.size() == 0;
    // A file that its user cannot read lets nobody in: it has no keys as far as sshd goes.
    boolean unreadable = !found.isFile() || !found.owner().equals(spec.user().value());
    if (!told && !unreadable) {
      return Observation.unknown("the file of the keys is larger than 64 KiB or changed just now");
    }
    State state =
        State.EMPTY
            .with("keys", keys(spec, found.content()))
            .with("owner", found.owner())
            .with("mode", found.mode())
            .with("type", found.isFile() ? AuthorizedKeysType.FILE : found.type());
    return Observation.present(
        spec.path().isPresent() ? state : state.with("folder", folder(home)));
  }

  private String folder(String home) {
    return seen.get(home + FOLDER) instanceof Seen.Found found
        ? (found.isDirectory() ? found.mode() : found.type()) + " " + found.owner()
        : "untold";
  }

  /** A key that is wanted is shown as in git: comments and order do not matter. */
  private static Value keys(AuthorizedKeysSpec spec, Optional<Content> content) {
    List<String> shown = new ArrayList<>();
    content
        .flatMap(Content::text)
        .ifPresent(text ->
            text.lines()
                .flatMap(line -> AuthorizedKey.read(line).stream())
                .forEach(key -> wanted(spec, key).ifPresent(shown::add)));
    return Value.of(shown);
  }

  private static Optional<String> wanted(AuthorizedKeysSpec spec, AuthorizedKey key) {
    return spec.keys().stream()
        .filter(key::isSameAs)
        .findFirst()
        .map(AuthorizedKey::toString)
        .or(() -> spec.exclusive() ? Optional.of(key.toString()) : Optional.empty());
  }
}
