package io.meshinfra.policy.risk;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Printable;
import io.meshinfra.policy.Touches;
import io.meshinfra.policy.command.Commands;
import io.meshinfra.policy.sudoers.Lockout;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Traced;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which changes could take a way into the machine away, when something is wrong with them. */
public final class WaysIn {
  private static final String USER = "user";
  private static final String GROUP = "group";

  private WaysIn() {}

  /**
   * Why it could, each to be read on its own; empty when it could not, as far as can be told.
   *
   * @param login as whom the hub comes in
   */
  public static List<String> threatened(ResourceChange change, String login) {
    List<String> reasons = new ArrayList<>();
    Touched touched = Touches.of(change).orElse(Touched.NOTHING);
    if (mayConcern(change, login)) {
      touched.paths().stream()
          .filter(path -> !isKeyOfSomebodyElse(path, login))
          .map(RiskyPaths::wayIn)
          .flatMap(Optional::stream)
          .forEach(reasons::add);
    }
    touched.commands().stream()
        .flatMap(text -> Commands.of(text).stream())
        .map(WaysIn::lockout)
        .flatMap(Optional::stream)
        .forEach(reasons::add);
    if (!(change.change() instanceof Change.Unverifiable)) {
      units(change).stream()
          .filter(Lockout::isWayIn)
          .map(unit -> "changes " + unit + ", by which people get in or not")
          .forEach(reasons::add);
    }
    return reasons.stream().distinct().toList();
  }

  /** Units of the machine's own systemd, or scripts of its init, that belong to the change. */
  public static List<String> units(ResourceChange change) {
    boolean ofSomeUser = change.id().name().contains("/");
    return ofSomeUser ? List.of() : units(change.resource());
  }

  @SuppressWarnings("unchecked")
  private static <S> List<String> units(Resource<S> resource) {
    return resource.type() instanceof Traced<?> traced
        ? ((Traced<S>) traced)
            .traces(resource.spec()).units().stream().map(WaysIn::plainName).toList()
        : List.of();
  }

  private static String plainName(String unit) {
    return unit.endsWith(".service")
        ? unit.substring(0, unit.length() - ".service".length())
        : unit;
  }

  /** Each account is in the files of all: another user who comes or goes locks nobody out. */
  private static boolean mayConcern(ResourceChange change, String login) {
    String name = change.id().name();
    return switch (change.id().kind()) {
      case USER -> name.equals(login) || name.equals("root");
      case GROUP -> !(change.change() instanceof Change.Create);
      default -> true;
    };
  }

  private static boolean isKeyOfSomebodyElse(String path, String login) {
    return path.startsWith("/home/")
        && path.contains("/.ssh/")
        && !path.startsWith("/home/" + login + "/");
  }

  /** The arguments are left out: they may hold what nobody should read. */
  private static Optional<String> lockout(String command) {
    String program = Printable.line(command.split(" ", 2)[0]);
    return Lockout.by(command).map(effect -> "runs " + program + ", which " + effect);
  }
}
