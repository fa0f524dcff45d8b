package io.meshinfra.desired.fold;

import io.meshinfra.desired.manifest.HelloBy;
import io.meshinfra.desired.manifest.HubAddress;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.ResourceTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What brings a node to say that it is back: a script with a key of its own, and a unit or jobs of
 * cron that run it. They are resources like any other, so they have drift, a plan and an end.
 */
final class HelloEntries {
  static final String KEY = "/etc/mesh-hello.key";
  static final String SCRIPT = "/usr/local/sbin/mesh-hello";

  /** Seconds before each try; a hello that is not heard is tried again by timer or cron. */
  private static final String WAITS = "0 2 5 10 20";

  private static final String UNIT =
      """
      # Kept by mesh-infra.
      [Unit]
      Description=Tell the mesh-infra hub that this machine is back
      Wants=network-online.target
      After=network-online.target ssh.service sshd.service
      After=suspend.target hibernate.target hybrid-sleep.target suspend-then-hibernate.target

      [Service]
      ExecStart=%s

      [Install]
      WantedBy=multi-user.target
      WantedBy=suspend.target hibernate.target hybrid-sleep.target suspend-then-hibernate.target
      """
          .formatted(SCRIPT);

  private static final String TIMER =
      """
      # Kept by mesh-infra.
      [Unit]
      Description=Tell the mesh-infra hub now and then that this machine is there

      [Timer]
      OnCalendar=*:0/5
      RandomizedDelaySec=60

      [Install]
      WantedBy=timers.target
      """;

  private final ResourceTypes types;
  private final Position at;

  /**
   * @param at where the node is written
   */
  HelloEntries(ResourceTypes types, Position at) {
    this.types = types;
    this.at = at;
  }

  List<Entry> of(NodeName node, HubAddress hub, HelloBy by) {
    List<Entry> all = new ArrayList<>();
    file(KEY, "secretRef", "hello:" + node, "0600").ifPresent(all::add);
    file(SCRIPT, "content", script(node, hub), "0755").ifPresent(all::add);
    Stream<Optional<Entry>> starters =
        switch (by) {
          case SYSTEMD -> systemd();
          case CRON -> cron();
        };
    starters.flatMap(Optional::stream).forEach(all::add);
    return all;
  }

  private Stream<Optional<Entry>> systemd() {
    String unit = "/etc/systemd/system/mesh-hello.service";
    String timer = "/etc/systemd/system/mesh-hello.timer";
    return Stream.of(
        file(unit, "content", UNIT, "0644"),
        file(timer, "content", TIMER, "0644"),
        entry(
            "service",
            fields("name", "mesh-hello", "enabled", "true"),
            "file:" + unit,
            "file:" + SCRIPT),
        entry(
            "service",
            fields("name", "mesh-hello.timer", "enabled", "true", "running", "true"),
            "file:" + timer,
            "service:mesh-hello"));
  }

  private Stream<Optional<Entry>> cron() {
    return Stream.of(job("hello-boot", "@reboot"), job("hello", "*/5 * * * *"));
  }

  private Optional<Entry> job(String name, String schedule) {
    return entry(
        "cron", fields("name", name, "schedule", schedule, "command", SCRIPT), "file:" + SCRIPT);
  }

  private Optional<Entry> file(String path, String source, String text, String mode) {
    return entry(
        "file", fields("path", path, source, text, "owner", "root", "group", "root", "mode", mode));
  }

  /** Where its kind is installed. Written down nowhere, and so different on each node. */
  private Optional<Entry> entry(String kind, Yaml body, String... after) {
    List<Yaml> before = Stream.of(after).<Yaml>map(this::quoted).toList();
    Map<String, Yaml.Field> terms =
        before.isEmpty()
            ? Map.of()
            : Map.of("after", new Yaml.Field(at, new Yaml.Items(before, at)));
    Optional<ResourceType<?>> type = types.of(kind);
    return type.map(known -> new Entry(known, body, new Yaml.Fields(terms, at), at, true));
  }

  private Yaml fields(String... keysAndTexts) {
    Map<String, Yaml.Field> fields = new LinkedHashMap<>();
    for (int i = 0; i < keysAndTexts.length; i += 2) {
      fields.put(keysAndTexts[i], new Yaml.Field(at, quoted(keysAndTexts[i + 1])));
    }
    return new Yaml.Fields(fields, at);
  }

  private Yaml quoted(String text) {
    return new Yaml.Scalar(text, false, at);
  }

  /** None of what is filled in has a quote in it, or a sign of a template. */
  private static String script(NodeName node, HubAddress hub) {
    return SCRIPT_TEXT
        .replace("@NODE@", node.value())
        .replace("@HUB@", hub.value() + "/api/v1/hello")
        .replace("@KEY@", KEY)
        .replace("@WAITS@", WAITS);
  }

  private static final String SCRIPT_TEXT = read();

  private static String read() {
    try (InputStream in =
        HelloEntries.class.getResourceAsStream("/io/meshinfra/desired/mesh-hello.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the script is part of the program", e);
    }
  }
}
