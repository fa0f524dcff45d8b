package io.meshinfra.secret;

import io.meshinfra.model.Printable;
import io.meshinfra.model.SecretRef;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

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

  /** The providers on the class path. */
  public static Secrets installed() {
    return new Secrets(
        ServiceLoader.load(SecretProvider.class, SecretProvider.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  public Resolution resolve(SecretRef ref) {
    SecretProvider provider = providers.get(ref.provider());
    if (provider == null) {
      return new Resolution.Unresolvable(
          "no provider of secrets is named "
              + Printable.quote(ref.provider())
              + "; there are: "
              + String.join(", ", providers.keySet()));
    }
    return provider.resolve(ref);
  }
}
