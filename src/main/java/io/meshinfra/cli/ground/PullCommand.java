package io.meshinfra.cli.ground;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.hub.HubOptions;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.desired.bind.Plain;
import io.meshinfra.grounding.FactsCheck;
import io.meshinfra.grounding.FactsCheck.Facts;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.source.WorkingCopy;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mesh ground pull}. */
@Command(
    name = "pull",
    mixinStandardHelpOptions = true,
    description =
        "Print what an assistant must know before it begins: facts, module map, roadmap, and the"
            + " fleet as the hub sees it now.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh ground pull                to be read",
      "  mesh ground pull -o json        to be parsed"
    })
final class PullCommand implements Callable<Integer> {
  /** How it is written. */
  enum Form {
    MARKDOWN,
    JSON
  }

  private static final int LARGEST = 256 * 1024;
  private static final String MODULE_MAP = "docs/_grounding/module_map.json";
  private static final String ROADMAP = "docs/_grounding/roadmap.md";

  private final Shell shell;
  @Mixin private Place place;
  @Mixin private HubOptions hub;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "markdown|json",
      defaultValue = "markdown",
      description = "How to print it; markdown is the default.")
  private Form form;

  PullCommand(Shell shell) {
    this.shell = shell;
  }

  /** Without a hub it is still good; what is missing is said in it and on standard error. */
  @Override
  public Integer call() {
    ObjectNode bundle = Tree.mapper().createObjectNode();
    try (WorkingCopy copy = place.workingCopy()) {
      FileTree tree = Place.files(copy);
      bundle.put("commit", copy.head().map(Revision::id).orElse(""));
      facts(tree, bundle);
      text(tree, MODULE_MAP).ifPresent(text -> bundle.set("moduleMap", json(text)));
      text(tree, ROADMAP).ifPresent(text -> bundle.put("roadmap", text));
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
    LiveFleet live = LiveFleet.asked(hub.hub(shell));
    ObjectNode fleet = live.tree();
    fleet.put("reachable", live.trouble().isEmpty());
    live.trouble()
        .ifPresent(why -> {
          fleet.put("why", why);
          shell.progress("mesh: the live fleet is not in it: " + why);
        });
    bundle.set("hub", fleet);
    shell.print(form == Form.JSON ? Tree.json(bundle) : new BundleText(bundle).markdown());
    return ExitCode.FINE;
  }

  private static void facts(FileTree tree, ObjectNode bundle) {
    switch (FactsCheck.check(tree, Optional.empty())) {
      case Facts.Absent absent -> bundle.put("facts", "there is no " + FactsCheck.FILE);
      case Facts.Read read when read.yaml().isPresent() ->
          bundle.set("facts", Tree.of(Plain.of(read.yaml().get())));
      case Facts.Read read ->
          throw new Failure("the facts cannot be read: " + read.findings().getFirst());
    }
  }

  private static Optional<String> text(FileTree tree, String path) throws UnreadableFile {
    Optional<Content> content = tree.read(path);
    if (content.isPresent() && content.get().size() > LARGEST) {
      throw new Failure("%s is larger than %d bytes".formatted(path, LARGEST));
    }
    return content.map(
        c -> Printable.block(new String(c.bytes(), java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static JsonNode json(String text) {
    try {
      return Tree.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new Failure(
          "%s is no JSON, line %d".formatted(MODULE_MAP, e.getLocation().getLineNr()));
    }
  }
}
