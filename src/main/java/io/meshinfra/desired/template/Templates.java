package io.meshinfra.desired.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.UnknownTokenException;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Renders Jinja2 templates. Bounded in work, depth and size; a template sees the variables it is
 * given and nothing else: no files, no clock, no Java.
 *
 * <p>An instance serves one thread.
 */
public final class Templates {
  /** Larger files belong into the repository as they are. */
  static final int LARGEST_OUTPUT = 1024 * 1024;

  static final int LARGEST_TEMPLATE = 256 * 1024;

  /** Started when a template needs it: most manifests have plain names only. */
  private Jinjava started;

  /** Whether the text has any mark of a template in it. */
  public static boolean isTemplate(String text) {
    return text.contains("{{") || text.contains("{%") || text.contains("{#");
  }

  public Rendered render(String written, Map<String, Object> variables) {
    String template = SecretMarks.plainCalls(written);
    if (template.length() > LARGEST_TEMPLATE) {
      return failed("a template has at most " + LARGEST_TEMPLATE + " characters");
    }
    Optional<Rendered> plain = PlainNames.render(template, variables);
    if (plain.isPresent()) {
      return plain.get();
    }
    Optional<Rendered.Mistake> refused = ExpressionLimit.check(template);
    if (refused.isPresent()) {
      return new Rendered.Failed(List.of(refused.get()));
    }
    Watch watch = new Watch(variables, Guarded.in(template));
    try {
      RenderResult result =
          watch.watching().call(() -> engine().renderForResult(template, variables));
      return watch.exhausted() ? stopped(watch) : rendered(result, watch);
    } catch (Watch.Exhausted e) {
      return stopped(watch);
    } catch (StackOverflowError e) {
      return failed("the template nests too deep or calls itself without end");
    } catch (RuntimeException e) {
      return watch.exhausted() ? stopped(watch) : failed(e.getMessage());
    }
  }

  private Jinjava engine() {
    if (started == null) {
      started = Engine.start();
    }
    return started;
  }

  private static Rendered rendered(RenderResult result, Watch watch) {
    Map<String, Rendered.Mistake> mistakes = new LinkedHashMap<>();
    watch.missed().forEach(mistake -> mistakes.put(mistake.message(), mistake));
    for (TemplateError error : result.getErrors()) {
      boolean unknown = error.getException() instanceof UnknownTokenException;
      if (!unknown || watch.missed().isEmpty()) {
        String message = EngineMessage.of(error);
        mistakes.putIfAbsent(
            message, new Rendered.Mistake(Math.max(1, error.getLineno()), message, unknown));
      }
    }
    if (mistakes.isEmpty() && !SecretMarks.areWhole(result.getOutput())) {
      return failed("a secret can only be printed as a whole, and stand nowhere else");
    }
    return mistakes.isEmpty()
        ? new Rendered.Text(result.getOutput())
        : new Rendered.Failed(new ArrayList<>(mistakes.values()));
  }

  private static Rendered stopped(Watch watch) {
    return new Rendered.Failed(
        List.of(
            new Rendered.Mistake(
                watch.line(),
                "the template does not end: it was stopped after %d steps"
                    .formatted(Watch.MOST_STEPS),
                false)));
  }

  private static Rendered failed(String message) {
    return new Rendered.Failed(
        List.of(new Rendered.Mistake(1, Printable.line(String.valueOf(message)), false)));
  }
}
