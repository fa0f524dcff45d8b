package io.meshinfra.resource;

import java.util.function.Function;

/**
 * Names a kind of resource in YAML and says how its spec becomes a name.
 *
 * @param name the key in a manifest, lower camel case
 * @param spec the record that the YAML is bound to
 * @param naming what makes two resources of the kind the same one, e.g. the path of a file
 */
public record Kind<S>(String name, Class<S> spec, Function<S, String> naming) {
  public static <S> Kind<S> of(String name, Class<S> spec, Function<S, String> naming) {
    return new Kind<>(name, spec, naming);
  }
}
