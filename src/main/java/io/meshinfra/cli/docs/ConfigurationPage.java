package io.meshinfra.cli.docs;

import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.resource.Doc;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The page of the hub's settings. */
final class ConfigurationPage {
  private final StringBuilder out = new StringBuilder();
  private final Properties built = new Properties();

  private ConfigurationPage() {
    try (InputStream in = ConfigurationPage.class.getResourceAsStream("/application.properties")) {
      built.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text() {
    ConfigurationPage page = new ConfigurationPage();
    page.line("<!-- Made by `make docs` from the program; changes here are lost. -->");
    page.line("# Configuration of the hub");
    page.line("");
    page.line("Each setting is a system property");
    page.line(
        "(`MESH_JAVA_OPTS=-Dmesh.source.branch=live mesh serve`), an environment variable, or a");
    page.line(
        "line of the file `config/application.properties` in the folder in which `mesh serve` is");
    page.line(
        "started; the first of these three wins. Times are written like `60s`, `5m`, `1h`, `90d`.");
    String prefix = HubSettings.class.getAnnotation(ConfigMapping.class).prefix();
    page.group(HubSettings.class, prefix, "The hub");
    return page.out.toString();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private void group(Class<?> group, String prefix, String title) {
    line("");
    line("## " + title);
    line("");
    line("| property | variable | default | meaning |");
    line("|---|---|---|---|");
    settings(group).filter(setting -> !isGroup(setting)).forEach(s -> row(s, prefix));
    settings(group)
        .filter(ConfigurationPage::isGroup)
        .forEach(s -> group(s.getReturnType(), prefix + "." + key(s), what(s.getReturnType())));
  }

  private void row(Method setting, String prefix) {
    String property = prefix + "." + key(setting);
    String variable = property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    line(
        "| `%s` | `%s` | %s | %s |"
            .formatted(property, variable, byDefault(setting, property), meaning(setting)));
  }

  private static String meaning(Method setting) {
    return Optional.ofNullable(setting.getAnnotation(Doc.class)).map(Doc::value).orElse("");
  }

  private static String what(Class<?> group) {
    return Optional.ofNullable(group.getAnnotation(Doc.class))
        .map(Doc::value)
        .orElse(group.getSimpleName());
  }

  private String byDefault(Method setting, String property) {
    String usual =
        Optional.ofNullable(built.getProperty(property))
            .or(() ->
                Optional.ofNullable(setting.getAnnotation(WithDefault.class))
                    .map(WithDefault::value))
            .or(() -> Optional.ofNullable(setting.getAnnotation(Doc.class)).map(Doc::byDefault))
            .orElse("");
    return usual.isEmpty() ? "" : "`" + usual + "`";
  }

  /** By name: the JVM gives the methods in no order of its own. */
  private static Stream<Method> settings(Class<?> group) {
    return Stream.of(group.getDeclaredMethods())
        .filter(method -> !method.isSynthetic() && method.getParameterCount() == 0)
        .sorted(Comparator.comparing(Method::getName));
  }

  private static boolean isGroup(Method setting) {
    return setting.getReturnType().isInterface()
        && setting.getReturnType().isAnnotationPresent(Doc.class);
  }

  /** {@code connectTimeout} is {@code connect-timeout}. */
  private static String key(Method setting) {
    return setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
