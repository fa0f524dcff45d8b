package io.meshinfra.resource.sudoers;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.DropIn;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import io.meshinfra.resource.Traced;
import io.meshinfra.resource.Traces;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps files of /etc/sudoers.d. A broken one locks everybody out, so a copy of all of sudo's
 * configuration with the new file in it is checked first, and all of it once more afterwards.
 */
@AutoService(ResourceType.class)
public final class SudoersType
    implements ResourceType<SudoersSpec>,
        Alone<SudoersSpec>,
        Removable<SudoersSpec>,
        Ordered<SudoersSpec>,
        Adoptable<SudoersSpec>,
        Touching<SudoersSpec>,
        Traced<SudoersSpec> {
  private static final String MODE = "0440";

  @Override
  public Kind<SudoersSpec> kind() {
    return Kind.of("sudoers", SudoersSpec.class, spec -> spec.name().value());
  }

  @Override
  public Set<ResourceId> comesAfter(SudoersSpec spec) {
    return Set.of(new ResourceId("package", "sudo"));
  }

  @Override
  public Traces traces(SudoersSpec spec) {
    return Traces.ofFile(file(spec).path());
  }

  @Override
  public Removal<SudoersSpec> removal(SudoersSpec spec) {
    return Removable.by(new SudoersSpec(spec.name(), Existence.ABSENT, Optional.empty()));
  }

  @Override
  public List<String> takesAway(SudoersSpec spec) {
    return List.of(file(spec).path());
  }

  @Override
  public Expectation expected(SudoersSpec spec) {
    return spec.state() == Existence.ABSENT
        ? Expectation.GONE
        : Expectation.exists(file(spec).expected());
  }

  @Override
  public ShellScript probe(List<SudoersSpec> specs) {
    return DropIn.probe(files(specs));
  }

  @Override
  public ShellScript lookAlone(SudoersSpec spec) {
    return file(spec).lookAlone("content");
  }

  @Override
  public List<Observation> observe(List<SudoersSpec> specs, ProbeOutput output) {
    return DropIn.observe(files(specs), output);
  }

  @Override
  public Touched touches(SudoersSpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> written(file(spec));
      case Change.Update update -> written(file(spec));
      case Change.Delete delete -> Touched.paths(file(spec).path());
      case Change.Unverifiable unverifiable -> Touched.NOTHING;
    };
  }

  private static Touched written(DropIn file) {
    return Touched.NOTHING.andWrite(file.path(), file.content(), false);
  }

  @Override
  public List<Action> converge(SudoersSpec spec, Change change, Facts facts) {
    DropIn file = file(spec);
    return switch (change) {
      case Change.Create create -> put(spec, file);
      case Change.Update update -> put(spec, file);
      case Change.Delete delete -> List.of(Action.run(SudoersCheck.before(spec)), file.remove());
      case Change.Unverifiable unverifiable -> List.of();
    };
  }

  @Override
  public SpecEdit adopt(SudoersSpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> SpecEdit.set("state", "absent").and(SpecEdit.without("content"));
      case Change.Update update -> DropIn.adopt(update, "content", SudoersType::lines);
      case Change.Delete delete -> file(spec).adopt(delete.was(), "content", SudoersType::lines);
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  /** The spec ends the last line by itself. */
  private static SpecEdit lines(Content content) {
    String text = content.text().orElseThrow();
    return text.endsWith("\n")
        ? SpecEdit.set("content", text)
        : SpecEdit.impossible("its last line has no end, and the kind always writes one");
  }

  private static List<Action> put(SudoersSpec spec, DropIn file) {
    return List.of(
        Action.run(ShellScript.lines(SudoersCheck.before(spec), SudoersCheck.keep(file.path()))),
        file.put(Optional.of("visudo -c -f %s")),
        Action.run(SudoersCheck.after(file.path()), List.of(file.path())));
  }

  private static List<DropIn> files(List<SudoersSpec> specs) {
    return specs.stream().map(spec -> file(spec)).toList();
  }

  private static DropIn file(SudoersSpec spec) {
    return new DropIn("/etc/sudoers.d/" + spec.name(), Content.of(spec.content().orElse("")), MODE);
  }
}
