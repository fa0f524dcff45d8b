package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;

/** Files that a back end had put there, where it is switched off and others still have it. */
final class Gone {
  private Gone() {}

  static Yaml file(Written written, String path, String... after) {
    Yaml body = written.map("path", written.word(path), "state", written.word("absent"));
    return after.length == 0
        ? written.map("file", body, "guard", written.word("true"))
        : written.map("file", body, "after", written.list(after), "guard", written.word("true"));
  }
}
