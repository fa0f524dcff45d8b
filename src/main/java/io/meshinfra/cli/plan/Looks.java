package io.meshinfra.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.DirectFleet;
import io.meshinfra.cli.fleet.IntentMoved;
import io.meshinfra.cli.fleet.Look;
import io.meshinfra.cli.fleet.NetworkDifferenceText;
import io.meshinfra.cli.hub.HubApi;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Paint;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Prints looks one after the other, each as soon as it and all before it are there. */
final class Looks {
  private static final int INDENT = 2;

  private final Shell shell;
  private final Format format;
  private final Paint paint;
  private final Function<Look, String> text;
  private final List<Look> told = new ArrayList<>();

  /**
   * @param text of a node that was seen
   */
  Looks(Shell shell, Format format, Paint paint, Function<Look, String> text) {
    this.shell = shell;
    this.format = format;
    this.paint = paint;
    this.text = text;
  }

  void tell(Look look) {
    told.add(look);
    if (format != Format.TABLE) {
      return;
    }
    shell.print(
        switch (look.kind()) {
          case SEEN -> paint.changes(text.apply(look));
          case AWAY -> paint.yellow(look.node() + ": away: " + look.reason()) + "\n";
          case FAILED -> paint.red(look.node() + ": failed: " + look.reason()) + "\n";
        });
  }

  List<Look> all() {
    return told;
  }

  /**
   * Tells people what the files open and close, beside the last commit. Programs ask {@code mesh
   * net matrix --against} or the hub.
   *
   * @return whether who is no node may reach more
   */
  boolean tellNetwork(DirectFleet fleet) {
    if (format != Format.TABLE) {
      return false;
    }
    Optional<IntentMoved> moved = IntentMoved.in(fleet.manifests());
    moved.ifPresent(
        now ->
            network(now.before(), NetworkDifferenceText.of(now.difference(), columns())));
    return moved.filter(now -> now.difference().opensToOutside()).isPresent();
  }

  /** The same of a commit of the hub, beside what is in force. */
  void tellNetwork(HubApi hub, String commit) {
    if (format == Format.TABLE) {
      JsonNode changes = hub.networkChanges(commit);
      network(
          "what is in force (" + Printable.line(changes.path("inForce").asText("")) + ")",
          NetworkDifferenceText.of(changes, columns()));
    }
  }

  private void network(String before, String text) {
    if (!text.isEmpty()) {
      shell.print("network, beside " + before + ":\n" + text.indent(INDENT));
    }
  }

  private int columns() {
    return shell.screen().columns() - INDENT;
  }

  /** Ends a diff or a plan: the tree or a summary, and the exit code. */
  int end(boolean skipAway) {
    if (format == Format.TABLE) {
      if (told.size() > 1) {
        shell.print(summary() + "\n");
      }
    } else {
      ArrayNode all = Tree.mapper().createArrayNode();
      told.forEach(look -> all.add(look.tree()));
      shell.print(Tree.of(all, format));
    }
    return code(skipAway);
  }

  String summary() {
    long differ = told.stream().filter(Look::differs).count();
    String text = Counted.of(told.size(), "node") + ", " + differ + " with differences";
    long away = count(Look.Kind.AWAY);
    long failed = count(Look.Kind.FAILED);
    return text
        + (away > 0 ? ", " + away + " away" : "")
        + (failed > 0 ? ", " + failed + " failed" : "");
  }

  /** An error outweighs a difference: what was not seen may be anything. */
  int code(boolean skipAway) {
    boolean error = count(Look.Kind.FAILED) > 0 || !skipAway && count(Look.Kind.AWAY) > 0;
    if (error) {
      return ExitCode.ERROR;
    }
    return told.stream().anyMatch(Look::differs) ? ExitCode.DIFFERENCES : ExitCode.FINE;
  }

  private long count(Look.Kind kind) {
    return told.stream().filter(look -> look.kind() == kind).count();
  }
}
