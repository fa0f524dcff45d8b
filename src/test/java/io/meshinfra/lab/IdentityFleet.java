package io.meshinfra.lab;

import io.meshinfra.identity.CertificateAuthority;
import io.meshinfra.identity.UserKey;
import io.meshinfra.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What fleets have whose hub is an authority. */
final class IdentityFleet {
  static final String INTENT = "infra/policy/intent/network.yaml";
  static final String RULES = "infra/policy/rules.yaml";

  /** The intent is changed without anybody's consent. */
  static final String RULES_TEXT =
      """
      apiVersion: mesh-infra/v1
      kind: Policy
      metadata: {name: exam}
      spec:
        rules:
          - id: protected-files
            reason: this exam changes the intent
            severity: warn
            protectedFiles: ["infra/policy/intent/*.yaml"]
      """;

  private IdentityFleet() {}

  /** Written for its owner alone. */
  static Path kept(Path file, UserKey key) throws IOException {
    Files.write(file, key.privateText());
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Signs what the hub would never sign. */
  static CertificateAuthority signer(UserKey key) {
    Secret secret = Secret.of(new String(key.privateText(), StandardCharsets.US_ASCII).strip());
    return ((CertificateAuthority.Taken.Ready) CertificateAuthority.of(secret)).authority();
  }
}
