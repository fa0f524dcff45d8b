package io.meshinfra.network.intent;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.SshPublicKey;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The authority whose certificates nodes believe, what each principal opens, and what was revoked.
 *
 * @param at where it is written
 */
public record SshCa(
    Position at,
    SshPublicKey publicKey,
    SortedMap<Label, PrincipalRule> principals,
    List<Revocation> revoked) {
  public SshCa {
    principals = Collections.unmodifiableSortedMap(new TreeMap<>(principals));
    revoked = List.copyOf(revoked);
  }

  /** Why whoever asks with that key gets no certificate any more, if so. */
  public Optional<Revocation> revocation(String keyId, SshPublicKey key) {
    return revoked.stream().filter(one -> one.concerns(keyId, key)).findFirst();
  }
}
