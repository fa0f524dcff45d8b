package io.meshinfra.forge.client;

import io.meshinfra.forge.Answer;
import io.meshinfra.secret.Secret;

/** As whom a forge is asked. */
public interface Credentials {
  /** What is shown now; asked before every request, so that it can be replaced meanwhile. */
  Answer<Secret> current();

  /** The forge did not accept it; what was kept of it is to be made anew. */
  void refused();

  /** Where it is set, for messages. */
  String setting();
}
