package io.meshinfra.network.identity;

import io.meshinfra.network.intent.Holder;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks for a certificate, as the hub knows it by a token.
 *
 * @param keyId stands in the certificate and in the log of every sshd
 * @param until when the token, and the contract if there is one, end; empty for no end
 * @param contract principals that the contract of an agent names; empty for people, who need none
 */
public record Asker(
    Holder holder, String keyId, Optional<Instant> until, Optional<Set<String>> contract) {
  public Asker {
    contract = contract.map(Set::copyOf);
  }
}
