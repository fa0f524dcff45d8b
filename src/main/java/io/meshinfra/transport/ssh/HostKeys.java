package io.meshinfra.transport.ssh;

import io.meshinfra.model.Printable;
import io.meshinfra.model.Target;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/** The pinned public keys of one node. */
record HostKeys(List<PublicKey> keys) {

  HostKeys {
    keys = List.copyOf(keys);
  }

  /**
   * Reads the pinned keys of a target.
   *
   * @throws IllegalArgumentException with a message for people, if one cannot be read
   */
  static HostKeys of(Target target) {
    List<PublicKey> keys = new ArrayList<>();
    for (String line : target.hostKeys()) {
      keys.add(parse(target, line.strip()));
    }
    return new HostKeys(keys);
  }

  private static PublicKey parse(Target target, String line) {
    try {
      PublicKeyEntry entry = PublicKeyEntry.parsePublicKeyEntry(line);
      PublicKey key = entry == null ? null : entry.resolvePublicKey(null, null, null);
      if (key != null) {
        return key;
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "a pinned host key of "
            + target.node()
            + " cannot be read: "
            + Printable.quote(line)
            + "; write it as ssh-keyscan prints it, without the host: ssh-ed25519 AAAA...");
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  boolean contains(PublicKey key) {
    return keys.stream().anyMatch(pinned -> KeyUtils.compareKeys(pinned, key));
  }

  /** Host key algorithms that a server with one of these keys can prove itself with. */
  Set<String> algorithms() {
    Set<String> names = new LinkedHashSet<>();
    for (PublicKey key : keys) {
      String type = KeyUtils.getKeyType(key);
      names.add(type);
      names.addAll(KeyUtils.getAllEquivalentKeyTypes(type));
    }
    return names;
  }

  String types() {
    return keys.stream().map(KeyUtils::getKeyType).distinct().collect(Collectors.joining(", "));
  }

  String fingerprints() {
    return keys.stream().map(HostKeys::fingerprint).collect(Collectors.joining(", "));
  }

  /** For example {@code ssh-ed25519 SHA256:...}. */
  static String fingerprint(PublicKey key) {
    return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
  }
}
