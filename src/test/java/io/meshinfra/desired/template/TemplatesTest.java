package io.meshinfra.desired.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
  private static final Map<String, Object> VARIABLES =
      Map.of(
          "x",
          "X",
          "n",
          3L,
          "yes",
          true,
          "empty",
          "",
          "list",
          List.of("b", "a", "c"),
          "map",
          Map.of("k", "v"),
          "template",
          "{{ x }}");

  /** The engine is warm, so that a bound on time is a bound on work. */
  private final Templates templates = new Templates();

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{{ x }}-{{ n }}-{{ yes }} => X-3-true",
        "{{x}}{{ n + 1 }} => X4",
        "{{ missing|default('d') }} => d",
        "`{{ list|join(', ') }}` => `b, a, c`",
        "{{ x|lower }}{{ 'a'|upper }} => xA",
        "{{ x|replace('X', 'y') }} => y",
        "{{ list|length }}{{ list|sort|first }} => 3a",
        "{% if yes %}a{% else %}b{% endif %} => a",
        "{% if missing is defined %}a{% else %}b{% endif %} => b",
        "{% for i in list %}{{ loop.index }}{{ i }}{% endfor %} => 1b2a3c",
        "{% for k, v in map.items() %}{{ k }}={{ v }}{% endfor %} => k=v",
        "{% raw %}{{ x }}{% endraw %} => {{ x }}",
        "{{ template }} => {{ x }}",
        "{{ template ~ '' }} => {{ x }}",
        "a{# note #}b => ab",
        "{{ 'a' if not yes else 'b' }} => b",
        "{{ empty }} => ``",
        "{{ map|tojson }} => {\"k\":\"v\"}",
      })
  void shouldRenderLikeJinja2(String template, String expected) {
    assertEquals(new Rendered.Text(expected), templates.render(template, VARIABLES));
  }

  @Test
  void shouldDropTheNewlineAfterATagAndKeepTheLastOne() {
    assertEquals(
        new Rendered.Text("- b\n- a\n- c\nend\n"),
        templates.render("{% for i in list %}\n- {{ i }}\n{% endfor %}\nend\n", VARIABLES));
    assertEquals(
        new Rendered.Text("ab"), templates.render("{%- if yes -%} a {%- endif %}\nb", VARIABLES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ mising }}",
        "{{ 'a' ~ mising }}",
        "{% if mising == 'a' %}b{% endif %}",
        "{% for i in mising %}{% endfor %}",
        "{{ mising|default('') }}{{ map.mising }}{{ mising }}",
      })
  void shouldRefuseUndefinedVariables(String template) {
    assertTrue(mistake(template).contains("mising"), () -> mistake(template));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ''.getClass() }}",
        "{{ ''.class }}",
        "{{ x['class'] }}",
        "{{ x.getClass().forName('java.lang.Runtime') }}",
        "{{ list.getClass() }}",
        "{{ map.getClass() }}",
        "{{ list.add('x') }}",
        "{{ list.iterator() }}",
        "{{ x.getBytes() }}",
        "{{ ____int3rpr3t3r____.getContext() }}",
        "{% include '/etc/passwd' %}",
        "{% import '/etc/passwd' as p %}",
        "{% from '/etc/passwd' import p %}",
        "{% extends '/etc/passwd' %}",
        "{{ today() }}",
        "{{ '{{ x }}'|render }}",
        "{{ '2020'|strtotime('yyyy') }}",
        "{{ 'a'|log }}",
      })
  void shouldReachNothingButItsVariables(String template) {
    mistake(template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}"
            + "{% for d in range(1000) %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}"
            + "{% for d in range(1000) %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f(a, n) %}{% if n > 0 %}{{ f([a, a], n - 1) }}{% else %}{{ a|string|length }}"
            + "{% endif %}{% endmacro %}{{ f([1], 40) }}",
        "{{ 'x' * 10**9 }}",
        "{{ 'a'|center(1000000000) }}",
        "{{ '%1000000000d'|format(1) }}",
        "{% set ns = namespace(a='xxxxxxxxxx') %}{% for i in range(60) %}"
            + "{% set ns.a = ns.a ~ ns.a %}{% endfor %}{{ ns.a }}",
        "{% set ns = namespace(a='xxxxxxxxxx') %}{% for i in range(60) %}"
            + "{% set ns.a = ns.a|replace('x', 'xxxxxxxxxxxxx') %}{% endfor %}{{ ns.a }}",
        "{% set ns = namespace(a=[1,2,3]) %}{% for i in range(60) %}"
            + "{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ ns.a == ns.a }}",
        "{% set ns = namespace(a=[1,2,3]) %}{% for i in range(60) %}"
            + "{% set ns.a = ns.a + ns.a %}{% endfor %}{{ ns.a }}",
      })
  void shouldStopWhatWouldNotEnd(String template) {
    templates.render("{{ x ~ x }}", VARIABLES);
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> mistake(template));
  }

  @Test
  void shouldStopListsThatDoubleAndBracketsThatNest() {
    String doubling = "{% set a = [a, a] %}".repeat(40);
    for (String template :
        List.of(
            "{% set a = [1] %}" + doubling + "{{ a }}",
            "{% set a = [1] %}"
                + doubling
                + "{% set b = a %}{% if a == b %}{% endif %}{{ a|tojson }}",
            "{{ " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " }}",
            "{% if yes %}".repeat(3_000) + "{% endif %}".repeat(3_000),
            "{{ x" + " ~ x".repeat(50_000) + " }}",
            "x".repeat(300_000) + "{{ x ~ x }}")) {
      assertTimeoutPreemptively(Duration.ofSeconds(10), () -> mistake(template));
    }
  }

  @Test
  void shouldTellTheLineOfAMistake() {
    Rendered rendered = templates.render("one\ntwo\n{% if mising %}{% endif %}\n", VARIABLES);

    Rendered.Failed failed = (Rendered.Failed) rendered;
    assertEquals(3, failed.mistakes().getFirst().line());
  }

  private String mistake(String template) {
    return switch (templates.render(template, VARIABLES)) {
      case Rendered.Text(String text) ->
          fail("rendered: " + text.substring(0, Math.min(200, text.length())));
      case Rendered.Failed failed -> failed.mistakes().toString();
    };
  }
}
