package io.meshinfra.converge.ansible;

import io.meshinfra.model.Printable;

/** Text of a node or of Ansible, made printable and bounded. */
final class Shown {
  private Shown() {}

  /** On one line, cut at the end. */
  static String line(String text, int longest) {
    return Printable.block(cut(text.strip().replace("\r", ""), longest))
        .replace('\n', ' ')
        .replace('\t', ' ');
  }

  /** On several lines, cut at the end. */
  static String block(String text, int longest) {
    return Printable.block(cut(text.stripTrailing().replace("\r", ""), longest));
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "...";
  }
}
