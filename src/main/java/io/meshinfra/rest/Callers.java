package io.meshinfra.rest;

import io.meshinfra.rest.view.Requests;
import java.util.Optional;

/** In whose name something is asked. There is one token, so this is what the caller says. */
final class Callers {
  static final String UNNAMED = "somebody with the token";

  private Callers() {}

  static String of(Requests.OnBehalf request) {
    Optional<String> by = request == null ? Optional.empty() : request.by();
    return Input.one(input -> input.text("by", by, UNNAMED));
  }
}
