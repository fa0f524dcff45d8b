package io.meshinfra.resource.service;

import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Former;
import io.meshinfra.resource.Reactive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has to be done to a service.
 *
 * @param run true to start, false to stop
 * @param enable true to enable, false to disable
 * @param mask true to mask, false to unmask
 * @param react what is due, empty also when a start or stop makes up for it
 * @param clear whether the note of a due reaction is to be removed
 */
record Todo(
    Optional<Boolean> run,
    Optional<Boolean> enable,
    Optional<Boolean> mask,
    Optional<Reactive.Reaction> react,
    boolean clear) {

  static Todo of(ServiceSpec spec, Change change) {
    Optional<Boolean> run = touched(change, ServiceType.RUNNING, spec.running());
    boolean due = change.touches(Reactive.DUE);
    return new Todo(
        run,
        touched(change, ServiceType.ENABLED, spec.enabled()),
        touched(change, ServiceType.MASKED, spec.masked()),
        // A service that is started now has read everything, one that is stopped needs nothing.
        due && run.isEmpty() ? Optional.of(reaction(change)) : Optional.empty(),
        due);
  }

  private static Optional<Boolean> touched(
      Change change, String attribute, Optional<Boolean> wanted) {
    return change.touches(attribute) ? wanted : Optional.empty();
  }

  /** As somebody would type it. */
  List<String> commands(ServiceSpec spec) {
    String scope = spec.scope() == ServiceSpec.Scope.USER ? "systemctl --user " : "systemctl ";
    List<String> verbs = new ArrayList<>();
    run.ifPresent(start -> verbs.add(start ? "start" : "stop"));
    enable.ifPresent(on -> verbs.add(on ? "enable" : "disable"));
    mask.ifPresent(on -> verbs.add(on ? "mask" : "unmask"));
    if (!spec.restartOn().isEmpty() || !spec.reloadOn().isEmpty()) {
      react.ifPresent(reaction -> verbs.add(reaction.word()));
    }
    return verbs.stream().map(verb -> scope + verb + " " + spec.name()).toList();
  }

  /** The service before all that, as the node keeps it. */
  Former former(ServiceSpec spec) {
    return new Former.Service(spec.name().value(), spec.user().map(AccountName::value), react);
  }

  /** The weaker reaction only when the node or the plan says so; a plan says also what for. */
  private static Reactive.Reaction reaction(Change change) {
    if (change instanceof Change.Update update) {
      boolean reload =
          update.differences().get(Reactive.DUE).from().stream()
              .map(from -> from.shown().split(",", 2)[0])
              .anyMatch(Reactive.Reaction.RELOAD.word()::equals);
      return reload ? Reactive.Reaction.RELOAD : Reactive.Reaction.RESTART;
    }
    return Reactive.Reaction.RESTART;
  }
}
