package io.meshinfra.resource;

import java.util.List;

/**
 * Where on a node a change of a resource leaves traces.
 *
 * @param paths files whose times tell when it changed
 * @param units of systemd whose state changed with it
 * @param packages whose log entries tell of it
 * @param words that stand in commands which change it; paths, units and packages need not be among
 *     them
 */
public record Traces(
    List<String> paths, List<String> units, List<String> packages, List<String> words) {
  public Traces {
    paths = List.copyOf(paths);
    units = List.copyOf(units);
    packages = List.copyOf(packages);
    words = List.copyOf(words);
  }

  public static Traces ofFile(String path) {
    return new Traces(List.of(path), List.of(), List.of(), List.of());
  }

  /** A file that has more than this resource in it, so that a command must name the resource. */
  public static Traces ofEntry(String path, String... words) {
    return new Traces(List.of(path), List.of(), List.of(), List.of(words));
  }

  public static Traces ofUnit(String unit, String name) {
    return new Traces(List.of(), List.of(unit), List.of(), List.of(name));
  }

  public static Traces ofPackage(String name) {
    return new Traces(List.of(), List.of(), List.of(name), List.of(name));
  }
}
