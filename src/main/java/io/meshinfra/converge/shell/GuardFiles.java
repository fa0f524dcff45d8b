package io.meshinfra.converge.shell;

import io.meshinfra.model.AccessPath;
import io.meshinfra.plan.Guard;
import io.meshinfra.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the guard of a run is told on the node.
 *
 * @param login as whom the hub comes in, whose home and keys are kept
 * @param ways names of the access paths that worked before, all of which have to work again; with
 *     none of them any way will do
 * @param guards of the steps
 */
public record GuardFiles(String login, List<String> ways, List<Guard> guards) {
  public GuardFiles {
    ways = List.copyOf(ways);
    guards = List.copyOf(guards);
  }

  public static GuardFiles of(String login, List<AccessPath> ways, List<Step> steps) {
    return new GuardFiles(
        login,
        ways.stream().map(AccessPath::name).toList(),
        steps.stream().map(Step::guard).flatMap(Optional::stream).toList());
  }

  /** The shortest of the times that the steps ask for. */
  public Duration time() {
    return guards.stream()
        .map(Guard::time)
        .min(Comparator.naturalOrder())
        .orElseThrow(() -> new IllegalArgumentException("no step has a guard"));
  }

  /** A line each: what it is, a blank, its name. The login comes first. */
  String what() {
    List<String> lines = new ArrayList<>();
    lines.add("login " + login);
    add(lines, "path ", Guard::paths);
    add(lines, "tree ", Guard::trees);
    add(lines, "unit ", Guard::units);
    return String.join("\n", lines) + "\n";
  }

  /** A name that would not stay on its line is left out: no resource has one. */
  private void add(List<String> lines, String sort, Function<Guard, Collection<String>> names) {
    TreeSet<String> sorted = new TreeSet<>();
    guards.forEach(guard -> sorted.addAll(names.apply(guard)));
    sorted.stream()
        .filter(name -> name.chars().noneMatch(Character::isISOControl))
        .forEach(name -> lines.add(sort + name));
  }
}
