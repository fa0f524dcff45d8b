package io.meshinfra.converge.alone;

import io.meshinfra.converge.seal.SealedCatalog;
import io.meshinfra.converge.shell.StepScript;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Observation;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.AloneLook;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Reactive;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A catalog as its node keeps it: how each resource is looked at, how it shall be then, and what is
 * done when it is not, all decided beforehand. Made from the same functions of the kinds as a plan.
 *
 * @param catalog a line for each thing that the script on the node must know; fields divided by
 *     tabs
 * @param looks shell text that looks at all resources
 * @param steps the texts of all steps
 */
record LeftCatalog(String catalog, String looks, String steps) {
  static final String FROM_HUB = "only the hub can look at it and bring it about";
  static final String SECRET = "it holds a secret, which only the hub can fill in";
  static final String OBSERVED = "mode observe reports and never changes";

  static LeftCatalog of(SealedCatalog sealed, Facts facts, String mark, long largest) {
    return new Maker(sealed, facts, new Texts(mark, largest)).made();
  }

  /** The values of an attribute as the script on the node compares them: a line each. */
  static List<String> values(Value value) {
    return switch (value) {
      case Value.Scalar scalar -> List.of(flat(scalar.text()));
      case Value.Items items when items.items().isEmpty() -> List.of("");
      case Value.Items items -> items.items().stream().map(LeftCatalog::flat).toList();
      case Value.Content content -> List.of(content.sha256());
    };
  }

  private static String flat(String text) {
    return text.replace('\t', '?').replace('\n', '?');
  }

  /** Builds one. */
  private static final class Maker {
    private final SealedCatalog sealed;
    private final Facts facts;
    private final Texts texts;
    private final Map<ResourceId, Integer> numbers = new HashMap<>();
    private final Map<ResourceId, Resource<?>> probed = new HashMap<>();
    private final Map<String, List<ShellScript>> looks = new LinkedHashMap<>();
    private final StringBuilder lines = new StringBuilder();

    Maker(SealedCatalog sealed, Facts facts, Texts texts) {
      this.sealed = sealed;
      this.facts = facts;
      this.texts = texts;
      Catalog kept = sealed.kept();
      kept.resources().forEach(r -> numbers.put(r.id(), numbers.size() + 1));
      sealed.probed().resources().forEach(r -> probed.put(r.id(), r));
    }

    LeftCatalog made() {
      sealed.kept().resources().forEach(this::add);
      List<ShellScript> all = new ArrayList<>();
      all.add(ShellScript.of(". \"$1/prelude\"\nMESH_DUE=${1%/*}/due"));
      all.add(AloneLook.FUNCTIONS);
      looks
          .values()
          .forEach(ofKind -> {
            all.add(ShellScript.of("("));
            all.addAll(ofKind);
            all.add(ShellScript.of(")"));
          });
      return new LeftCatalog(lines.toString(), ShellScript.lines(all).text(), texts.file());
    }

    private void add(Resource<?> resource) {
      line("resource", resource.id(), resource.id().toString());
      Optional<String> unseen = unseen(resource);
      unseen.ifPresent(reason -> line("skip", resource.id(), shown(reason)));
      if (unseen.isEmpty()) {
        compared(probed.get(resource.id()));
      }
    }

    private Optional<String> unseen(Resource<?> resource) {
      return sealed.untold().get(resource.id()) instanceof Observation.Unknown unknown
          ? Optional.of(unknown.reason())
          : resource.type() instanceof Alone<?> ? Optional.empty() : Optional.of(FROM_HUB);
    }

    private <S> void compared(Resource<S> resource) {
      ResourceId id = resource.id();
      look(resource);
      Expectation expected = resource.type().expected(resource.spec());
      switch (expected) {
        case Expectation.Gone gone -> line("gone", id);
        case Expectation.Exists exists ->
            exists
                .state()
                .attributes()
                .forEach(
                    (name, value) -> values(value).forEach(one -> line("want", id, name, one)));
      }
      String needs =
          sealed.kept().dependenciesOf(id).stream()
              .map(numbers::get)
              .filter(java.util.Objects::nonNull)
              .map(String::valueOf)
              .collect(Collectors.joining(","));
      line("needs", id, needs);
      reactsTo(resource)
          .forEach((other, reaction) -> {
            if (numbers.containsKey(other)) {
              line("react", id, numbers.get(other).toString(), reaction.word());
            }
          });
      steps(resource, expected).ifPresent(reason -> line("fixed", id, reason));
    }

    @SuppressWarnings("unchecked")
    private <S> void look(Resource<S> resource) {
      Alone<S> type = (Alone<S>) resource.type();
      List<ShellScript> ofKind =
          looks.computeIfAbsent(
              resource.id().kind(), kind -> new ArrayList<>(List.of(type.lookFunctions())));
      Integer number = numbers.get(resource.id());
      ofKind.add(ShellScript.of("printf 'on\\t%s\\n' {}\n(", number));
      ofKind.add(type.lookAlone(resource.spec()));
      ofKind.add(ShellScript.of(") </dev/null 2>/dev/null\nprintf 'off\\t%s\\n' {}", number));
    }

    /** Why the node cannot put it right, when it cannot. */
    private <S> Optional<String> steps(Resource<S> resource, Expectation expected) {
      if (resource.terms().mode() == Mode.OBSERVE) {
        return Optional.of(OBSERVED);
      }
      Optional<String> why = Optional.empty();
      for (Map.Entry<String, Change> way : Ways.of(expected).entrySet()) {
        List<Action> actions = resource.type().converge(resource.spec(), way.getValue(), facts);
        Optional<String> reason = step(resource.id(), way.getKey(), actions);
        why = why.or(() -> reason);
      }
      return why;
    }

    private Optional<String> step(ResourceId id, String way, List<Action> actions) {
      if (actions.isEmpty()) {
        return Optional.of("nothing on this machine could do it");
      }
      if (actions.stream().anyMatch(Action.PutSecret.class::isInstance)) {
        return Optional.of(SECRET);
      }
      OptionalInt text = texts.number(StepScript.of(madeDueBy(id), actions).text());
      text.ifPresent(number -> line("step", id, way, Integer.toString(number)));
      return text.isPresent()
          ? Optional.empty()
          : Optional.of("there was no room for its content: mesh.hub-loss.largest");
    }

    private Map<ResourceId, Reactive.Reaction> madeDueBy(ResourceId id) {
      Map<ResourceId, Reactive.Reaction> due = new TreeMap<>();
      for (Resource<?> other : sealed.kept().resources()) {
        if (other.terms().mode() != Mode.OBSERVE && reactsTo(other).containsKey(id)) {
          due.put(other.id(), reactsTo(other).get(id));
        }
      }
      return due;
    }

    @SuppressWarnings("unchecked")
    private static <S> Map<ResourceId, Reactive.Reaction> reactsTo(Resource<S> resource) {
      return resource.type() instanceof Reactive<?> reactive
          ? ((Reactive<S>) reactive).reactsTo(resource.spec())
          : Map.of();
    }

    private void line(String word, ResourceId id, String... fields) {
      lines.append(word).append('\t').append(numbers.get(id));
      for (String field : fields) {
        lines.append('\t').append(field);
      }
      lines.append('\n');
    }

    private static String shown(String reason) {
      return flat(Printable.block(reason));
    }
  }
}
