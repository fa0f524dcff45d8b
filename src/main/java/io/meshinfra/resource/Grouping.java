package io.meshinfra.resource;

import io.meshinfra.model.Facts;
import java.util.List;

/** A type that brings several changes about at once, e.g. packages in one transaction. */
public interface Grouping<S> {
  /** One resource of the group and its change. */
  record Member<S>(S spec, Change change) {}

  List<Action> convergeTogether(List<Member<S>> members, Facts facts);
}
