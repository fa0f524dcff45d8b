package io.meshinfra.network.names;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Printable;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A way to the sshd of a node.
 *
 * @param name what people call it
 * @param host name or address; nothing in it means anything to a shell, or in ssh_config but for
 *     the percent sign
 */
record Way(String name, String host, int port) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9._:%-]{0,252}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final String EMERGENCY = "emergency";
  private static final int USUAL_PORT = 22;

  Way {
    if (!HOST.matcher(host).matches() || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "not a way to an sshd: %s %s".formatted(Printable.quote(name), Printable.quote(host)));
    }
  }

  static Way of(AccessPath path) {
    return new Way(path.name(), path.host(), path.port());
  }

  /** As in ssh_config, where the percent sign begins a token. */
  String escaped() {
    return host.replace("%", "%%");
  }

  /** As in known_hosts, where names are in lower case. */
  String form() {
    return form(host, port);
  }

  static String form(String host, int port) {
    String lower = host.toLowerCase(Locale.ROOT);
    return port == USUAL_PORT ? lower : "[" + lower + "]:" + port;
  }

  boolean emergency() {
    return name.equals(EMERGENCY);
  }
}
