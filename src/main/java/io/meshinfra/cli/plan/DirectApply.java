package io.meshinfra.cli.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Interruption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.DirectFleet;
import io.meshinfra.cli.fleet.Look;
import io.meshinfra.cli.fleet.PassTree;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;
import io.meshinfra.reconcile.pass.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Apply without a hub. */
final class DirectApply {
  private final Shell shell;
  private final LookOptions options;
  private final DirectFleet fleet;
  private final Predicate<Looks> agreed;

  DirectApply(Shell shell, LookOptions options, DirectFleet fleet, Predicate<Looks> agreed) {
    this.shell = shell;
    this.options = options;
    this.fleet = fleet;
    this.agreed = agreed;
  }

  int run() {
    Looks looks = options.looks(shell, Look::plan);
    List<Pass> seen = fleet.look(fleet.named(options.names()), looks::tell);
    looks.tellNetwork(fleet);
    List<Pass> planned = seen.stream().filter(pass -> pass.steps() > 0).toList();
    if (planned.isEmpty()) {
      return ApplyCommand.nothingDone(shell, looks, options);
    }
    if (!agreed.test(looks)) {
      return ExitCode.DIFFERENCES;
    }
    List<Pass> done = carryOut(planned);
    if (options.output().format() != Format.TABLE) {
      ArrayNode all = Tree.mapper().createArrayNode();
      seen.stream()
          .map(pass -> result(pass, done))
          .map(pass -> looks.withNetwork(pass.node().value(), PassTree.done(pass)))
          .forEach(all::add);
      shell.print(Tree.of(all, options.output().format()));
    }
    return code(looks, seen, done);
  }

  private static Pass result(Pass seen, List<Pass> done) {
    return done.stream().filter(d -> d.node().equals(seen.node())).findFirst().orElse(seen);
  }

  private List<Pass> carryOut(List<Pass> planned) {
    List<Pass> done = new ArrayList<>();
    try (Interruption interruption =
        Interruption.told(
            shell,
            "interrupted. Steps that a node has begun go on there without this program; look at"
                + " what came of them with: mesh diff")) {
      for (CompletableFuture<Pass> pass : fleet.carryOut(planned)) {
        done.add(pass.join());
        tell(done.getLast());
      }
    }
    return done;
  }

  private void tell(Pass pass) {
    if (options.output().format() != Format.TABLE) {
      return;
    }
    String how =
        "%s: %s, %s in %.1f s"
            .formatted(
                pass.node(),
                pass.word(),
                Counted.of(pass.results().size(), "step"),
                pass.took().toMillis() / 1000.0);
    String why = pass.detail().isEmpty() ? "" : "\n" + indented(pass.detail());
    shell.print(String.format(Locale.ROOT, "%s%s%n", how, why));
  }

  private static String indented(String hostile) {
    return "  " + Printable.block(hostile).strip().replace("\n", "\n  ");
  }

  /** A failure outweighs drift that is left, on whichever node. */
  private int code(Looks looks, List<Pass> seen, List<Pass> done) {
    boolean failed =
        done.stream()
            .anyMatch(
                pass -> pass.ending() == Pass.Ending.FAILED || pass.ending() == Pass.Ending.AWAY);
    if (failed || looks.code(options.skipAway()) == ExitCode.ERROR) {
      return ExitCode.ERROR;
    }
    boolean left = seen.stream().map(pass -> result(pass, done)).anyMatch(Pass::differs);
    return left ? ExitCode.DIFFERENCES : ExitCode.FINE;
  }
}
