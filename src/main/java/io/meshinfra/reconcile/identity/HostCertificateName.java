package io.meshinfra.reconcile.identity;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.SecretRef;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By what name a catalog asks for a certificate.
 *
 * @param fingerprint of the host key
 */
record HostCertificateName(NodeName node, String fingerprint) {
  static final String FORM =
      "host-certificate: names a node and the fingerprint of a host key, like"
          + " host-certificate:laptop#SHA256:...";

  private static final Pattern PATH = Pattern.compile("([^#]{1,63})#(SHA256:[A-Za-z0-9+/]{43})");

  static Optional<HostCertificateName> parse(SecretRef ref) {
    Matcher path = PATH.matcher(ref.path());
    if (!path.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new HostCertificateName(new NodeName(path.group(1)), path.group(2)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
