package io.meshinfra.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution.Resolved;
import io.meshinfra.secret.Resolution.Unresolvable;
import org.junit.jupiter.api.Test;

/** What every provider of secrets does. */
abstract class SecretProviderContract {
  abstract SecretProvider provider();

  /** Keeps the value where the provider looks. */
  abstract SecretRef store(String value) throws Exception;

  /** A reference under which nothing is kept. */
  abstract SecretRef missing();

  @Test
  void shouldResolveWhatIsStored() throws Exception {
    SecretRef ref = store("s3cret $(id) 'ü'");
    Resolved resolved = assertInstanceOf(Resolved.class, provider().resolve(ref));
    assertEquals("s3cret $(id) 'ü'", resolved.secret().reveal());
  }

  @Test
  void shouldAnswerToItsNameInReferences() throws Exception {
    assertEquals(provider().name(), store("x").provider());
  }

  @Test
  void shouldTellTheReasonWhenMissing() {
    Unresolvable failed = assertInstanceOf(Unresolvable.class, provider().resolve(missing()));
    assertFalse(failed.reason().isBlank());
  }

  @Test
  void shouldRefuseAnEmptySecret() throws Exception {
    assertInstanceOf(Unresolvable.class, provider().resolve(store("")));
  }

  @Test
  void shouldNotShowTheSecretInText() throws Exception {
    assertFalse(provider().resolve(store("hunter2")).toString().contains("hunter2"));
  }
}
