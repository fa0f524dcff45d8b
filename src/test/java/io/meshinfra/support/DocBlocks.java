package io.meshinfra.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Console blocks of a page of the docs that are what a test saw: those behind a line {@code <!--
 * seen: NAME -->}. What differs from run to run (keys, fingerprints, paths) is written as one that
 * stays. {@code -Dgolden=overwrite} writes the page anew.
 */
public final class DocBlocks {
  private static final List<Usual> USUAL =
      List.of(
          new Usual(
              "SHA256:[A-Za-z0-9+/]{43}", "SHA256:5jaDc8rFUFA47kvxUfTgGo3BGyPP9AhJKObBJIad7Bg"),
          new Usual(
              "AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}",
              "AAAAC3NzaC1lZDI1NTE5AAAAIDdXquAHvMBqGyB8T1SGZxesyh+69rjl3wfP5M9tBYwA"),
          new Usual(" -(f|-identity) \\S+", ""),
          new Usual("--hub-key ssh-ed25519 \\S+", "--hub-key /etc/mesh-infra/id_ed25519.pub"),
          new Usual("\\b[0-9]+(\\.[0-9]+)? (ms|s)\\b", "1 $2"));

  /** What differs from run to run, and what is written instead. */
  private record Usual(String pattern, String instead) {}

  private final Path page;
  private final SortedMap<String, String> seen = new TreeMap<>();

  public DocBlocks(Path page) {
    this.page = page;
  }

  /** A command and what it printed. */
  public static String console(String command, String output) {
    return "$ " + command + "\n" + output;
  }

  /** What is to stand there, as it was seen. */
  public void block(String name, String text) {
    String steady = text;
    for (Usual usual : USUAL) {
      steady = steady.replaceAll(usual.pattern(), usual.instead());
    }
    seen.put(name, steady.stripTrailing() + "\n");
  }

  /** Every block that was seen stands in the page, as it was seen. */
  public void check() throws IOException {
    Path folder = Path.of("target", page.getFileName().toString().replace(".md", ""), "blocks");
    Files.createDirectories(folder);
    String text = Files.readString(page);
    String written = text;
    for (Map.Entry<String, String> block : seen.entrySet()) {
      Files.writeString(folder.resolve(block.getKey() + ".txt"), block.getValue());
      Matcher place =
          Pattern.compile(
                  "(?s)(<!-- seen: %s -->\\n```console\\n).*?(```\\n)"
                      .formatted(Pattern.quote(block.getKey())))
              .matcher(written);
      assertTrue(place.find(), page + " has no place for " + block.getKey());
      written =
          written.substring(0, place.end(1)) + block.getValue() + written.substring(place.start(2));
    }
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.writeString(page, written);
    } else {
      assertEquals(text, written, page + " is stale; -Dgolden=overwrite writes it");
    }
  }
}
