package io.meshinfra.cli.desired;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.cli.fleet.PolicyOption;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mesh validate}. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Check manifests and tell all mistakes, each as file:line:column.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh validate                        the folder desired-state, or this one",
      "  mesh validate fleets/home -o json    for an editor or a pipeline"
    })
public final class ValidateCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private FormatOption output;
  @Mixin private PolicyOption policy;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Folder of the manifests; desired-state if there is one, else this folder.")
  private Path directory;

  public ValidateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Manifests manifests = policy.usual(Optional.ofNullable(directory));
    return switch (manifests.load()) {
      case Loading.Loaded loaded -> {
        List<Finding> findings = new ArrayList<>(SecretNames.check(loaded.fleet()));
        findings.addAll(TokenSetting.check(manifests, shell));
        manifests.warnings().forEach(shell::progress);
        yield findings.isEmpty()
            ? valid(loaded.fleet())
            : invalid(manifests, Loading.Invalid.of(findings));
      }
      case Loading.Invalid invalid -> invalid(manifests, invalid);
    };
  }

  private int valid(Fleet fleet) {
    int resources =
        fleet.nodes().values().stream().mapToInt(n -> n.catalog().resources().size()).sum();
    int nodes = fleet.nodes().size();
    if (output.format() == Format.TABLE) {
      shell.print(
          "%s, %s, %s: valid\n"
              .formatted(
                  Counted.of(nodes, "node"),
                  Counted.of(fleet.profiles(), "profile"),
                  Counted.of(resources, "resource")));
    } else {
      ObjectNode tree = Tree.mapper().createObjectNode().put("valid", true);
      tree.put("revision", fleet.revision().id())
          .put("nodes", nodes)
          .put("profiles", fleet.profiles())
          .put("resources", resources);
      shell.print(Tree.of(tree, output.format()));
    }
    return ExitCode.FINE;
  }

  private int invalid(Manifests manifests, Loading.Invalid invalid) {
    if (output.format() == Format.TABLE) {
      shell.print(manifests.report(invalid) + Counted.of(invalid.total(), "mistake") + "\n");
    } else {
      shell.print(Tree.of(tree(manifests, invalid), output.format()));
    }
    return ExitCode.ERROR;
  }

  private static ObjectNode tree(Manifests manifests, Loading.Invalid invalid) {
    ObjectNode tree =
        Tree.mapper().createObjectNode().put("valid", false).put("mistakes", invalid.total());
    ArrayNode list = tree.putArray("findings");
    for (Finding finding : invalid.findings()) {
      list.addObject()
          .put("file", manifests.place(finding))
          .put("line", finding.line())
          .put("column", finding.column())
          .put("message", finding.message());
    }
    return tree;
  }
}
