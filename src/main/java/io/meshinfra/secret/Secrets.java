package io.meshinfra.secret;

import io.meshinfra.model.FileTree;
import io.meshinfra.model.Printable;
import io.meshinfra.model.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All providers of secrets, chosen by the name in the reference. */
public final class Secrets {
  private final Map<String, SecretProvider> providers = new TreeMap<>();

  public Secrets(List<SecretProvider> providers) {
    for (SecretProvider provider : providers) {
      SecretProvider other = this.providers.put(provider.name(), provider);
      if (other != null) {
        throw new IllegalArgumentException(
            "two providers of secrets are named "
                + provider.name()
                + ": "
                + other.getClass().getName()
                + " and "
                + provider.getClass().getName());
      }
    }
  }

  /** The providers on the class path, as manifests may use them. */
  public static Secrets within(SecretSettings settings) {
    return new Secrets(
        installed().providers.values().stream().map(p -> p.within(settings)).toList());
  }

  /** These, and one that is no part of the program but of this process. */
  public Secrets and(SecretProvider provider) {
    List<SecretProvider> all = new ArrayList<>(providers.values());
    all.add(provider);
    return new Secrets(all);
  }

  /**
   * These, but for one key, by whatever name it is asked for.
   *
   * @param key of the hub's own configuration
   */
  public Secrets without(SecretRef key) {
    Secrets own = installed();
    return new Secrets(
        providers.values().stream()
            .map(provider -> Withholding.from(provider, () -> own.resolve(key)))
            .toList());
  }

  /** The providers on the class path, for what the configuration of the hub itself names. */
  public static Secrets installed() {
    return new Secrets(
        ServiceLoader.load(SecretProvider.class, SecretProvider.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  public Resolution resolve(SecretRef ref) {
    SecretProvider provider = providers.get(ref.provider());
    return provider == null ? new Resolution.Unresolvable(unknown(ref)) : provider.resolve(ref);
  }

  /**
   * The same for what a manifest names.
   *
   * @param files of the revision that it is from; asked for only when the secret is in them
   */
  public Resolution resolve(SecretRef ref, Supplier<FileTree> files) {
    return providers.get(ref.provider()) instanceof ReadsRepository provider
        ? provider.resolve(ref, files.get())
        : resolve(ref);
  }

  /** What is wrong with a reference, without looking the secret up. */
  public Optional<String> complaint(SecretRef ref) {
    SecretProvider provider = providers.get(ref.provider());
    return provider == null ? Optional.of(unknown(ref)) : provider.complaint(ref);
  }

  private String unknown(SecretRef ref) {
    return "no provider of secrets is named "
        + Printable.quote(ref.provider())
        + "; there are: "
        + String.join(", ", providers.keySet());
  }
}
