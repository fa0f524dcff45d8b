package io.meshinfra.desired.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import io.meshinfra.model.SecretText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMarksTest {
  private static final String MARK = SecretText.mark(SecretRef.parse("gopass:web/key"));

  private final Templates templates = new Templates();

  private Rendered render(String template) {
    return templates.render(
        template, Map.of("x", "X", "yes", true, "path", "web/key", "list", List.of("web/key")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ secret('gopass:web/key') }}",
        "{{secret(\"gopass:web/key\")}}",
        "{{ secret('gopass:' ~ path) }}",
        "{% if yes %}{{ secret('gopass:web/key') }}{% endif %}",
        "{% for p in list %}{{ secret('gopass:' ~ p) }}{% endfor %}",
        "{% set s = secret('gopass:web/key') %}{{ s }}",
        "{# a note #}{{ secret('gopass:web/key') }}"
      })
  void shouldPrintAMarkAndNothingElse(String template) {
    assertEquals(new Rendered.Text(MARK), render(template));
  }

  @Test
  void shouldStandBesideNames() {
    assertEquals(
        new Rendered.Text("X=" + MARK + "\n"), render("{{ x }}={{ secret('gopass:web/key') }}\n"));
  }

  @Test
  void shouldLeaveWhatIsRaw() {
    String raw = "{{ secret('gopass:web/key') }}";

    assertEquals(new Rendered.Text(raw), render("{% raw %}" + raw + "{% endraw %}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ secret('gopass:web/key') | b64encode }}",
        "{{ ('a' ~ secret('gopass:web/key')) | upper }}",
        "{{ 'a' | replace('a', secret('gopass:web/key')) }}",
        "{{ [secret('gopass:web/key')] | join('') }}",
        "{{ secret('gopass:web/key').upper() }}"
      })
  void shouldRefuseToWorkOnASecret(String template) {
    Rendered.Failed failed = assertInstanceOf(Rendered.Failed.class, render(template));

    assertTrue(
        failed.mistakes().getFirst().message().startsWith("a secret cannot go through"),
        failed.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{ secret('nothing') }}", "{{ secret('') }}", "{{ secret(x) }}"})
  void shouldSayHowASecretIsNamed(String template) {
    Rendered.Failed failed = assertInstanceOf(Rendered.Failed.class, render(template));

    assertTrue(
        failed.mistakes().getFirst().message().startsWith("a secret is named PROVIDER:PATH"),
        failed.toString());
  }
}
