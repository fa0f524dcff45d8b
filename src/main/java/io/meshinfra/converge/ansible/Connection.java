package io.meshinfra.converge.ansible;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The settings of OpenSSH for one call: this node, its pinned keys, our identity, nothing else. */
record Connection(Target target, AccessPath path) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9._:%-]{0,252}");
  private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9._@-]{0,63}");
  private static final Pattern KEY =
      Pattern.compile("([a-z0-9@.-]{3,64}) ([A-Za-z0-9+/]{16,8192}={0,2})( .*)?");
  private static final Pattern QUOTABLE = Pattern.compile("[^\"%$\\p{Cntrl}]+");

  /** {@code sun_path} of Linux, less what OpenSSH appends while it makes the socket. */
  private static final int LONGEST_SOCKET = 107 - 18;

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Refuses what OpenSSH or Ansible could take for something else than a name. */
  static Connection of(Target target, AccessPath path) throws UnusablePlaybook {
    if (path.kind() == AccessPath.Kind.SSH && !HOST.matcher(path.host()).matches()) {
      throw new UnusablePlaybook(
          "not a host name or address that ansible-playbook can use: "
              + Printable.quote(path.host()));
    }
    if (!USER.matcher(target.user()).matches()) {
      throw new UnusablePlaybook("not a login name: " + Printable.quote(target.user()));
    }
    return new Connection(target, path);
  }

  boolean isLocal() {
    return path.kind() == AccessPath.Kind.LOCAL;
  }

  /** The name of the node stands for it whatever the path; the addresses are for other programs. */
  String knownHosts() throws UnusablePlaybook {
    TreeSet<String> names = new TreeSet<>();
    names.add(target.node().value());
    if (!isLocal()) {
      names.add("[" + path.host() + "]:" + path.port());
      if (path.port() == 22) {
        names.add(path.host());
      }
    }
    StringBuilder lines = new StringBuilder();
    for (String pinned : target.hostKeys()) {
      var key = KEY.matcher(pinned.strip());
      if (!key.matches()) {
        throw new UnusablePlaybook("not a public host key: " + Printable.quote(pinned));
      }
      lines.append(String.join(",", names)).append(' ').append(key.group(1)).append(' ');
      lines.append(key.group(2)).append('\n');
    }
    return lines.toString();
  }

  /** A configuration file of OpenSSH; the one of the user and of the system are not read. */
  String sshConfig(Path knownHosts, Path socket, Optional<Path> identity) throws UnusablePlaybook {
    List<String> lines = new ArrayList<>();
    lines.add("HostKeyAlias " + target.node().value());
    lines.add("UserKnownHostsFile " + quoted(knownHosts));
    lines.add("GlobalKnownHostsFile /dev/null");
    lines.add("StrictHostKeyChecking yes");
    lines.add("CheckHostIP no");
    lines.add("UpdateHostKeys no");
    lines.add("BatchMode yes");
    lines.add("ForwardAgent no");
    lines.add("ConnectTimeout " + CONNECT.toSeconds());
    lines.add("ServerAliveInterval 10");
    lines.add("ServerAliveCountMax 3");
    if (identity.isPresent()) {
      lines.add("IdentityFile " + quoted(identity.get()));
      lines.add("IdentitiesOnly yes");
      lines.add("IdentityAgent none");
    } else {
      lines.add("IdentityFile none");
    }
    if (socket.toString().length() <= LONGEST_SOCKET) {
      lines.add("ControlMaster auto");
      lines.add("ControlPersist 30");
      lines.add("ControlPath " + quoted(socket));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String quoted(Path path) throws UnusablePlaybook {
    if (!QUOTABLE.matcher(path.toString()).matches()) {
      throw new UnusablePlaybook(
          "OpenSSH cannot take this path, choose one without quotes, % and $: "
              + Printable.quote(path.toString()));
    }
    return '"' + path.toString() + '"';
  }
}
