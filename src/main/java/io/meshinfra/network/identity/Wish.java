package io.meshinfra.network.identity;

import io.meshinfra.model.SshPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that somebody wants.
 *
 * @param principals all that the asker may have when none is named
 * @param life the longest when it is not said
 * @param sources networks that it shall be used from; everywhere when there are none
 */
public record Wish(
    SshPublicKey key, List<String> principals, Optional<Duration> life, List<String> sources) {
  public Wish {
    principals = List.copyOf(principals);
    sources = List.copyOf(sources);
  }
}
