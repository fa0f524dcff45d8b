package io.meshinfra.report.review;

import io.meshinfra.report.markdown.Markdown;

/** The hidden first line by which a hub finds its own comment again. */
public final class Marker {
  private static final int LONGEST_NAME = 40;

  private Marker() {}

  static Markdown of(Subject subject) {
    return Markdown.marker(word(subject.fleet(), subject.hub()));
  }

  /** Whether a text begins like a comment of this hub about this fleet. */
  public static boolean isIn(String text, String fleet, String hub) {
    return text.startsWith(Markdown.marker(word(fleet, hub)).text());
  }

  private static String word(String fleet, String hub) {
    return "mesh-infra/plan fleet=" + name(fleet) + " hub=" + name(hub);
  }

  private static String name(String name) {
    String word = name.replaceAll("[^A-Za-z0-9._-]", ".");
    return word.length() <= LONGEST_NAME ? word : word.substring(0, LONGEST_NAME);
  }
}
