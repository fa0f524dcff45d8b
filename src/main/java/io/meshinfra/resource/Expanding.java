package io.meshinfra.resource;

import java.util.List;

/** A type whose one manifest entry may stand for several resources, e.g. a list of packages. */
public interface Expanding<S> {
  List<S> expand(S spec);
}
