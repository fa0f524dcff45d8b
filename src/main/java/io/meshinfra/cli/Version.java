package io.meshinfra.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Version of the program and of the JVM it runs on. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "mesh-infra " + number() + " (Java " + System.getProperty("java.version") + ")"
    };
  }

  /** As the build wrote it down. */
  static String number() {
    try (InputStream in =
        Version.class.getResourceAsStream(
            "/META-INF/maven/io.meshinfra/mesh-infra/pom.properties")) {
      if (in == null) {
        return "of a working copy";
      }
      Properties build = new Properties();
      build.load(in);
      return build.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
