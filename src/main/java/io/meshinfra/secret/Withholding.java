package io.meshinfra.secret;

import io.meshinfra.model.FileTree;
import io.meshinfra.model.SecretRef;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A provider that gives one key to nobody, by whatever name it is asked for: whoever may push could
 * else have the hub write its own key onto a node.
 */
class Withholding implements SecretProvider {
  /** What every private key that is a text has in its first line. */
  private static final String PRIVATE_KEY = "PRIVATE KEY";

  private final SecretProvider provider;
  private final Supplier<Resolution> withheld;

  private Withholding(SecretProvider provider, Supplier<Resolution> withheld) {
    this.provider = provider;
    this.withheld = withheld;
  }

  /**
   * @param withheld the key; looked up only when another private key is asked for
   */
  static SecretProvider from(SecretProvider provider, Supplier<Resolution> withheld) {
    return provider instanceof ReadsRepository reading
        ? new OfRepository(provider, reading, withheld)
        : new Withholding(provider, withheld);
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    return checked(provider.resolve(ref));
  }

  @Override
  public Optional<String> complaint(SecretRef ref) {
    return provider.complaint(ref);
  }

  final Resolution checked(Resolution resolution) {
    if (!(resolution instanceof Resolution.Resolved(Secret secret))
        || !secret.reveal().contains(PRIVATE_KEY)) {
      return resolution;
    }
    return switch (withheld.get()) {
      case Resolution.Unresolvable(String reason) ->
          new Resolution.Unresolvable(
              "it is a private key, and whether it is that of the hub's authority cannot be told: "
                  + reason);
      case Resolution.Resolved(Secret key) ->
          plain(secret).contains(plain(key))
              ? new Resolution.Unresolvable(
                  "it is the key of the hub's authority (mesh.ca.key or mesh.host-ca.key), which is on no node")
              : resolution;
    };
  }

  /** However its lines end. */
  private static String plain(Secret secret) {
    return secret.reveal().replaceAll("\\s", "");
  }

  /** The same of one that looks into the repository. */
  private static final class OfRepository extends Withholding implements ReadsRepository {
    private final ReadsRepository reading;

    OfRepository(SecretProvider provider, ReadsRepository reading, Supplier<Resolution> withheld) {
      super(provider, withheld);
      this.reading = reading;
    }

    @Override
    public Resolution resolve(SecretRef ref, FileTree files) {
      return checked(reading.resolve(ref, files));
    }
  }
}
