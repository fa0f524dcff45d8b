package io.meshinfra.reconcile.identity;

import io.meshinfra.model.SecretRef;
import io.meshinfra.network.identity.HostIdentity;
import io.meshinfra.reconcile.hello.HelloKeys;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.SecretSettings;
import io.meshinfra.secret.Secrets;
import java.util.Map;

/** What only a hub can make, as somebody knows it who has none: the name is right, and no more. */
public final class OnTheHub implements SecretProvider {
  private static final Map<String, String> MADE_THERE =
      Map.of(
          HelloKeys.NAME, "the keys by which nodes say hello are the hub's",
          HostIdentity.PROVIDER, "host certificates are signed by the hub");

  private final String name;
  private final String what;

  private OnTheHub(String name, String what) {
    this.name = name;
    this.what = what;
  }

  /** These, and what only a hub has. */
  public static Secrets and(Secrets secrets) {
    Secrets all = secrets;
    for (Map.Entry<String, String> made : MADE_THERE.entrySet()) {
      all = all.and(new OnTheHub(made.getKey(), made.getValue()));
    }
    return all;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return this;
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    return new Resolution.Unresolvable(what + ", and this is not the hub");
  }
}
