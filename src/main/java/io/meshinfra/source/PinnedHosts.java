package io.meshinfra.source;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/** Accepts the host keys of one {@code known_hosts} file, asks nobody, and learns none. */
final class PinnedHosts implements ServerKeyDatabase {
  private final Path file;
  private volatile String refusal = "";

  PinnedHosts(Path file) {
    this.file = file;
  }

  /** Why the last key was refused; empty when none was. */
  String refusal() {
    return refusal;
  }

  @Override
  public List<PublicKey> lookup(
      String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
    return keys(connectAddress, "");
  }

  @Override
  public boolean accept(
      String connectAddress,
      InetSocketAddress remoteAddress,
      PublicKey key,
      Configuration config,
      CredentialsProvider provider) {
    List<PublicKey> known = keys(connectAddress, "");
    boolean revoked = contains(keys(connectAddress, "revoked"), key);
    if (!revoked && contains(known, key)) {
      return true;
    }
    refusal =
        "the host key of "
            + connectAddress
            + " is "
            + (revoked ? "revoked" : known.isEmpty() ? "unknown" : "not the one that is pinned")
            + ": it is "
            + KeyUtils.getKeyType(key)
            + " "
            + KeyUtils.getFingerPrint(key)
            + ". If that is right, put the key into "
            + file;
    return false;
  }

  private static boolean contains(List<PublicKey> keys, PublicKey key) {
    return keys.stream().anyMatch(k -> KeyUtils.compareKeys(k, key));
  }

  private List<PublicKey> keys(String connectAddress, String marker) {
    SshdSocketAddress address = address(connectAddress);
    List<PublicKey> keys = new ArrayList<>();
    try {
      for (KnownHostEntry entry : KnownHostEntry.readKnownHostEntries(file)) {
        String marked = entry.getMarker() == null ? "" : entry.getMarker();
        if (marked.equals(marker) && entry.isHostMatch(address.getHostName(), address.getPort())) {
          keys.add(entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING));
        }
      }
      keys.removeIf(java.util.Objects::isNull);
      return keys;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // A file that cannot be read pins nothing: the host is refused, and told below.
      return List.of();
    }
  }

  /** From {@code host:port}, {@code [host]:port} or {@code host}. */
  private static SshdSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > 0 && text.substring(colon + 1).matches("\\d{1,5}");
    String host = hasPort ? text.substring(0, colon) : text;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return new SshdSocketAddress(host, hasPort ? Integer.parseInt(text.substring(colon + 1)) : 22);
  }
}
