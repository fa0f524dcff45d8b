package io.meshinfra.network.identity;

import java.util.List;

/** Lines for sshd by which it shows certificates for its host keys. */
public final class HostDropIn {
  /** Before the one with {@code Match}: the keyword is for all of sshd. */
  public static final String FILE = "/etc/ssh/sshd_config.d/15-mesh-host-ca.conf";

  private static final String HEAD =
      """
      # Kept by mesh-infra: what says who this host is. See docs/host-certificates.md.
      """;
  private static final String KEYWORD = "HostCertificate ";

  private HostDropIn() {}

  /**
   * @param files certificates, by paths that hold nothing that means something to sshd
   */
  public static String of(List<String> files) {
    StringBuilder text = new StringBuilder(HEAD);
    files.forEach(file -> text.append(KEYWORD).append(file).append('\n'));
    return text.toString();
  }
}
