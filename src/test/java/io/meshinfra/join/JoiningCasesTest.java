package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.NetworkPlanner;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One case per folder of {@code src/test/resources/join}: {@code in/} is a repository, {@code look}
 * what the machine says of itself, {@code wishes} what the person says. {@code out.txt} tells the
 * files that come or change, and the rights; {@code left.txt} those that go when the node leaves.
 * {@code -Dgolden=overwrite} writes both anew.
 */
class JoiningCasesTest {
  private static final Path CASES = Path.of("src/test/resources/join/cases");
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA";
  private static final String INTENT = "infra/policy/intent/network.yaml";

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders
          .sorted()
          .map(folder ->
              DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)))
          .toList();
    }
  }

  private static void check(Path folder) throws Exception {
    MemoryTree in = MemoryTree.of(folder.resolve("in"));
    Catalogs catalogs = new Catalogs(ResourceTypes.installed());
    NodeDraft draft = new NodeDraft(machine(folder), wishes(folder));
    Joining.Result joined =
        new Joining(in, "desired-state", INTENT, tree -> catalogs.load(tree, "desired-state"))
            .of(draft);
    golden(folder.resolve("out.txt"), told(joined) + remarks(draft));

    if (joined instanceof Joining.Result.Ready ready) {
      SortedMap<String, Optional<Content>> edits = new TreeMap<>();
      ready.files().forEach((path, content) -> edits.put(path, Optional.of(content)));
      FileTree with = new EditedTree(in, edits);
      Leaving leaving =
          new Leaving(
              with,
              "desired-state",
              INTENT,
              t -> catalogs.load(t, "desired-state"),
              t ->
                  NetworkPlanner.plan(
                      t, "infra/policy/intent", catalogs.members(t, "desired-state")));
      Leaving.Result left = leaving.of(draft.wishes().name());
      golden(folder.resolve("left.txt"), told(left));
    }
  }

  private static Machine machine(Path folder) throws IOException {
    MachineReader reader = new MachineReader();
    Files.readAllLines(folder.resolve("look"))
        .forEach(line -> reader.line("fact\t" + line.replaceFirst(" ", "\t")));
    reader.line("fact\tend\tyes");
    return reader.machine().orElseThrow();
  }

  /** {@code NAME HOST PORT [KEY=VALUE | presence:WHEN | way:KIND=HOST]...}, by tabs. */
  private static Wishes wishes(Path folder) throws IOException {
    String[] words = Files.readString(folder.resolve("wishes")).strip().split("\t");
    SortedMap<String, String> labels = new TreeMap<>();
    Optional<String> presence = Optional.empty();
    List<Wishes.Way> ways = new ArrayList<>();
    for (String word : Arrays.asList(words).subList(3, words.length)) {
      if (word.startsWith("presence:")) {
        presence = Optional.of(word.substring("presence:".length()));
      } else if (word.startsWith("way:")) {
        ways.add(Wishes.Way.parse(word.substring("way:".length())));
      } else {
        labels.put(word.split("=")[0], word.split("=")[1]);
      }
    }
    return new Wishes(
        new NodeName(words[0]),
        words[1],
        Integer.parseInt(words[2]),
        List.of(KEY),
        "mesh-ops",
        labels,
        presence,
        ways);
  }

  private static String told(Joining.Result result) {
    return switch (result) {
      case Joining.Result.Ready ready -> {
        StringBuilder out = new StringBuilder();
        ready
            .files()
            .forEach((path, content) ->
                out.append("=== " + path + "\n").append(content.text().orElseThrow()));
        yield out + "=== rights\n" + ready.rights().told() + "\n";
      }
      case Joining.Result.Mistakes mistakes -> "=== mistakes\n" + mistakes.mistakes().report();
      case Joining.Result.Impossible impossible -> "=== impossible\n" + impossible.reason() + "\n";
    };
  }

  private static String told(Leaving.Result result) {
    return switch (result) {
      case Leaving.Result.Ready ready -> {
        StringBuilder out = new StringBuilder();
        ready
            .edits()
            .forEach((path, content) ->
                out.append("=== " + path + "\n")
                    .append(content.flatMap(Content::text).orElse("(gone)\n")));
        yield out + "=== remarks\n" + String.join("\n", ready.remarks()) + "\n";
      }
      case Leaving.Result.Mistakes mistakes -> "=== mistakes\n" + mistakes.mistakes().report();
      case Leaving.Result.Impossible impossible -> "=== impossible\n" + impossible.reason() + "\n";
    };
  }

  private static String remarks(NodeDraft draft) {
    return "=== remarks\n" + String.join("\n", draft.remarks()) + "\n";
  }

  private static void golden(Path golden, String actual) throws IOException {
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, actual);
    }
    assertEquals(Files.exists(golden) ? Files.readString(golden) : "", actual);
  }
}
