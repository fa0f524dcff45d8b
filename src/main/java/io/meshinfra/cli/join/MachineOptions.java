package io.meshinfra.cli.join;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.YesOption;
import io.meshinfra.join.Person;
import io.meshinfra.join.ShownKey;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.SecretRef;
import io.meshinfra.model.Target;
import io.meshinfra.reconcile.Arrival;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** How a person comes to a machine: by a login of their own, after a look at its host key. */
final class MachineOptions {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z_][A-Za-z0-9._-]{0,63})@(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9][A-Za-z0-9._-]{0,252})"
              + "(?::([1-9][0-9]{0,4}))?");
  private static final int USUAL_PORT = 22;
  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--ssh",
      paramLabel = "USER@HOST[:PORT]",
      description =
          "Your own login there: root, or somebody who may use sudo. The keys of --identity and of an"
              + " ssh-agent are offered.")
  private String ssh;

  @Option(
      names = "--host-key",
      paramLabel = "SHA256:...",
      description =
          "Fingerprint that the host key must have, as ssh-keygen -lf prints it on the machine;"
              + " without it you are asked.")
  private String hostKey;

  @Option(
      names = "--sudo-password",
      paramLabel = "PROVIDER:PATH",
      description =
          "Where the password is that your sudo there asks for, like pass:laptop/me or file:/run/x;"
              + " without it your sudo must ask for none.")
  private String sudoPassword;

  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

  /**
   * Looks at the options alone.
   *
   * @throws Failure when one has another form, or does nothing without another
   */
  void check() {
    if (ssh == null && (hostKey != null || sudoPassword != null)) {
      throw new Failure(
          (hostKey != null ? "--host-key" : "--sudo-password")
              + " is about the machine that --ssh names, and there is no --ssh");
    }
    if (hostKey != null && !FINGERPRINT.matcher(hostKey).matches()) {
      throw new Failure(
          "--host-key is a fingerprint like SHA256:... as ssh-keygen -lf prints it, not %s"
              .formatted(Printable.quote(hostKey)));
    }
  }

  /** A machine, and who goes there. */
  record Place(String user, String host, int port) {
    Target target(NodeName node, List<String> hostKeys) {
      return new Target(
          node,
          List.of(AccessPath.ssh("ssh", host, port)),
          hostKeys,
          user,
          user.equals("root") ? Target.Become.NONE : Target.Become.SUDO);
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  boolean isGiven() {
    return ssh != null;
  }

  /**
   * @throws Failure when it is missing, or has another form
   */
  Place place() {
    Matcher form = FORM.matcher(ssh == null ? "" : ssh);
    if (!form.matches()) {
      throw new Failure(
          "--ssh names your login on the machine, like --ssh me@192.0.2.20 or root@host:2222");
    }
    int port = form.group(3) == null ? USUAL_PORT : Integer.parseInt(form.group(3));
    if (port > LAST_PORT) {
      throw new Failure("there is no port " + port);
    }
    return new Place(form.group(1), form.group(2).replaceAll("[\\[\\]]", ""), port);
  }

  /**
   * The host key that the person vouches for; never one that nobody has looked at.
   *
   * @throws Failure when none is vouched for
   */
  String confirmed(Arrival arrival, Place place, Shell shell) {
    List<ShownKey> shown =
        switch (arrival.hostKeys(place.host(), place.port())) {
          case Arrival.Keys.None(String reason) ->
              throw new Failure("nothing was done: " + Printable.line(reason));
          case Arrival.Keys.Shown(List<ShownKey> all) -> all;
        };
    if (hostKey != null) {
      return shown.stream()
          .filter(key -> key.fingerprint().equals(hostKey))
          .findFirst()
          .map(ShownKey::line)
          .orElseThrow(() ->
              new Failure(
                  "%s shows another host key than %s, and nothing was done: %s. Another machine may answer there"
                      .formatted(place, Printable.line(hostKey), fingerprints(shown))));
    }
    shell.progress(
        "%s shows the host key %s %s"
            .formatted(place, shown.getFirst().type(), shown.getFirst().fingerprint()));
    shell.progress(
        "Compare it on the machine itself: ssh-keygen -lf /etc/ssh/ssh_host_%s_key.pub"
            .formatted(file(shown.getFirst().type())));
    if (!shell.screen().in()) {
      throw new Failure(
          "nobody has vouched for the host key, and nothing was done; --host-key %s does, once it was compared"
              .formatted(shown.getFirst().fingerprint()));
    }
    if (!new YesOption().agreed(shell, "Is it the same?", "Nothing was done", "")) {
      throw new Failure("nobody has vouched for the host key");
    }
    return shown.getFirst().line();
  }

  /**
   * The person who goes there.
   *
   * @throws Failure when the password is not where it should be
   */
  Person person(Place place, NodeName node, List<String> hostKeys) {
    return new Person(
        place.target(node, hostKeys),
        Optional.ofNullable(sudoPassword).map(MachineOptions::secret));
  }

  private static Secret secret(String name) {
    try {
      return switch (Secrets.installed().resolve(SecretRef.parse(name))) {
        case Resolution.Resolved resolved -> resolved.secret();
        case Resolution.Unresolvable unresolvable -> throw new Failure(unresolvable.reason());
      };
    } catch (IllegalArgumentException e) {
      throw new Failure("--sudo-password: " + e.getMessage());
    }
  }

  private static String file(String type) {
    return type.contains("ed25519") ? "ed25519" : type.contains("ecdsa") ? "ecdsa" : "rsa";
  }

  private static String fingerprints(List<ShownKey> keys) {
    return keys.stream()
        .map(key -> key.type() + " " + key.fingerprint())
        .collect(Collectors.joining(", "));
  }
}
